import Random
import Synchronization
import System
import Testing

@testable import Optimisation

@Suite struct StudyRunnerTests {
    private let problem: Problem
    init() throws { problem = try sampleProblem() }

    private func runner(
        _ storage: any StudyStorage, _ name: String = "s", evaluator: any Evaluator = TableEvaluator(), seed: UInt64 = 5
    ) throws -> StudyRunner {
        let study = try storage.study(named: name, orCreate: StudyRecord(name, problem, climber, seed: seed))
        return StudyRunner(study, in: storage, problem: problem, strategy: climber, evaluator: evaluator)
    }

    private func sequence(of trials: Int, seed: UInt64 = 5) throws -> [String] {
        let storage = try SQLiteStorage.inMemory()
        #expect(try runner(storage, seed: seed).run(until: trials) == .reachedTarget)
        return try storage.sequence(of: "s")
    }

    @Test func aStudyHasExactlyTheTrialsWanted() throws {
        #expect(try sequence(of: 333).count == 333)
    }

    @Test func theSeedDecidesTheSequence() throws {
        #expect(try sequence(of: 200) == sequence(of: 200))
        #expect(try sequence(of: 200) != sequence(of: 200, seed: 6))
    }

    @Test func goingOnInStepsGivesTheSameTrialsAsOneRun() throws {
        let storage = try SQLiteStorage.inMemory()
        for target in [1, 2, 17, 100, 101, 333] { #expect(try runner(storage).run(until: target) == .reachedTarget) }
        #expect(try storage.sequence(of: "s") == sequence(of: 333))
    }

    @Test(arguments: [2, 3, 8]) func theNumberOfThreadsChangesNothing(threads: Int) throws {
        let storage = try SQLiteStorage.inMemory()
        var runner = try runner(storage, evaluator: OneByOne())
        runner.threads = threads
        _ = try runner.run(until: 150)
        #expect(try storage.sequence(of: "s") == sequence(of: 150))
    }

    @Test func severalRunnersShareOneStudy() async throws {
        let storage = try SQLiteStorage.inMemory()
        let evaluator = OneByOne()
        let runner = try runner(storage, evaluator: evaluator)
        try await withThrowingTaskGroup { group in
            for _ in 0..<2 { group.addTask { _ = try runner.run(until: 150) } }
            try await group.waitForAll()
        }
        #expect(try storage.sequence(of: "s") == sequence(of: 150))
        #expect(evaluator.evaluations.load(ordering: .relaxed) == 150, "claims keep runners from doing the same work")
    }

    @Test func theSnapshotIsTheStateThatReplayGives() throws {
        let storage = try SQLiteStorage.inMemory()
        // The climber asks for 8, 9, 10, 11 and 7 points, then again: 315 trials are whole batches.
        _ = try runner(storage).run(until: 315)
        let study = try storage.study(named: "s")
        let snapshot = try #require(try storage.snapshot(of: study))
        try storage.write { try $0.execute(sql: "DELETE FROM snapshot") }
        _ = try runner(storage).run(until: 315)
        #expect(try storage.snapshot(of: study) == snapshot)
    }

    @Test func aStoppedStudyGoesOnWhereItWas() throws {
        let storage = try SQLiteStorage.inMemory()
        var runner = try runner(storage, evaluator: OneByOne())
        let stop = StopSignal()
        runner.stop = stop
        runner.evaluator(stopping: stop, after: 41)
        #expect(try runner.run(until: 300) == .stopped)
        #expect((41..<60).contains(try storage.study(named: "s").trials))
        #expect(try self.runner(storage).run(until: 300) == .reachedTarget)
        #expect(try storage.sequence(of: "s") == sequence(of: 300))
    }

    @Test func aStrategyThatEndsFinishesTheStudy() throws {
        let small = Problem(
            space: try Space([Parameter("n", .integers(0...99))]), objectives: [Objective(Measure(rawValue: "square"))])
        let plugin = StrategyPlugin("lister", Lister.self)
        let storage = try SQLiteStorage.inMemory()
        let study = try storage.create(StudyRecord("s", small, plugin))
        let runner = StudyRunner(study, in: storage, problem: small, strategy: plugin, evaluator: Square())
        #expect(try runner.run() == .finished)
        #expect(try storage.study(named: "s").isFinished)
        #expect(try storage.study(named: "s").trials == 100)
    }

    @Test func aStrategyThatIsNotDeterministicIsFoundOut() throws {
        let storage = try SQLiteStorage.inMemory()
        _ = try runner(storage).run(until: 100)
        let study = try storage.study(named: "s")
        try storage.write { try $0.execute(sql: "DELETE FROM snapshot") }
        let other = StrategyPlugin("climber", Jumper.self)
        let runner = StudyRunner(study, in: storage, problem: problem, strategy: other, evaluator: TableEvaluator())
        #expect(throws: StudyError.self) { try runner.run(until: 200) }
        #expect(try storage.study(named: "s").trials == 100)
    }

    @Test func aPointOutsideTheSpaceIsAnError() throws {
        let storage = try SQLiteStorage.inMemory()
        let plugin = StrategyPlugin("outside", Outside.self)
        let study = try storage.create(StudyRecord("s", problem, plugin))
        let runner = StudyRunner(study, in: storage, problem: problem, strategy: plugin, evaluator: TableEvaluator())
        let error = #expect(throws: StudyError.self) { try runner.run(until: 10) }
        #expect(error?.description.contains("not in the space") == true)
    }

    @Test func anEvaluatorThatFailsLeavesWhatWasStored() throws {
        let storage = try SQLiteStorage.inMemory()
        #expect(throws: Broken.Failure.self) { try runner(storage, evaluator: Broken(good: 30)).run(until: 100) }
        #expect(try storage.study(named: "s").trials == 30)
        _ = try runner(storage).run(until: 100)
        #expect(try storage.sequence(of: "s") == sequence(of: 100))
    }

    @Test func progressEndsWithTheStudysNumbers() throws {
        let storage = try SQLiteStorage.inMemory()
        _ = try runner(storage).run(until: 100)
        var runner = try runner(storage)
        let last = Mutex<StudyProgress?>(nil)
        runner.progress = { progress in last.withLock { $0 = progress } }
        _ = try runner.run(until: 250)
        let progress = try #require(last.withLock { $0 })
        let study = try storage.study(named: "s")
        let codec = TrialCodec(space: problem.space, objectives: problem.objectives)
        let feasible = try storage.blocks(of: study, startingIn: 0..<1000).flatMap { try codec.outcomes(of: $0) }
            .filter(\.isFeasible)
        var front = ParetoFront<Int>()
        for outcome in feasible { front.insert(0, costs: outcome.costs) }
        #expect(progress.trials == 250)
        #expect(progress.front == front.members.count)
        #expect(progress.best == (0..<3).map { index in feasible.map { $0.values[index] }.min() })
        let reference = (0..<3).map { index in feasible.map { $0.costs[index] }.max()! }
        #expect(progress.hypervolume == hypervolume(of: front.members.map(\.costs), reference: reference))
    }
}

/// Evaluates point by point, counting.
final class OneByOne: Evaluator {
    let grain = 1
    let evaluations = Atomic(0)
    private let seconds: Double
    let stop = Mutex<(signal: StopSignal, after: Int)?>(nil)
    /// - Parameter seconds: how long a point takes.
    init(seconds: Double = 0) { self.seconds = seconds }
    func evaluate(_ points: ArraySlice<Point>, problem: Problem) -> [Outcome] {
        pause(seconds: seconds)
        let count = evaluations.add(points.count, ordering: .relaxed).newValue
        stop.withLock { if let stop = $0, count >= stop.after { stop.signal.stop() } }
        return TableEvaluator().evaluate(points, problem: problem)
    }
}

extension StudyRunner {
    fileprivate func evaluator(stopping signal: StopSignal, after count: Int) {
        (evaluator as! OneByOne).stop.withLock { $0 = (signal, count) }
    }
}

private struct Square: Evaluator {
    let grain = 8
    func evaluate(_ points: ArraySlice<Point>, problem: Problem) -> [Outcome] {
        points.map { point in
            guard case .integer(let n) = point[0] else {
                return .failed(objectives: problem.objectives, because: "no integer")
            }
            return Outcome(measures: { _ in Double(n * n) }, objectives: problem.objectives, constraints: [])
        }
    }
}

private final class Broken: Evaluator {
    struct Failure: Error {}
    let grain = 1
    private let left: Mutex<Int>
    init(good: Int) { left = Mutex(good) }
    func evaluate(_ points: ArraySlice<Point>, problem: Problem) throws -> [Outcome] {
        let isGood = left.withLock {
            $0 -= 1
            return $0 >= 0
        }
        guard isGood else { throw Failure() }
        return TableEvaluator().evaluate(points, problem: problem)
    }
}

/// Like the climber from afar, but asks for other points.
private struct Jumper: Strategy {
    static let summary = "jumps"
    static let settings = Climber.settings
    init(problem: Problem, settings: Settings) {}
    func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
        _ = random.next()
        return (0..<8).map { _ in problem.space.sample(using: &random) }
    }
    func tell(_ trials: [Trial], problem: Problem) {}
}

private struct Outside: Strategy {
    static let summary = "leaves the space"
    init(problem: Problem, settings: Settings) {}
    func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
        var point = problem.space.sample(using: &random)
        point[1] = .category(3)
        return [point]
    }
    func tell(_ trials: [Trial], problem: Problem) {}
}
