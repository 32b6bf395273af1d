/// Gives the numbers of points. The same point must give the same numbers.
public protocol Evaluator: Sendable {
    /// How many points are worth evaluating between two commits to storage:
    /// 1 where a point takes long, thousands for a table.
    var grain: Int { get }

    /// The outcomes of some points, in their order. Called from several threads at once.
    /// - Throws: where evaluation as a whole is broken (a missing program, not a
    ///   point that cannot be built: that one's outcome is `Outcome.failed`).
    func evaluate(_ points: ArraySlice<Point>, problem: Problem) throws -> [Outcome]
}

/// Looks points up in the problem's table.
public struct TableEvaluator: Evaluator {
    /// Look-ups are so short that a commit to storage is worth thousands of them.
    public var grain: Int { 4096 }

    public init() {}

    /// - Precondition: the problem has a table.
    public func evaluate(_ points: ArraySlice<Point>, problem: Problem) -> [Outcome] {
        guard let costs = problem.costs else { preconditionFailure("a table evaluator needs a table") }
        let choices = costs.choices(at: points)
        var results = Array(repeating: DesignCost(energy: 0, delay: 0, area: 0), count: points.count)
        choices.withUnsafeBufferPointer { choices in
            results.withUnsafeMutableBufferPointer { costs.table.costs($0, of: choices) }
        }
        let scoring = CostScoring(objectives: problem.objectives, constraints: problem.constraints)
        return results.map(scoring.outcome)
    }
}
