import Synchronization

/// How far a running study is.
public struct StudyProgress: Hashable, Sendable {
    /// Trials stored, by whichever process, as far as this one knows.
    public var trials: Int
    /// The number of trials at which to stop; nil without one.
    public var target: Int?
    /// Trials a second that this process has evaluated since it began.
    public var rate: Double
    /// For each objective the best value of a feasible trial; nil before there is one.
    public var best: [Double?]
    /// Members of the Pareto front.
    public var front: Int
    /// The volume that the front dominates, for two or three objectives, in the
    /// product of their units. The reference is the worst value of each objective
    /// among the feasible ones of the first ``ProgressTracker/referenceTrials`` trials.
    public var hypervolume: Double?
    /// Until the target, at the present rate.
    public var secondsLeft: Double?
}

/// Follows a study's trials, from several threads.
final class ProgressTracker: Sendable {
    /// So many first trials set the hypervolume's reference point.
    static let referenceTrials = 1000

    fileprivate struct State {
        var trials = 0
        var evaluated = 0
        var front = ParetoFront<Int>()
        var best: [Double]
        var reference: [Double]
        var reported: ContinuousClock.Instant
        /// The volume is computed anew only when the front changed, and a large front's only
        /// so often that it takes a twentieth of the time.
        var hypervolume: Double?
        var isChanged = false
        var nextVolume = ContinuousClock.now
    }

    private let objectives: [Objective]
    private let target: Int?
    private let began = ContinuousClock.now
    private let report: @Sendable (StudyProgress) -> Void
    private let state: Mutex<State>

    init(objectives: [Objective], target: Int?, report: @escaping @Sendable (StudyProgress) -> Void) {
        self.objectives = objectives
        self.target = target
        self.report = report
        state = Mutex(
            State(
                best: objectives.map { _ in .infinity }, reference: objectives.map { _ in -.infinity },
                reported: .now - .seconds(1)))
    }

    /// Takes in outcomes of trials from `first` on; `isOwn` where this process evaluated them.
    func add(_ outcomes: [Outcome], first: Int, isOwn: Bool) {
        let due = state.withLock { state in
            state.trials += outcomes.count
            if isOwn { state.evaluated += outcomes.count }
            for (number, outcome) in zip(first..., outcomes) where outcome.isFeasible {
                state.take(outcome.costs, number)
            }
            guard isOwn, state.reported.duration(to: .now) > .milliseconds(200) else { return false }
            state.reported = .now
            return true
        }
        if due { send(isLast: false) }
    }

    func send(isLast: Bool) { report(state.withLock { progress(&$0, isLast: isLast) }) }

    private func progress(_ state: inout State, isLast: Bool) -> StudyProgress {
        let elapsed = began.duration(to: .now) / .seconds(1)
        let rate = elapsed > 0 ? Double(state.evaluated) / elapsed : 0
        let start = ContinuousClock.now
        if state.isChanged, objectives.count == 2 || objectives.count == 3, isLast || start >= state.nextVolume {
            state.hypervolume = hypervolume(of: state.front.members.map(\.costs), reference: state.reference)
            state.isChanged = false
            state.nextVolume = .now + start.duration(to: .now) * 20
        }
        let left = target.flatMap { rate > 0 ? Double(max($0 - state.trials, 0)) / rate : nil }
        return StudyProgress(
            trials: state.trials, target: target, rate: rate,
            best: zip(objectives, state.best).map { $1.isFinite ? $0.cost(of: $1) : nil },
            front: state.front.members.count, hypervolume: state.hypervolume, secondsLeft: left)
    }
}

extension ProgressTracker.State {
    fileprivate mutating func take(_ costs: [Double], _ number: Int) {
        for index in costs.indices {
            best[index] = min(best[index], costs[index])
            if number < ProgressTracker.referenceTrials { reference[index] = max(reference[index], costs[index]) }
        }
        if front.insert(number, costs: costs) { isChanged = true }
    }
}
