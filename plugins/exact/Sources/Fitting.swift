import Optimisation

extension ExactSolver {
    /// Narrows area and instances to what they allow each other; false where nothing is left.
    func fitArea(_ box: inout Box) -> Bool {
        let chip = table.chip
        box.smallest = max(box.smallest, chip.size(instances: box.fewest).area)
        box.largest = min(box.largest, chip.size(instances: box.most).area)
        if box.smallest > box.largest { return false }
        var instances = box.fewest
        for group in chip.groups.indices where chip.size(instances: box.most).area > box.largest {
            // The most of this group that fit beside the fewest of the others.
            var fits = box.fewest[group], tooMany = box.most[group] + 1
            while tooMany - fits > 1 {
                let middle = (fits + tooMany) / 2
                instances[group] = middle
                if chip.size(instances: instances).area <= box.largest { fits = middle } else { tooMany = middle }
            }
            instances[group] = box.fewest[group]
            box.most[group] = fits
        }
        return true
    }

    /// Drops options that no design of the box can have, and narrows the box to
    /// what the rest can reach, until nothing changes.
    func fitted(_ given: Choices, to box: inout Box) -> Choices? {
        var choices = given
        while true {
            let budgets = Box.budgets(box.most, chip: table.chip)
            let paths = graph.paths(choices.leastDelay)
            let least = choices.total(choices.leastCounts)
            if paths.total > box.slowest { return nil }
            box.fastest = max(box.fastest, paths.total)
            for (index, group) in table.chip.groups.enumerated() {
                box.fewest[index] = max(box.fewest[index], group.instances(counts: least))
                if box.fewest[index] > box.most[index] { return nil }
            }
            guard fitArea(&box) else { return nil }
            let kinds = choices.kinds, slowest = box.slowest * (1 + 1e-12)
            guard
                let fewer = choices.filtered({ layer, row in
                    if paths.heads[layer] + choices.delay[row] + paths.tails[layer] > slowest { return false }
                    return (0..<kinds).allSatisfy { kind in
                        least[kind] - choices.leastCounts[layer * kinds + kind] + choices.counts[row * kinds + kind]
                            <= budgets[kind]
                    }
                })
            else { return nil }
            if fewer.option.count == choices.option.count { return choices }
            choices = fewer
        }
    }
}
