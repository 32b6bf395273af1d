import Diagnostics

/// One point with its numbers.
public struct Trial: Hashable, Sendable, Codable {
    /// Its place in the study's sequence, from 0.
    public var number: Int
    /// What was asked for: a value for each parameter of the study's space.
    public var point: Point
    /// What its evaluation gave, a failure too.
    public var outcome: Outcome

    public init(number: Int, point: Point, outcome: Outcome) {
        self.number = number
        self.point = point
        self.outcome = outcome
    }
}

/// What the evaluation of a point gave.
public struct Outcome: Hashable, Sendable, Codable {
    /// The objectives' values in the study's order, as measured.
    public var values: [Double]
    /// The same with signs turned so that less is better; what strategies compare.
    public var costs: [Double]
    /// The sum of the constraints' relative excesses: 0 for a feasible point,
    /// infinite for a point that could not be evaluated.
    public var excess: Double
    /// Why the point could not be built or measured, in one line; nil where it was, and where an earlier version stored
    /// the trial, which kept no reasons.
    public var reason: String?

    /// Whether it keeps to every constraint. One that could not be evaluated never does.
    public var isFeasible: Bool { excess == 0 }

    /// - Parameter measures: gives each measure, or nil for one that the
    ///   evaluator does not know.
    public init(measures: (Measure) -> Double?, objectives: [Objective], constraints: [Constraint]) {
        values = objectives.map { measures($0.measure) ?? .nan }
        costs = zip(objectives, values).map { $0.isNaNSafeCost($1) }
        excess = constraints.reduce(0) { $0 + $1.excess(of: measures($1.measure) ?? .nan) }
        if values.contains(where: \.isNaN) { excess = .infinity }
    }

    init(values: [Double], costs: [Double], excess: Double, reason: String? = nil) {
        self.values = values
        self.costs = costs
        self.excess = excess
        self.reason = reason
    }

    /// An outcome read back from storage.
    init(values: [Double], excess: Double, reason: String? = nil, objectives: [Objective]) {
        self.init(
            values: values, costs: zip(objectives, values).map { $0.isNaNSafeCost($1) }, excess: excess, reason: reason)
    }

    /// A point that could not be evaluated at all.
    /// - Parameter reason: why.
    public static func failed(objectives: [Objective], because reason: String) -> Outcome {
        var outcome = Outcome(measures: { _ in nil }, objectives: objectives, constraints: [])
        outcome.reason = reason
        return outcome
    }

    /// A point that could not be evaluated because of an error.
    public static func failed(objectives: [Objective], because error: any Error) -> Outcome {
        failed(objectives: objectives, because: reasonWords(error))
    }

    /// What an error says, in one line that is not too long to be kept for each of many trials.
    private static func reasonWords(_ error: any Error) -> String {
        // Without the place: the file may be the same for all points, with other values each time.
        let faults = (error as? any BadInput)?.faults
        let words = (faults?.first { $0.severity == .error } ?? faults?.first)?.problem ?? "\(error)"
        let line = words.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count <= longestReason ? line : line.prefix(longestReason - 1) + "…"
    }

    /// Characters of a reason.
    private static let longestReason = 300

    /// Whether this is better by Deb's rules ("An efficient constraint handling
    /// method for genetic algorithms", 2000): feasible before infeasible, less
    /// excess before more, else Pareto dominance of the costs.
    public func dominates(_ other: Outcome) -> Bool {
        if excess != other.excess { return excess < other.excess }
        return excess.isFinite && costs.dominates(other.costs)
    }
}

extension Objective {
    /// A NaN is worse than any number, whichever way the objective points.
    fileprivate func isNaNSafeCost(_ value: Double) -> Double { value.isNaN ? .infinity : cost(of: value) }
}

extension [Double] {
    /// Pareto dominance: nowhere more and somewhere less.
    public func dominates(_ other: [Double]) -> Bool {
        var less = false
        for (a, b) in zip(self, other) {
            if a > b { return false }
            if a < b { less = true }
        }
        return less
    }
}
