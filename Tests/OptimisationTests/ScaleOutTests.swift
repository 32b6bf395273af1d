import Diagnostics
import Foundation
import Random
import Synchronization
import System
import Testing

@testable import Optimisation

/// Each worker is a process: the test program, run anew for the body of an exit test. They take themselves to be on
/// machines of their own, so that only its silence tells of a worker that was killed.
@Suite(.serialized) struct ScaleOutTests {
    @Test(arguments: Place.all) func ofEightWorkersTwoAreKilledAndEachTrialIsDoneOnce(place: Place) async throws {
        let place = try place.fresh(), folder = try TemporaryFolder()
        setenv("NAXDSE_TEST_SCALE_STUDY", place.text, 1)
        setenv("NAXDSE_TEST_SCALE_FOLDER", folder.path, 1)
        let problem = try sampleProblem()
        let study = try place.open().create(StudyRecord("s", problem, herd, batch: 500))
        await withTaskGroup { group in
            for _ in 0..<2 { group.addTask { await workUntilKilled() } }
            for _ in 0..<6 { group.addTask { await workToTheEnd() } }
        }

        let storage = try place.open(.readOnly)
        #expect(try storage.study(named: "s").trials == wanted)
        try expectAsAlone(storage, study, problem, trials: wanted)
        let workers = try storage.workers(of: study)
        #expect(workers.count(where: { $0.state == .left }) == 6 && workers.count(where: { $0.state == .lost }) == 2)
        #expect(workers.map(\.stored).reduce(0, +) == wanted, "each was told once")
        #expect(
            workers.filter { $0.state == .left }.allSatisfy { $0.stored > 0 },
            "all did a part: \(workers.map(\.stored))")
        let evaluated = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.hasPrefix("evaluated ")
        }
        .map { try String(contentsOfFile: folder[$0], encoding: .utf8) }.compactMap { Int($0) }
        let killed = workers.filter { $0.state == .lost }
        #expect(
            evaluated.count == 6 && evaluated.reduce(0, +) == wanted - killed.map(\.stored).reduce(0, +),
            "only what the killed had begun was done anew")
        #expect(killed.map(\.released).reduce(0, +) > 0, "they were killed at work: \(workers)")
    }

    /// The server ends every connection, again and again, while threads use them.
    @Test(.enabled(if: PostgreSQLServer.isThere, PostgreSQLServer.reason))
    func lostConnectionsAreMadeAnew() throws {
        let place = try Place.server.fresh()
        let problem = try sampleProblem()
        let storage = try place.open()
        let study = try storage.create(StudyRecord("s", problem, herd, batch: 64))
        let cutter = Cutter(try #require(PostgreSQLURL(place.text)), every: 64)
        var runner = StudyRunner(study, in: storage, problem: problem, strategy: herd, evaluator: cutter)
        runner.threads = 3
        #expect(try runner.run(until: 1600) == .reachedTarget)
        #expect(
            cutter.cuts.load(ordering: .relaxed) == 1600 / 64,
            "no connection was there that nobody had asked for, and no cut missed one")
        try expectAsAlone(storage, study, problem, trials: 1600)
        #expect(try storage.workers(of: study).map(\.stored).reduce(0, +) == 1600)
        #expect(try storage.reading { try $0.rows("SELECT 1 FROM claim", []) }.isEmpty)
    }
}

/// The storage's trials are those of one process that nothing happened to.
func expectAsAlone(
    _ storage: any StudyStorage, _ study: Study, _ problem: Problem, trials: Int,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
    let alone = try SQLiteStorage.inMemory()
    _ = try StudyRunner(
        alone.create(study.record), in: alone, problem: problem, strategy: herd, evaluator: TableEvaluator()
    ).run(until: trials)
    let name = study.record.name
    #expect(
        try storage.sequence(of: name) == alone.sequence(of: name), "none lost, none doubled, none changed",
        sourceLocation: sourceLocation)
}

/// Looks points up, and has the server end all connections to the database after so many of them: while this thread
/// evaluates, others store and claim.
private final class Cutter: Evaluator {
    let grain = 8
    /// Connections that were ended.
    let cuts = Atomic(0)
    private let url: PostgreSQLURL
    private let interval: Int
    private let count = Atomic(0)

    init(_ url: PostgreSQLURL, every interval: Int) {
        self.url = url
        self.interval = interval
    }

    func evaluate(_ points: ArraySlice<Point>, problem: Problem) throws -> [Outcome] {
        let (before, now) = count.add(points.count, ordering: .relaxed)
        if before / interval != now / interval {
            let cut = try PostgreSQLConnection(url, LibPQ()).rows(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
                """)
            cuts.add(cut.count, ordering: .relaxed)
        }
        return TableEvaluator().evaluate(points, problem: problem)
    }
}

/// Seconds; long beside the beats of a busy machine.
private let lease = 12.0

private func workToTheEnd() async {
    await #expect(processExitsWith: .success) {
        let evaluator = TogetherEvaluator(of: 8, in: folder.path, Slow())
        let worker = onItsOwnMachine()
        // What is left then is more than those to be killed do until they are, if nobody else does a thing.
        _ = try runner(evaluator).run(until: 2000, as: worker)
        try wait(for: 2, "killed", in: folder)
        _ = try runner(evaluator).run(until: wanted, as: worker)
        let count = evaluator.inner.count.withLock { $0 }
        try String(count).write(to: folder.appending(path: "evaluated \(getpid())"), atomically: false, encoding: .utf8)
    }
}

private func workUntilKilled() async {
    await #expect(processExitsWith: .signal(SIGKILL)) {
        // In the midst of an evaluation that nobody has chosen.
        _ = try runner(TogetherEvaluator(of: 8, in: folder.path, Slow(killAfter: Int.random(in: 1...200)))).run(
            until: wanted, as: onItsOwnMachine())
    }
}

/// Enough for each of eight workers to be given several shares.
private let wanted = 3000

private var folder: URL { URL(filePath: ProcessInfo.processInfo.environment["NAXDSE_TEST_SCALE_FOLDER"]!) }

private func onItsOwnMachine() -> Worker {
    Worker(id: "worker \(getpid())", host: "node \(getpid())", process: 1, started: "")
}

private func runner(_ evaluator: any Evaluator) throws -> StudyRunner {
    let storage = try StudyLocation(ProcessInfo.processInfo.environment["NAXDSE_TEST_SCALE_STUDY"]!).open(
        .existing, lease: lease)
    return StudyRunner(
        try storage.study(named: "s"), in: storage, problem: try sampleProblem(), strategy: herd, evaluator: evaluator)
}

/// Looks points up, eight at a time, and takes a millisecond for it.
private final class Slow: Evaluator {
    let grain = 8
    let count = Mutex(0)
    private let killAfter: Int
    init(killAfter: Int = .max) { self.killAfter = killAfter }

    func evaluate(_ points: ArraySlice<Point>, problem: Problem) throws -> [Outcome] {
        pause(seconds: 0.001)
        let done = count.withLock {
            $0 += points.count
            return $0
        }
        if done > killAfter {
            try mark("killed", in: folder)
            kill(getpid(), SIGKILL)
        }
        return TableEvaluator().evaluate(points, problem: problem)
    }
}

/// As the climber, by whole batches.
struct Herd: Strategy {
    static let summary = "changes its best points"
    var best: [Trial] = []
    init(problem: Problem, settings: Settings) {}
    func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
        (0..<count).map { _ in
            best.isEmpty
                ? problem.space.sample(using: &random)
                : problem.space.mutated(best[random.below(best.count)].point, parameters: 2, using: &random)
        }
    }
    mutating func tell(_ trials: [Trial], problem: Problem) {
        best = Array(
            (best + trials).sorted {
                ($0.outcome.excess, $0.outcome.costs[0], $0.number) < (
                    $1.outcome.excess, $1.outcome.costs[0], $1.number
                )
            }.prefix(20))
    }
}
let herd = StrategyPlugin("herd", Herd.self)
