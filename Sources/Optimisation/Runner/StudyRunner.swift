import Diagnostics

/// Carries a study on: asks, evaluates on several threads, stores, tells.
///
/// ```swift
/// let runner = StudyRunner(study, in: storage, problem: problem, strategy: plugin, evaluator: TableEvaluator())
/// let ending = try runner.run(until: 10_000)
/// ```
///
/// The sequence of trials depends on the study's record alone: not on the
/// number of threads or processes, not on when any of them was stopped or
/// killed, and not on `until`, which only says how far to go: batches are
/// asked whole, and what is beyond the target is left for a later run.
public struct StudyRunner: Sendable {
    public enum Ending: Hashable, Sendable {
        /// The strategy has nothing more to look at.
        case finished
        /// The study has as many trials as wanted.
        case reachedTarget
        /// The stop signal was given.
        case stopped
    }

    public let study: Study
    public let storage: any StudyStorage
    public let problem: Problem
    public let strategy: StrategyPlugin
    public let evaluator: any Evaluator
    /// Evaluations at once.
    public var threads = 1
    public var stop = StopSignal()
    /// Called a few times a second, from any thread, and once at the end.
    public var progress: (@Sendable (StudyProgress) -> Void)?

    /// Is told a few times a second how far a strategy is that works for long before it answers; see ``Thinking``.
    public var thinks: (@Sendable (String) -> Void)?

    /// Is told what the strategy says of its result, when it ends.
    public var conclude: (@Sendable (String) -> Void)?

    /// - Precondition: the problem is the one of the study's record.
    public init(
        _ study: Study, in storage: any StudyStorage, problem: Problem, strategy: StrategyPlugin,
        evaluator: any Evaluator
    ) {
        precondition(
            problem.space == study.record.space && problem.objectives == study.record.objectives
                && problem.constraints == study.record.constraints, "a study goes on with the problem it began with")
        self.study = study
        self.storage = storage
        self.problem = problem
        self.strategy = strategy
        self.evaluator = evaluator
    }

    /// The batch that suits an evaluator and a space: enough for several threads and
    /// processes, not so many that a strategy learns late, and not more points than memory
    /// likes: a batch of a million values takes 16 MiB.
    public static func batch(for evaluator: any Evaluator, space: Space) -> Int {
        max(min(4 * evaluator.grain, (1 << 20) / max(space.parameters.count, 1)), 64)
    }

    /// Goes on until the study has `target` trials, the strategy ends, or the
    /// stop signal is given.
    ///
    /// - Parameter worker: as which it works on the study; one for each run.
    /// - Throws: `StorageError`; what the strategy or the evaluator throws;
    ///   `StudyError` where the strategy breaks its contract. What was stored
    ///   until then stays.
    public func run(until target: Int = .max, as worker: Worker = Worker()) throws -> Ending {
        if target <= 0 { return .reachedTarget }
        try storage.join(worker, study)
        defer { try? storage.leave(worker) }
        let heartbeat = Heartbeat(storage, worker)
        defer { heartbeat.stop() }

        var position = try StudyPosition(resuming: study, in: storage, problem: problem, strategy: strategy)
        let tracker = try tracker(target: target, before: position.trials)
        defer { tracker?.send(isLast: true) }
        var snapshots = SnapshotTimer()
        while position.trials < target {
            if stop.isStopped { return .stopped }
            let points: [Point]
            do {
                points = try Thinking.$run.withValue(Thinking.Run(stop: stop, tell: thinks)) {
                    try position.ask(study.record.batch, problem: problem)
                }
            } catch is StopRequest { return .stopped }
            if points.isEmpty {
                if let words = position.conclusion { conclude?(words) }
                try storage.finish(study)
                return .finished
            }
            let batch = Batch(self, points, first: position.trials, target: target, worker: worker, tracker: tracker)
            guard let outcomes = try batch.outcomes() else { return stop.isStopped ? .stopped : .reachedTarget }
            try position.tell(points, outcomes, problem: problem)
            if strategy.isStored {
                try snapshots.save(position, isLast: position.trials >= target) { try storage.save($0, of: study) }
            }
        }
        return .reachedTarget
    }

    /// A tracker that knows the trials up to where the run begins; nil where nobody wants to know.
    private func tracker(target: Int, before end: Int) throws -> ProgressTracker? {
        guard let progress else { return nil }
        let tracker = ProgressTracker(
            objectives: problem.objectives, target: target == .max ? nil : target, report: progress)
        let codec = TrialCodec(space: problem.space, objectives: problem.objectives)
        for first in stride(from: 0, to: end, by: 65536) {
            for block in try storage.blocks(of: study, startingIn: first..<min(first + 65536, end)) {
                tracker.add(try codec.outcomes(of: block), first: block.first, isOwn: false)
            }
        }
        return tracker
    }
}

/// How a study's strategy, problem or tool is not the one that it began with.
public struct StudyError: Error, Hashable, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }
}

extension StudyError: BadInput {
    public var faults: [Fault] { [Fault(description)] }
}
