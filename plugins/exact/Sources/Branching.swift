import Optimisation

extension ExactSolver {
    /// The two halves of a box across the side that leaves least hope in the
    /// better of them ("strong branching"), or what is left of it where one half
    /// holds nothing of use; nil for a box that has become a point.
    func halves(of box: Box) -> [Box]? {
        var best: (halves: [Box], rank: Double)?
        for halves in box.divisions(chip: table.chip, byArea: goal.objectives.count == 1) {
            let ranks = halves.map(rank)
            if let useless = ranks.firstIndex(of: .infinity) { return [halves[1 - useless]] }
            if best == nil || ranks.min()! > best!.rank { best = (halves, ranks.min()!) }
        }
        return best?.halves.map { half in
            var half = half
            half.depth += 1
            return half
        }
    }

    /// A quick lower bound of a box over its target; infinite where nothing of use is left.
    private func rank(_ given: Box) -> Double {
        var box = given
        guard let choices = fitted(all, to: &box), let target = Target(box, archive: archive, chip: table.chip) else {
            return .infinity
        }
        if target.bound == .infinity {
            // Nothing is known to be beaten there: settle the chip's size first, then the delay.
            return (box.largest > 0 ? box.smallest / box.largest : 1)
                + (box.slowest > 0 ? 0.01 * box.fastest / box.slowest : 0) - 2
        }
        let relaxation = Relaxation(
            choices: choices, agreement: agreement, graph: graph, chip: table.chip, box: box, target: target,
            budgets: Box.budgets(box.most, chip: table.chip))
        let multipliers = relaxation.ascend(
            from: box.multipliers ?? plain, isFirst: box.multipliers == nil, iterations: 20
        ) { _ in }
        let value = relaxation.value(multipliers)
        if value.bound > relaxation.bound + value.tolerance { return .infinity }
        return value.bound / max(target.bound, .leastNormalMagnitude)
    }
}
