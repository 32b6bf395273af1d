import Services
import Synchronization
import Testing

@testable import Optimisation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The server itself goes away in the midst of a study.
@Suite(.serialized, .enabled(if: PostgreSQLServer.isThere, PostgreSQLServer.reason)) struct ServerLossTests {
    private let problem: Problem
    private let server: MortalServer
    init() throws {
        problem = try sampleProblem()
        server = try MortalServer()
    }

    private func storage(patience: Double) throws -> any SQLStudyStorage {
        try StudyLocation(server.url).open(.createIfAbsent, patience: patience) as! any SQLStudyStorage
    }

    private func runner(_ study: Study, in storage: any StudyStorage, _ evaluator: any Evaluator) -> StudyRunner {
        var runner = StudyRunner(study, in: storage, problem: problem, strategy: herd, evaluator: evaluator)
        runner.threads = 3
        return runner
    }

    @Test(
        "a worker waits for a server that was stopped at once, or killed, and goes on", arguments: [SIGQUIT, SIGKILL])
    func comesBack(signal: Int32) throws {
        let storage = try storage(patience: 120)
        let study = try storage.create(StudyRecord("s", problem, herd, batch: 64))
        let evaluator = Ending { [server] in
            try server.end(by: signal)
            try server.start(after: 1)
        }
        #expect(try runner(study, in: storage, evaluator).run(until: 3200) == .reachedTarget)
        #expect(evaluator.hasEnded)
        #expect(try server.log.contains("database system was not properly shut down"))
        try expectAsAlone(storage, study, problem, trials: 3200)
        #expect(try storage.workers(of: study).map(\.stored).reduce(0, +) == 3200)
        #expect(try storage.reading { try $0.rows("SELECT 1 FROM claim", []) }.isEmpty)
    }

    @Test("a server that does not come back is an error, once patience ends, and has all that was told")
    func staysAway() throws {
        let storage = try storage(patience: 1)
        let study = try storage.create(StudyRecord("s", problem, herd, batch: 64))
        let evaluator = Ending { [server] in try server.end(by: SIGKILL) }
        var first = runner(study, in: storage, evaluator)
        let told = Atomic(0)
        first.progress = { told.store($0.trials, ordering: .relaxed) }
        let error = #expect(throws: StorageError.self) { try first.run(until: 1920) }
        #expect(
            error?.kind == .inaccessible
                && error?.message.contains("went away and has not come back for 1.0 s") == true,
            "\(String(describing: error))")
        #expect(error?.hint == "start the server and resume; nothing that was stored is lost")

        try server.start(after: 0)
        // Whoever waits longer finds it, and begins while it is still away.
        let patient = try self.storage(patience: 120)
        let stored = try patient.study(named: "s").trials
        #expect(stored >= told.load(ordering: .relaxed) && stored >= 900 && stored < 1600, "\(stored)")
        #expect(try runner(study, in: patient, TableEvaluator()).run(until: 1920) == .reachedTarget)
        try expectAsAlone(patient, study, problem, trials: 1920)
    }

    @Test("a worker that begins while the server is away waits for it, as long as its patience says")
    func beginsBefore() throws {
        let first = try storage(patience: 10)
        _ = try first.create(StudyRecord("s", problem, herd, batch: 64))
        try server.end(by: SIGQUIT)
        let start = ContinuousClock.now
        let error = #expect(throws: StorageError.self) { try storage(patience: 1) }
        #expect(
            error?.kind == .inaccessible && error?.message.contains("has not let anybody in for 1.0 s") == true,
            "\(String(describing: error))")
        #expect(start.duration(to: .now) >= .seconds(1))
        try server.start(after: 2)
        let said = Mutex<[String]>([])
        let late = try StudyLocation(server.url).open(.existing, patience: 120) { words in
            said.withLock { $0.append(words) }
        }
        #expect(try late.study(named: "s").trials == 0)
        #expect(
            said.withLock { $0.count == 1 && $0[0].hasPrefix("waiting up to 120.0 s for the server of postgresql://") },
            "once")
    }
}

/// Looks points up, and does something after a thousand of them.
private final class Ending: Evaluator {
    let grain = 8
    private let count = Atomic(0)
    private let action: @Sendable () throws -> Void
    var hasEnded: Bool { count.load(ordering: .relaxed) >= 1000 }

    init(_ action: @escaping @Sendable () throws -> Void) { self.action = action }

    func evaluate(_ points: ArraySlice<Point>, problem: Problem) throws -> [Outcome] {
        let (before, now) = count.add(points.count, ordering: .relaxed)
        if before < 1000, now >= 1000 { try action() }
        return TableEvaluator().evaluate(points, problem: problem)
    }
}
