import Synchronization
import System

/// One ask's points on their way to outcomes.
///
/// Its threads, and those of other processes, claim ranges, evaluate them and
/// store them, until all of the batch is in storage.
final class Batch: Sendable {
    private let runner: StudyRunner
    private let codec: TrialCodec
    private let points: [Point]
    private let first: Int
    /// What of the batch is to be evaluated now.
    private let wanted: Range<Int>
    private let worker: Worker
    private let tracker: ProgressTracker?
    private let results: Mutex<[Outcome?]>
    /// The first error of a thread, at which all stop.
    private let failure = Mutex<(any Error)?>(nil)

    init(_ runner: StudyRunner, _ points: [Point], first: Int, target: Int, worker: Worker, tracker: ProgressTracker?) {
        self.runner = runner
        codec = TrialCodec(space: runner.problem.space, objectives: runner.problem.objectives)
        self.points = points
        self.first = first
        wanted = first..<min(first + points.count, target)
        self.worker = worker
        self.tracker = tracker
        results = Mutex(Array(repeating: nil, count: points.count))
    }

    /// All outcomes, in order; nil where the study was stopped or its target is within the batch.
    func outcomes() throws -> [Outcome]? {
        let pieces = (wanted.count + runner.evaluator.grain - 1) / runner.evaluator.grain
        onThreads(min(runner.threads, pieces)) { [self] in
            do { try work() } catch { failure.withLock { $0 = $0 ?? error } }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        var results = results.withLock { $0 }
        if results[..<wanted.count].contains(where: { $0 == nil }) { try fill(&results) }
        let known = results.compactMap { $0 }
        return known.count == points.count ? known : nil
    }

    private func work() throws {
        var wait = 0.001
        // Others' work is looked for the less often, the longer an evaluation takes.
        var longest = 0.05
        while !runner.stop.isStopped && failure.withLock({ $0 == nil }) {
            switch try runner.storage.claim(runner.evaluator.grain, in: wanted, of: runner.study, by: worker) {
            case .complete: return
            case .claimed(let range):
                let start = ContinuousClock.now
                try evaluate(range)
                longest = min(max(longest, start.duration(to: .now) / .seconds(20)), 2)
                wait = 0.001
            case .busy:
                pause(seconds: wait)
                wait = min(2 * wait, longest)
            }
        }
    }

    private func evaluate(_ range: Range<Int>) throws {
        let piece = points[range.lowerBound - first..<range.upperBound - first]
        let packed = try pack(piece)
        let outcomes = try runner.evaluator.evaluate(piece, problem: runner.problem)
        guard outcomes.count == piece.count else {
            throw StudyError("the evaluator was given \(piece.count) points and gave \(outcomes.count) outcomes")
        }
        let block = TrialBlock(
            first: range.lowerBound, count: range.count, points: packed, outcomes: codec.pack(outcomes))
        // What is refused has another's results, which are read from storage when they are there.
        guard try runner.storage.store(block, of: runner.study, by: worker) else { return }
        results.withLock { results in
            for (index, outcome) in zip(piece.indices, outcomes) { results[index] = outcome }
        }
        tracker?.add(outcomes, first: range.lowerBound, isOwn: true)
    }

    /// Takes from storage what another process or an earlier run evaluated, and
    /// checks that it is what the strategy asks for now.
    private func fill(_ results: inout [Outcome?]) throws {
        for block in try runner.storage.blocks(of: runner.study, startingIn: first..<first + points.count) {
            let places = block.first - first..<block.range.upperBound - first
            guard places.upperBound <= points.count, try pack(points[places]) == block.points else {
                throw diverged(block)
            }
            let missing = places.filter { results[$0] == nil }
            if missing.isEmpty { continue }
            let outcomes = try codec.outcomes(of: block)
            for index in missing { results[index] = outcomes[index - places.lowerBound] }
            tracker?.add(missing.map { outcomes[$0 - places.lowerBound] }, first: block.first, isOwn: false)
        }
    }

    private func pack(_ piece: ArraySlice<Point>) throws -> [UInt8] {
        if let packed = codec.pack(piece) { return packed }
        let point = piece.first { !runner.problem.space.contains($0) }
        throw StudyError(
            "strategy '\(runner.strategy.name)' asked for a point that is not in the space: \(point?.compact ?? "")")
    }

    private func diverged(_ block: TrialBlock) -> StudyError {
        StudyError(
            """
            strategy '\(runner.strategy.name)' asks for other points than those stored as trials \(block.first) to \
            \(block.range.upperBound - 1) of study '\(runner.study.record.name)', so the study cannot go on: the strategy \
            is not deterministic, or it or the tool has changed; go on with version \(runner.study.record.version), or begin a new study
            """)
    }
}
