import Foundation
import Random
import Synchronization
import Testing

@testable import Optimisation

/// What every storage promises.
@Suite struct StorageTests {
    private let problem: Problem
    init() throws { problem = try sampleProblem(layers: 3) }

    private func run(_ study: Study, in storage: any StudyStorage, until target: Int) throws {
        _ = try StudyRunner(study, in: storage, problem: problem, strategy: climber, evaluator: TableEvaluator()).run(
            until: target)
    }

    private func block(_ range: Range<Int>, _ study: Study) throws -> TrialBlock {
        let codec = TrialCodec(space: study.record.space, objectives: study.record.objectives)
        var random = SeededRandom(seed: UInt64(range.lowerBound))
        let points = range.map { _ in problem.space.sample(using: &random) }
        return TrialBlock(
            first: range.lowerBound, count: range.count, points: try #require(codec.pack(points[...])),
            outcomes: codec.pack(TableEvaluator().evaluate(points[...], problem: problem)))
    }

    @Test(arguments: Place.all) func aRecordComesBackAsItWas(place: Place) throws {
        let place = try place.fresh()
        let storage = try place.open()
        var record = try StudyRecord("s", problem, climber, settings: ["keep": "3"], seed: .max)
        record.inputs = [.init(path: "search/résumé's \"file\".xml", sha256: "ab")]
        let created = try storage.create(record)
        #expect(try place.open(.readOnly).study(named: "s") == created)
        #expect(created.record == record)
        try storage.finish(created)
        #expect(try place.open(.readOnly).study(named: "s").isFinished)
    }

    @Test(arguments: Place.all) func aStorageHoldsSeveralStudies(place: Place) throws {
        let place = try place.fresh()
        let storage = try place.open()
        let first = try storage.create(StudyRecord("first", problem, climber)),
            second = try storage.create(StudyRecord("second", problem, climber, seed: 6))
        for study in [first, second] { try run(study, in: storage, until: 50) }
        #expect(try storage.studies().map(\.record.name) == ["first", "second"])
        #expect(try storage.studies().map(\.trials) == [50, 50])
        #expect(try storage.sequence(of: "first") != storage.sequence(of: "second"))
        try storage.delete(first)
        #expect(try storage.studies().map(\.record.name) == ["second"])
        #expect(try storage.sequence(of: "second").count == 50)
        for table in ["trials", "tally", "snapshot", "worker", "claim"] {
            #expect(
                try storage.reading { try $0.rows("SELECT 1 FROM \(table) WHERE study = $1", [.integer(first.key)]) }
                    .isEmpty, "\(table)")
        }
    }

    @Test(arguments: Place.all) func aStudyHasTheSameTrialsWhereverItIsKept(place: Place) throws {
        let place = try place.fresh()
        let storage = try place.open()
        let study = try storage.create(StudyRecord("s", problem, climber))
        for target in [100, 333] { try run(study, in: storage, until: target) }
        let memory = try SQLiteStorage.inMemory()
        try run(memory.create(StudyRecord("s", problem, climber)), in: memory, until: 333)
        #expect(try place.open(.readOnly).sequence(of: "s") == memory.sequence(of: "s"))
    }

    @Test(arguments: Place.all) func theLatestSnapshotComesBackAsItWas(place: Place) throws {
        let place = try place.fresh()
        let storage = try place.open()
        let study = try storage.create(StudyRecord("s", problem, climber))
        #expect(try storage.snapshot(of: study) == nil)
        var random = SeededRandom(seed: 3)
        _ = random.normal()
        let snapshots = [16, 48, 32].map {
            Snapshot(trials: $0, random: random, strategy: Array(0...255) + [UInt8($0)])
        }
        for snapshot in snapshots { try storage.save(snapshot, of: study) }
        #expect(try place.open(.readOnly).snapshot(of: study) == snapshots[1])
    }

    @Test(arguments: Place.all) func aNameIsGivenOnce(place: Place) throws {
        let place = try place.fresh()
        let storage = try place.open()
        _ = try storage.create(StudyRecord("s", problem, climber))
        let error = #expect(throws: StorageError.self) { try storage.create(StudyRecord("s", problem, climber)) }
        #expect(error?.kind == .studyExists)
    }

    @Test(arguments: Place.all) func aMisspeltNameHasASuggestion(place: Place) throws {
        let place = try place.fresh()
        let storage = try place.open()
        _ = try storage.create(StudyRecord("resnet20", problem, climber))
        let error = #expect(throws: StorageError.self) { try storage.study(named: "resnet2O") }
        #expect(error?.kind == .noSuchStudy && error?.hint == "did you mean 'resnet20'?")
    }

    @Test(arguments: Place.all) func aDeletedStudyEndsItsRunners(place: Place) throws {
        let place = try place.fresh()
        let storage = try place.open()
        let study = try storage.create(StudyRecord("s", problem, climber))
        try storage.delete(study)
        let error = #expect(throws: StorageError.self) { try run(study, in: storage, until: 5) }
        #expect(error?.kind == .noSuchStudy)
    }

    @Test(arguments: Place.all) func aReadOnlyStorageReadsAndDoesNotWrite(place: Place) throws {
        let place = try place.fresh()
        #expect(#expect(throws: StorageError.self) { try place.open(.readOnly) }?.kind == .inaccessible)
        let storage = try place.open()
        let study = try storage.create(StudyRecord("s", problem, climber))
        try run(study, in: storage, until: 50)
        let reader = try place.open(.readOnly)
        #expect(try reader.sequence(of: "s").count == 50)
        #expect(
            #expect(throws: StorageError.self) { try reader.create(StudyRecord("t", problem, climber)) }?.kind
                == .readOnly)
    }

    @Test(arguments: Place.all) func theClaimOfADeadProcessIsTakenOver(place: Place) throws {
        let place = try place.fresh()
        let storage = try place.open()
        let study = try storage.create(StudyRecord("s", problem, climber))
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sleep")
        process.arguments = ["60"]
        try process.run()
        let living = Worker(
            id: "other", host: Worker.thisHost, process: process.processIdentifier,
            started: startTime(of: process.processIdentifier))
        let mine = Worker()
        try storage.join(living, study)
        #expect(try storage.claim(10, in: 0..<10, of: study, by: living) == .claimed(0..<10))
        #expect(try storage.claim(10, in: 0..<10, of: study, by: mine) == .busy)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(try storage.claim(4, in: 0..<10, of: study, by: mine) == .claimed(0..<4))
        #expect(try storage.workers(of: study).map(\.state) == [.lost, .working])
        #expect(try storage.workers(of: study).map(\.released) == [10, 0])
    }

    /// A worker that was silent for longer than its lease and whose trials went to another comes back with its results.
    @Test(arguments: Place.all) func aResultOfALostLeaseIsRefusedAndNotDoubled(place: Place) throws {
        let place = try place.fresh()
        let storage = try place.open(lease: 30)
        let (clock, watcher) = try watching(place)
        let study = try storage.create(StudyRecord("s", problem, climber))
        let late = Worker(id: "late", host: "another machine", process: 1, started: "1"), other = Worker()
        try storage.join(late, study)
        #expect(try storage.claim(10, in: 0..<20, of: study, by: late) == .claimed(0..<10))
        #expect(try watcher.claim(20, in: 0..<20, of: study, by: other) == .claimed(10..<20))
        #expect(try watcher.claim(20, in: 0..<20, of: study, by: other) == .busy)
        try clock(29)
        #expect(try watcher.claim(20, in: 0..<20, of: study, by: other) == .busy)
        #expect(try watcher.workers(of: study).map(\.state) == [.working, .working])
        try clock(2)
        #expect(try watcher.claim(4, in: 0..<20, of: study, by: other) == .claimed(0..<4))
        #expect(try !storage.store(block(0..<10, study), of: study, by: late), "part of it is another's now")
        #expect(try storage.study(named: "s").trials == 0)
        #expect(try watcher.store(block(0..<4, study), of: study, by: other))
        #expect(try !storage.store(block(0..<4, study), of: study, by: late), "it is stored")
        #expect(try storage.study(named: "s").trials == 4)
        #expect(try storage.claim(20, in: 0..<20, of: study, by: late) == .claimed(4..<10), "the late one works again")
        #expect(try storage.store(block(4..<10, study), of: study, by: late))
        let workers = try watcher.workers(of: study)
        #expect(
            workers.map(\.stored) == [6, 4] && workers.map(\.state) == [.working, .working]
                && workers.map(\.released) == [10, 0])
    }

    /// Results whose lease ran out, but whose trials nobody else has begun, are as good as any.
    @Test(arguments: Place.all) func aResultThatNobodyElseHasClaimedIsTaken(place: Place) throws {
        let place = try place.fresh()
        let storage = try place.open(lease: 30)
        let (clock, watcher) = try watching(place)
        let study = try storage.create(StudyRecord("s", problem, climber))
        let late = Worker(id: "late", host: "another machine", process: 1, started: "1")
        #expect(try storage.claim(10, in: 0..<10, of: study, by: late) == .claimed(0..<10))
        _ = try watcher.workers(of: study)
        try clock(1000)
        #expect(try watcher.workers(of: study).map(\.state) == [.lost])
        #expect(try storage.store(block(0..<10, study), of: study, by: late))
    }

    /// Each beat begins the lease anew.
    @Test(arguments: Place.all) func aWorkerThatIsHeardOfKeepsItsClaims(place: Place) throws {
        let place = try place.fresh()
        let storage = try place.open(lease: 30)
        let (clock, watcher) = try watching(place)
        let study = try storage.create(StudyRecord("s", problem, climber))
        let other = Worker(id: "other", host: "another machine", process: 1, started: "1")
        #expect(try storage.claim(10, in: 0..<10, of: study, by: other) == .claimed(0..<10))
        for _ in 0..<10 {
            #expect(try watcher.claim(10, in: 0..<10, of: study, by: Worker()) == .busy)
            try clock(20)
            try storage.beat(other)
        }
        #expect(try watcher.claim(10, in: 0..<10, of: study, by: Worker()) == .busy)
    }

    /// What a worker left behind is free at once.
    @Test(arguments: Place.all) func aWorkerThatLeavesGivesBackItsClaims(place: Place) throws {
        let place = try place.fresh()
        let storage = try place.open()
        let study = try storage.create(StudyRecord("s", problem, climber))
        let other = Worker(id: "other", host: "another machine", process: 1, started: "1")
        #expect(try storage.claim(10, in: 0..<10, of: study, by: other) == .claimed(0..<10))
        try storage.leave(other)
        #expect(try storage.claim(10, in: 0..<10, of: study, by: Worker()) == .claimed(0..<10))
        #expect(try storage.workers(of: study).map(\.state) == [.left, .working])
    }

    @Test(arguments: Place.all) func damageOutsideThePackedTrialsIsNoticed(place: Place) throws {
        for (damage, words) in [
            ("DELETE FROM trials WHERE first >= 20", "trials where 60 were stored"),
            ("UPDATE tally SET trials = trials + 64", "has 60 trials where 124 were stored"),
            (
                "UPDATE study SET record = replace(record, '\"seed\":5', '\"seed\":4')",
                "the record of study 's' is damaged"
            ),
            ("UPDATE study SET finished = 1", "the record of study 's' is damaged"),
            ("UPDATE trials SET first = first + 1000 WHERE first >= 20", "are damaged"),
            (
                "UPDATE trials SET outcomes = (SELECT outcomes FROM trials WHERE first = 0) WHERE first >= 20",
                "are damaged"
            ),
        ] {
            let place = try place.fresh()
            let storage = try place.open()
            let study = try storage.create(StudyRecord("s", problem, climber))
            try run(study, in: storage, until: 60)
            try storage.writing { try $0.rows(damage, []) }
            let error = #expect(throws: StorageError.self, "\(damage)") { try storage.sequence(of: "s") }
            #expect(
                error?.kind == .damaged && error?.message.contains(words) == true,
                "\(damage): \(String(describing: error))")
        }
    }

    @Test(arguments: Place.all) func aSnapshotUnderAnotherNumberIsNotBelieved(place: Place) throws {
        let place = try place.fresh()
        let storage = try place.open()
        let study = try storage.create(StudyRecord("s", problem, climber))
        // Five whole batches: there a run ends with a snapshot, however fast it was.
        try run(study, in: storage, until: 45)
        try storage.writing { try $0.rows("UPDATE snapshot SET trials = trials - 1", []) }
        #expect(throws: StorageError.self) { try storage.snapshot(of: study) }
        try run(study, in: storage, until: 120)
        let whole = try SQLiteStorage.inMemory()
        try run(whole.create(StudyRecord("s", problem, climber)), in: whole, until: 120)
        #expect(try storage.sequence(of: "s") == whole.sequence(of: "s"))
    }

    @Test func gapsBetweenStoredRangesAreClaimed() {
        #expect(subtract([2..<4, 6..<7], from: 0..<10) == [0..<2, 4..<6, 7..<10])
        #expect(subtract([0..<4, 3..<12], from: 2..<10) == [])
        #expect(subtract([], from: 2..<10) == [2..<10])
    }

    /// A storage by whose clock the time goes on as the test says.
    private func watching(
        _ place: FreshPlace
    ) throws -> (advance: (Double) throws -> Void, storage: any SQLStudyStorage) {
        switch StudyLocation(place.text) {
        case .file(let path):
            let seconds = TestClock()
            let storage = try SQLiteStorage(path, .existing, lease: 30, patience: 30, silence: Silence { seconds.now })
            return ({ seconds.advance($0) }, storage)
        case .server:
            // The server's clock cannot be set: its beats are put back instead.
            let storage = try place.open()
            return (
                { step in
                    _ = try storage.writing {
                        try $0.rows("UPDATE worker SET beat = beat - $1 WHERE host = 'another machine'", [.real(step)])
                    }
                }, storage
            )
        }
    }
}

private final class TestClock: Sendable {
    private let seconds = Mutex(1000.0)
    var now: Double { seconds.withLock { $0 } }
    func advance(_ step: Double) { seconds.withLock { $0 += step } }
}

private func startTime(of process: Int32) -> String {
    guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
        let close = stat.lastIndex(of: ")")
    else { return "" }
    return String(stat[close...].split(separator: " ")[20])
}
