import Random

/// How much of the differences between designs each parameter makes by itself.
///
/// A functional analysis of variance of a random forest (Hutter, Hoos and Leyton-Brown, "An Efficient Approach for
/// Assessing Hyperparameter Importance", ICML 2014): the forest learns the figure from the trials; the variance of what
/// it predicts over the whole space, every value of a parameter as likely as any other, is taken apart into what each
/// parameter makes alone, averaged over all values of the others. What is left is due to parameters together.
///
/// Figures that are all positive are taken in logarithms, since they are factors more often than sums. The same trials
/// give the same numbers.
///
/// ```swift
/// let points = (0..<costs.count).map { _ in space.sample(using: &random) }
/// let importance = ParameterImportance(of: space, points: points, values: costs)
/// print(importance?.shares ?? [])         // of each parameter: 0.61, 0.22, …
/// ```
public struct ParameterImportance: Hashable, Sendable {
    /// Of each parameter of the space, from 0 to 1. They sum to 1 or less.
    public var shares: [Double]
    /// How well the forest knows the figure: the share of the variance of trials that it explains by trees which did
    /// not see them (R², out of bag). 1 is all of it; where it is near 0, or below, the shares mean nothing.
    public var explained: Double
    /// How many it learnt from.
    public var trials: Int
    public var isLogarithmic: Bool

    /// Trees of a forest.
    static let trees = 32
    /// Fewer trials than these say nothing.
    public static let leastTrials = 20

    /// Nil where there are too few trials, or all have the same figure.
    ///
    /// - Complexity: O(trees × trials × parameters × depth).
    /// - Precondition: there is a value for each point.
    public init?(of space: Space, points: [Point], values: [Double], seed: UInt64 = 0) {
        precondition(points.count == values.count, "each point has its value")
        let known = points.indices.filter { values[$0].isFinite && points[$0].values.count == space.parameters.count }
        guard known.count >= Self.leastTrials else { return nil }
        let isLogarithmic = known.allSatisfy { values[$0] > 0 }
        let written = known.map { isLogarithmic ? logarithm(values[$0]) : values[$0] }
        let mean = written.reduce(0, +) / Double(written.count)
        let figures = written.map { $0 - mean }
        guard figures.reduce(0, { $0 + $1 * $1 }) > 1e-24 * Double(figures.count) * max(mean * mean, 1e-300) else {
            return nil
        }

        let levels = ParameterLevels.levels(of: space)
        let data = TrialLevels(levels, points: known.map { points[$0] }, figures: figures)
        var shares = [Double](repeating: 0, count: levels.count)
        var random = SeededRandom(seed: seed)
        var told = [(sum: Double, trees: Int)](repeating: (0, 0), count: figures.count)
        var counted = 0
        for _ in 0..<Self.trees {
            let sample = (0..<figures.count).map { _ in random.below(figures.count) }
            let tree = RegressionTree(data, sample: sample)
            let seen = Set(sample)
            for row in figures.indices where !seen.contains(row) {
                told[row].sum += tree.prediction(for: row, of: data)
                told[row].trees += 1
            }
            guard let parts = tree.mainEffects(levels) else { continue }
            for index in shares.indices { shares[index] += parts[index] }
            counted += 1
        }
        guard counted > 0 else { return nil }
        self.isLogarithmic = isLogarithmic
        self.shares = shares.map { $0 / Double(counted) }
        let tested = figures.indices.filter { told[$0].trees > 0 }
        let missed = tested.reduce(0) { sum, row in
            let error = figures[row] - told[row].sum / Double(told[row].trees)
            return sum + error * error
        }
        let spread = tested.reduce(0) { $0 + figures[$1] * figures[$1] }
        explained = spread > 0 ? 1 - missed / spread : 0
        trials = figures.count
    }
}

/// The values of a parameter as a few levels: its own where they are few, else intervals; and one more for a parameter
/// that is not there.
struct ParameterLevels: Hashable, Sendable {
    private let domain: Domain
    private let count: Int
    /// Whether a level's neighbours are alike.
    let isOrdered: Bool
    /// How likely each is where all values are alike.
    let weights: [Double]

    private static let most = 32

    static func levels(of space: Space) -> [ParameterLevels] {
        var active: [Double] = []
        return space.parameters.map { parameter in
            let share =
                parameter.condition.map { condition in
                    let values = space.parameters[condition.parameter].domain.count ?? 0
                    return values == 0
                        ? 0 : active[condition.parameter] * Double(condition.values.count) / Double(values)
                } ?? 1
            active.append(share)
            return ParameterLevels(parameter, active: share)
        }
    }

    private init(_ parameter: Parameter, active: Double) {
        domain = parameter.domain
        count = min(Self.most, domain.count ?? Self.most)
        isOrdered = domain.isOrdered
        let own = [Double](repeating: active / Double(count), count: count)
        weights = parameter.condition == nil ? own : own + [1 - active]
    }

    func index(of value: Value) -> Int {
        if value == .inactive { return weights.count - 1 }
        if let index = domain.index(of: value), let all = domain.count, all <= Self.most { return index }
        return min(count - 1, max(0, Int(domain.share(of: value) * Double(count))))
    }

    /// How likely any of some levels is.
    func weight(of mask: UInt64) -> Double {
        var sum = 0.0
        for level in weights.indices where mask >> UInt64(level) & 1 == 1 { sum += weights[level] }
        return sum
    }
}

/// Levels and figures of trials.
struct TrialLevels {
    /// Row by row.
    let levels: [UInt8]
    let figures: [Double]
    let parameters: [ParameterLevels]

    init(_ parameters: [ParameterLevels], points: [Point], figures: [Double]) {
        self.parameters = parameters
        self.figures = figures
        levels = points.flatMap { point in
            zip(parameters, point.values).map { UInt8($0.index(of: $1)) }
        }
    }

    func level(_ parameter: Int, of row: Int) -> Int { Int(levels[row * parameters.count + parameter]) }
}
