import Search

/// Finds good designs quickly, so that the proof has something to compare with.
/// Nothing about the result's optimality rests on it.
struct Descent {
    let table: LayerTable
    let goal: Goal
    /// The table's options worth trying at each layer.
    let options: [[Int32]]

    init(table: LayerTable, goal: Goal, choices: Choices) {
        self.table = table
        self.goal = goal
        options = (0..<choices.layers).map { Array(choices.option[choices.first[$0]..<choices.first[$0 + 1]]) }
    }

    /// Replaces one layer's option at a time by the best one, until none is better.
    func improve(_ start: [Int32], weights: [Double], into archive: inout Archive) {
        var current = start
        var best = score(table.cost(current), weights)
        var idle = 0, layer = 0
        while idle < options.count {
            let candidates = options[layer]
            var points: [Int32] = []
            for option in candidates {
                points += current
                points[points.count - current.count + layer] = option
            }
            var costs = Array(repeating: DesignCost(energy: 0, delay: 0, area: 0), count: candidates.count)
            points.withUnsafeBufferPointer { points in costs.withUnsafeMutableBufferPointer { table.costs($0, of: points) } }
            idle += 1
            for (option, cost) in zip(candidates, costs) {
                let new = score(cost, weights)
                if new < best {
                    (best, current[layer], idle) = (new, option, 0)
                }
            }
            layer = (layer + 1) % options.count
        }
        archive.insert(current, table.cost(current))
    }

    func randomStart(using random: inout SeededRandom) -> [Int32] {
        options.map { $0[random.below($0.count)] }
    }

    /// Less is better; limits first.
    private func score(_ cost: DesignCost, _ weights: [Double]) -> Score {
        var sum = 0.0
        for (objective, weight) in zip(goal.objectives, weights) {
            sum += weight * logarithm(max(objective.value(cost), .leastNormalMagnitude))
        }
        return Score(excess: goal.excess(cost), value: sum)
    }

    private struct Score: Comparable {
        var excess, value: Double
        static func < (a: Score, b: Score) -> Bool {
            a.excess != b.excess ? a.excess < b.excess : a.value < b.value
        }
    }
}
