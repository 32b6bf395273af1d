import Optimisation

/// Finds good designs quickly, so that the proof has something to compare with.
/// Nothing about the result's optimality rests on it.
struct Descent {
    let table: LayerTable
    let goal: Goal
    let agreement: Agreement
    /// The table's options worth trying at each layer, by class.
    private let options: [[[Int32]]]

    init(table: LayerTable, goal: Goal, choices: Choices, agreement: Agreement) {
        self.table = table
        self.goal = goal
        self.agreement = agreement
        options = (0..<choices.layers).map { layer in
            var byClass = [[Int32]](repeating: [], count: agreement.classes(layer))
            for row in choices.first[layer]..<choices.first[layer + 1] {
                byClass[choices.classes[row]].append(choices.option[row])
            }
            return byClass
        }
    }

    /// Replaces one layer's option at a time by the best one of its class, until none is better; then changes what
    /// layers agree about.
    func improve(_ start: [Int32], weights: [Double], into archive: inout Archive) {
        var current = start
        var best = score(table.cost(current), weights)
        refine(&current, &best, weights)
        var improves = true
        while improves {
            improves = false
            for variable in agreement.values.indices {
                for value in 0..<agreement.values[variable] {
                    guard var changed = changing(current, variable, to: value), changed != current else { continue }
                    var new = score(table.cost(changed), weights)
                    refine(&changed, &new, weights)
                    if new < best { (best, current, improves) = (new, changed, true) }
                }
            }
        }
        archive.insert(current, table.cost(current))
    }

    private func refine(_ current: inout [Int32], _ best: inout Score, _ weights: [Double]) {
        var idle = 0, layer = 0
        while idle < options.count {
            let candidates = options[layer][classOf(current[layer], layer)]
            var points: [Int32] = []
            for option in candidates {
                points += current
                points[points.count - current.count + layer] = option
            }
            var costs = Array(repeating: DesignCost(energy: 0, delay: 0, area: 0), count: candidates.count)
            points.withUnsafeBufferPointer { points in
                costs.withUnsafeMutableBufferPointer { table.costs($0, of: points) }
            }
            idle += 1
            for (option, cost) in zip(candidates, costs) {
                let new = score(cost, weights)
                if new < best {
                    (best, current[layer], idle) = (new, option, 0)
                }
            }
            layer = (layer + 1) % options.count
        }
    }

    private func classOf(_ option: Int32, _ layer: Int) -> Int {
        agreement.classOfRow[table.layers[layer].firstRow + Int(option)]
    }

    /// The design most like another one that has a value of a variable; nil where there is none.
    private func changing(_ design: [Int32], _ variable: Int, to value: Int) -> [Int32]? {
        let old = design.indices.map { classOf(design[$0], $0) }
        let differences = options.indices.flatMap { layer in
            let mine = agreement.conditions[layer][old[layer]]
            return agreement.conditions[layer].indices.map { own -> Double in
                let theirs = agreement.conditions[layer][own]
                guard !options[layer][own].isEmpty,
                    !theirs.contains(where: { $0.variable == variable && $0.value != value })
                else { return .infinity }
                return Double(Set(mine).symmetricDifference(theirs).count)
            }
        }
        guard let classes = agreement.best(differences, toCome: agreement.sumsToCome(differences)) else { return nil }
        return classes.enumerated().map { layer, own in
            if own == old[layer] { return design[layer] }
            // The same place among the options of the class, which often is the same option.
            let place = options[layer][old[layer]].firstIndex(of: design[layer]) ?? 0
            return options[layer][own][min(place, options[layer][own].count - 1)]
        }
    }

    /// nil where no layers agree.
    func randomStart(using random: inout SeededRandom) -> [Int32]? {
        let terms = options.flatMap { $0.map { $0.isEmpty ? .infinity : random.unit() } }
        guard let classes = agreement.best(terms, toCome: agreement.sumsToCome(terms)) else { return nil }
        return classes.enumerated().map { options[$0][$1][random.below(options[$0][$1].count)] }
    }

    /// Less is better; limits first.
    private func score(_ cost: DesignCost, _ weights: [Double]) -> Score {
        var sum = 0.0
        for (objective, weight) in zip(goal.objectives, weights) {
            sum += weight * logarithm(max(objective.value(cost), .leastNormalMagnitude))
        }
        return Score(excess: goal.excess(cost), value: sum)
    }

    fileprivate struct Score: Comparable {
        var excess, value: Double
        static func < (a: Score, b: Score) -> Bool {
            a.excess != b.excess ? a.excess < b.excess : a.value < b.value
        }
    }
}
