import System

extension Evaluator {
    /// The outcomes of any number of points, in their order, with the points shared out to threads.
    /// - Throws: the error of the first point that has one.
    public func outcomes(of points: [Point], problem: Problem, threads: Int) throws -> [Outcome] {
        guard threads > 1, points.count > grain else { return try evaluate(points[...], problem: problem) }
        return try inParallel((points.count + grain - 1) / grain, threads: threads) { piece in
            let first = piece * grain
            return try evaluate(points[first..<min(first + grain, points.count)], problem: problem)
        }.flatMap(\.self)
    }
}
