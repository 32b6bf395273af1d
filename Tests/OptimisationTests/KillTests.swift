import Diagnostics
import Foundation
import Testing

@testable import Optimisation

/// The child processes of these tests are the test program itself, run anew for
/// the body of an exit test. `setenv` tells them where the study is.
@Suite(.serialized) struct KillTests {
    @Test(arguments: Place.all) func aStudyKilledManyTimesHasTheTrialsOfAnUndisturbedOne(place: Place) async throws {
        let place = try place.fresh()
        setenv("NAXDSE_TEST_STUDY", place.text, 1)
        var stages: [Int] = []
        for round in 0..<40 {
            // Thirty processes alone, then ten times two at once.
            async let other: Void = round < 30 ? () : killOne()
            await killOne()
            await other
            // The first kills may come before there is a file.
            stages.append((try? place.open(.readOnly).study(named: "s").trials) ?? 0)
        }
        #expect(Set(stages).count > 10, "kills came while the study was going on: \(stages)")

        let storage = try place.open()
        let target = try storage.study(named: "s").trials + 500
        _ = try runner(in: storage).run(until: target)
        let undisturbed = try SQLiteStorage.inMemory()
        _ = try runner(in: undisturbed).run(until: target)
        #expect(try storage.sequence(of: "s") == undisturbed.sequence(of: "s"))
    }

    @Test(arguments: Place.all) func twoProcessesShareAStudy(place: Place) async throws {
        let place = try place.fresh(), folder = try TemporaryFolder()
        setenv("NAXDSE_TEST_STUDY", place.text, 1)
        setenv("NAXDSE_TEST_FOLDER", folder.path, 1)
        async let one: Void = work()
        async let two: Void = work()
        _ = await (one, two)
        let shares = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.hasPrefix("evaluated ")
        }
        .map { try String(contentsOfFile: folder[$0], encoding: .utf8) }.compactMap { Int($0) }
        #expect(shares.count == 2 && shares.allSatisfy { $0 > 0 }, "both did a part: \(shares)")
        #expect(shares.reduce(0, +) == 150, "no trial was evaluated twice")
        let alone = try SQLiteStorage.inMemory()
        _ = try runner(in: alone).run(until: 150)
        #expect(try place.open().sequence(of: "s") == alone.sequence(of: "s"))
    }
}

/// Works on the study and dies at a moment that nobody knows.
private func killOne() async {
    await #expect(processExitsWith: .signal(SIGKILL)) {
        let delay = UInt32.random(in: 0..<80_000)
        // One in four dies while it opens the storage, perhaps.
        let isEarly = Int.random(in: 0..<4) == 0
        let evaluator = OneByOne()
        Thread.detachNewThread {
            // The others die later: one of the two threads has stored something when a third evaluation is begun.
            while !isEarly, evaluator.evaluations.load(ordering: .relaxed) < 3 { usleep(100) }
            usleep(delay)
            kill(getpid(), SIGKILL)
        }
        _ = try runner(in: openStudies(), evaluator: evaluator).run()
    }
}

/// Works on the study together with another process.
private func work() async {
    await #expect(processExitsWith: .success) {
        let folder = ProcessInfo.processInfo.environment["NAXDSE_TEST_FOLDER"]!
        let evaluator = TogetherEvaluator(of: 2, in: folder, OneByOne(seconds: 0.002))
        _ = try runner(in: openStudies(), evaluator: evaluator).run(until: 150)
        try String(evaluator.inner.evaluations.load(ordering: .relaxed)).write(
            toFile: "\(folder)/evaluated \(getpid())", atomically: false, encoding: .utf8)
    }
}

private func openStudies() throws -> any StudyStorage {
    try StudyLocation(ProcessInfo.processInfo.environment["NAXDSE_TEST_STUDY"]!).open(.createIfAbsent)
}

private func runner(in storage: any StudyStorage, evaluator: any Evaluator = TableEvaluator()) throws -> StudyRunner {
    let problem = try sampleProblem()
    let study = try storage.study(named: "s", orCreate: StudyRecord("s", problem, climber))
    var runner = StudyRunner(study, in: storage, problem: problem, strategy: climber, evaluator: evaluator)
    runner.threads = 2
    return runner
}
