import Optimisation

/// Extends partial designs of a box layer by layer, keeping those that may
/// still become of use.
struct Extension {
    let relaxation: Relaxation
    /// Bounds used beside each other: a label goes when one of them shows that
    /// it cannot become of use.
    let bounds: [Relaxation.Value]
    let multipliers: [Multipliers]

    /// The complete labels and what leads to them.
    struct Result {
        var stages: [Labels]
        /// Whether nothing of use was left out.
        var isComplete = true

        /// The row chosen at each layer by a complete label.
        func rows(of label: Int) -> [Int] {
            var label = label, rows: [Int] = []
            for stage in stages.reversed() {
                rows.append(Int(stage.row[label]))
                label = Int(stage.parent[label])
            }
            return rows.reversed()
        }
    }

    /// - Parameters:
    ///   - limit: the most labels a stage may have. With more the result is not complete:
    ///   - goesOn: only the most promising are extended then, to find good designs;
    ///     without, nothing is.
    ///   - progress: what to tell of it meanwhile; see ``Thinking``.
    func run(limit: Int, goesOn: Bool, progress: String) throws(StopRequest) -> Result {
        let choices = relaxation.choices, layers = choices.layers, kinds = choices.kinds
        // From each layer on: the least that is still to come.
        var energyToCome = Array(repeating: 0.0, count: layers + 1)
        var leastToCome = Array(repeating: Int32(0), count: (layers + 1) * kinds)
        var mostToCome = leastToCome
        for layer in (0..<layers).reversed() {
            energyToCome[layer] = energyToCome[layer + 1] + choices.leastEnergy[layer]
            for kind in 0..<kinds {
                leastToCome[layer * kinds + kind] =
                    leastToCome[(layer + 1) * kinds + kind] + choices.leastCounts[layer * kinds + kind]
                mostToCome[layer * kinds + kind] =
                    mostToCome[(layer + 1) * kinds + kind] + choices.mostCounts[layer * kinds + kind]
            }
        }
        let leastBudgets = Box.budgets(relaxation.box.fewest, chip: relaxation.chip)
        let tails = relaxation.graph.paths(choices.leastDelay).tails
        var stages: [Labels] = []
        var current = Labels(width: 0, kinds: kinds)
        current.energy = [0]
        current.counts = Array(repeating: 0, count: kinds)
        current.parent = [0]
        current.row = [0]
        current.score = [0]
        current.state = [0]
        var isComplete = true
        for layer in 0..<layers {
            let stage = Stage(
                self, layer: layer, energyToCome: energyToCome[layer + 1],
                leastToCome: Array(leastToCome[((layer + 1) * kinds)..<((layer + 2) * kinds)]), tails: tails)
            try Thinking.pause(progress)
            var next = stage.extend(current)
            if limit < Int.max / 16, next.count > 8 * limit {
                isComplete = false
                if !goesOn { break }
                next = next.mostPromising(3 * limit)
            }
            // As many of a kind as the smallest chip of the box has room for anyway cost nothing.
            let floors = (0..<kinds).map { kind in
                leastBudgets[kind] - min(mostToCome[(layer + 1) * kinds + kind], leastBudgets[kind])
            }
            current = next.undominated(floors: floors)
            if current.count > limit {
                isComplete = false
                if !goesOn { break }
                current = current.mostPromising(limit)
            }
            stages.append(current)
            if current.count == 0 { return Result(stages: [], isComplete: isComplete) }
        }
        return Result(stages: stages.count == layers ? stages : [], isComplete: isComplete)
    }
}
