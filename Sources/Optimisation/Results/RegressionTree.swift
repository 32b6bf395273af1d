/// A tree that predicts a figure from the levels of parameters (CART; Breiman, Friedman, Olshen and Stone, 1984): each
/// node parts the levels of one parameter in two, so that the figures on both sides vary least.
struct RegressionTree {
    private enum Node {
        case leaf(Double)
        /// Levels of `left` go to the first node, all others to the second.
        case split(parameter: Int, left: UInt64, first: Int, second: Int)
    }

    private var nodes: [Node] = []
    private static let leastRows = 3
    private static let mostDepth = 14

    /// - Parameter sample: rows, some of them several times.
    init(_ data: TrialLevels, sample: [Int]) {
        _ = grow(data, sample, depth: 0)
    }

    private mutating func grow(_ data: TrialLevels, _ rows: [Int], depth: Int) -> Int {
        let place = nodes.count
        let mean = rows.reduce(0) { $0 + data.figures[$1] } / Double(max(1, rows.count))
        nodes.append(.leaf(mean))
        guard depth < Self.mostDepth, rows.count >= 2 * Self.leastRows, let best = Self.split(data, rows) else {
            return place
        }
        let isLeft = { (row: Int) in best.left >> UInt64(data.level(best.parameter, of: row)) & 1 == 1 }
        let first = grow(data, rows.filter(isLeft), depth: depth + 1)
        let second = grow(data, rows.filter { !isLeft($0) }, depth: depth + 1)
        nodes[place] = .split(parameter: best.parameter, left: best.left, first: first, second: second)
        return place
    }

    /// The parting that takes most of the variance away; nil where none takes any.
    private static func split(_ data: TrialLevels, _ rows: [Int]) -> (parameter: Int, left: UInt64)? {
        let total = rows.reduce(0) { $0 + data.figures[$1] }
        // Sums of squares of both sides' means are greatest where what is left of the variance is least.
        let whole = total * total / Double(rows.count)
        let least = 1e-9 * rows.reduce(0) { $0 + data.figures[$1] * data.figures[$1] }
        var best: (gain: Double, parameter: Int, left: UInt64)?
        for (parameter, levels) in data.parameters.enumerated() {
            var sums = [Double](repeating: 0, count: levels.weights.count)
            var counts = [Int](repeating: 0, count: levels.weights.count)
            for row in rows {
                let level = data.level(parameter, of: row)
                sums[level] += data.figures[row]
                counts[level] += 1
            }
            // Names have no order of their own: by their means, some parting into neighbours is the best of all.
            var order = Array(sums.indices)
            if !levels.isOrdered {
                order = order.filter { counts[$0] > 0 }.sorted {
                    (sums[$0] / Double(counts[$0]), $0) < (sums[$1] / Double(counts[$1]), $1)
                }
            }
            var (sum, count, mask) = (0.0, 0, UInt64(0))
            for level in order.dropLast() {
                sum += sums[level]
                count += counts[level]
                mask |= 1 << UInt64(level)
                guard count >= leastRows, rows.count - count >= leastRows, counts[level] > 0 else { continue }
                let rest = total - sum
                let gain = sum * sum / Double(count) + rest * rest / Double(rows.count - count) - whole
                // Of partings that are as good but for errors of rounding the first counts: a parameter that is there
                // under a condition comes behind the one that it depends on.
                if gain > best.map({ $0.gain * (1 + 1e-9) }) ?? least { best = (gain, parameter, mask) }
            }
        }
        return best.map { ($0.parameter, $0.left) }
    }

    func prediction(for row: Int, of data: TrialLevels) -> Double {
        var place = 0
        while true {
            switch nodes[place] {
            case .leaf(let value): return value
            case .split(let parameter, let left, let first, let second):
                place = left >> UInt64(data.level(parameter, of: row)) & 1 == 1 ? first : second
            }
        }
    }

    /// Of each parameter the share of the variance over the whole space that it makes alone; nil where there is none.
    ///
    /// The mean over all values of the others, at each level of a parameter, is a sum over leaves of their value times
    /// how likely one is in them (Hutter and others, algorithm 2).
    func mainEffects(_ levels: [ParameterLevels]) -> [Double]? {
        var (mean, square) = (0.0, 0.0)
        // Of each parameter, what leaves that ask for some of its levels add to the mean at each level, and in all.
        var atLevel = levels.map { [Double](repeating: 0, count: $0.weights.count) }
        var inAll = [Double](repeating: 0, count: levels.count)
        var waiting: [(place: Int, asked: [(parameter: Int, mask: UInt64)])] = [(0, [])]
        while let (place, asked) = waiting.popLast() {
            switch nodes[place] {
            case .split(let parameter, let left, let first, let second):
                func narrowed(_ mask: UInt64) -> [(parameter: Int, mask: UInt64)] {
                    var asked = asked
                    if let index = asked.firstIndex(where: { $0.parameter == parameter }) {
                        asked[index].mask &= mask
                    } else {
                        asked.append((parameter, mask))
                    }
                    return asked
                }
                waiting.append((first, narrowed(left)))
                waiting.append((second, narrowed(~left)))
            case .leaf(let value):
                let weights = asked.map { levels[$0.parameter].weight(of: $0.mask) }
                let weight = weights.reduce(1, *)
                mean += weight * value
                square += weight * value * value
                for (index, (parameter, mask)) in asked.enumerated() where weights[index] > 0 {
                    inAll[parameter] += weight * value
                    let others = weight / weights[index]
                    for level in atLevel[parameter].indices where mask >> UInt64(level) & 1 == 1 {
                        atLevel[parameter][level] += others * value
                    }
                }
            }
        }
        let variance = square - mean * mean
        guard variance > 1e-12 * max(square, 1e-300) else { return nil }
        return levels.indices.map { parameter in
            let part = zip(levels[parameter].weights, atLevel[parameter]).reduce(0) { sum, one in
                let effect = one.1 - inAll[parameter]
                return sum + one.0 * effect * effect
            }
            return min(1, part / variance)
        }
    }
}
