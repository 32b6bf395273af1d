import Synchronization
import System

extension Evaluator {
    /// The outcomes of any number of points, in their order, with the points shared out to threads.
    /// - Throws: the first error of an evaluation, after all threads have ended.
    public func outcomes(of points: [Point], problem: Problem, threads: Int) throws -> [Outcome] {
        guard threads > 1, points.count > grain else { return try evaluate(points[...], problem: problem) }
        let (count, grain) = (points.count, grain)
        let shared = Mutex(SharedOut())
        try onThreads(min(threads, (count + grain - 1) / grain)) {
            while true {
                let first = shared.withLock { shared -> Int in
                    defer { shared.next += grain }
                    return shared.next
                }
                guard first < count else { return }
                let outcomes = try evaluate(points[first..<min(first + grain, count)], problem: problem)
                shared.withLock { $0.outcomes[first] = outcomes }
            }
        }
        return shared.withLock { shared in shared.outcomes.sorted { $0.key < $1.key }.flatMap(\.value) }
    }
}

/// Which points are given out, and what came of which.
private struct SharedOut {
    var next = 0
    /// By the first point of each piece.
    var outcomes: [Int: [Outcome]] = [:]
}
