import FoundationEssentials
import Random

/// Where a study stands: its strategy, its random source, and the number of the next trial.
struct StudyPosition {
    private var strategy: any Strategy
    private var random: SeededRandom
    /// Trials told so far.
    private(set) var trials: Int

    /// From the last snapshot, or else from the beginning. A snapshot that
    /// cannot be read is no harm: the state is rebuilt from the trials.
    init(resuming study: Study, in storage: any StudyStorage, problem: Problem, strategy plugin: StrategyPlugin) throws
    {
        if plugin.isStored, let snapshot = try? storage.snapshot(of: study),
            let restored = try? plugin.restore(Data(snapshot.strategy))
        {
            strategy = restored
            random = snapshot.random
            trials = snapshot.trials
        } else {
            strategy = try plugin.make(
                for: problem,
                settings: Dictionary(uniqueKeysWithValues: study.record.settings.list.map { ($0.name, $0.value) }))
            random = SeededRandom(seed: study.record.seed)
            trials = 0
        }
    }

    /// What the strategy says of its result.
    var conclusion: String? { strategy.conclusion }

    /// The next batch.
    mutating func ask(_ count: Int, problem: Problem) throws -> [Point] {
        let points = try strategy.ask(count, problem: problem, random: &random)
        guard points.count <= count else {
            throw StudyError(
                "the strategy was asked for \(count) points and gave \(points.count); it may give fewer but not more")
        }
        return points
    }

    /// Hands over the results of the last ask.
    mutating func tell(_ points: [Point], _ outcomes: [Outcome], problem: Problem) throws {
        var told: [Trial] = []
        told.reserveCapacity(points.count)
        for index in points.indices {
            told.append(Trial(number: trials + index, point: points[index], outcome: outcomes[index]))
        }
        try strategy.tell(told, problem: problem)
        trials += points.count
    }

    func snapshot() throws -> Snapshot {
        Snapshot(trials: trials, random: random, strategy: [UInt8](try StateCoding.encoder().encode(strategy)))
    }
}

/// Decides when a snapshot is worth its time: not more often than fifty times a second,
/// and so that snapshots take at most a twentieth of the run.
struct SnapshotTimer {
    private var last = ContinuousClock.now
    private var cost = Duration.zero

    /// - Parameter isLast: whether the run ends here.
    mutating func save(_ position: StudyPosition, isLast: Bool, to store: (Snapshot) throws -> Void) throws {
        let start = ContinuousClock.now
        guard isLast || last.duration(to: start) > max(.milliseconds(20), cost * 20) else { return }
        try store(position.snapshot())
        last = .now
        cost = start.duration(to: last)
    }
}
