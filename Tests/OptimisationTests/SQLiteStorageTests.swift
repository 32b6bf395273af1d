import Foundation
import GRDB
import Random
import Testing

@testable import Optimisation

@Suite struct SQLiteStorageTests {
    private let folder: TemporaryFolder
    private let problem: Problem
    init() throws {
        folder = try TemporaryFolder()
        problem = try sampleProblem(layers: 3)
    }

    private func filled(_ path: String, trials: Int = 400) throws {
        let storage = try SQLiteStorage(path)
        let study = try storage.create(StudyRecord("s", problem, climber))
        _ = try StudyRunner(study, in: storage, problem: problem, strategy: climber, evaluator: TableEvaluator()).run(
            until: trials)
    }

    @Test func trialsAreCommittedWithFullSynchronisation() throws {
        let storage = try SQLiteStorage(folder["a"])
        let level = try storage.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        #expect(level == 2)
        #expect(try storage.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    }

    @Test func whatIsNoStudyFileSaysSo() throws {
        try Data("<search/>".utf8 + Data(repeating: 0x20, count: 5000)).write(to: URL(filePath: folder["text"]))
        #expect(throws: StorageError.self) { try SQLiteStorage(folder["text"]) }
        let other = try DatabaseQueue(path: folder["other"])
        try other.write { try $0.execute(sql: "CREATE TABLE mine (a)") }
        let foreign = #expect(throws: StorageError.self) { try SQLiteStorage(folder["other"]) }
        #expect(foreign?.message.contains("another program") == true)
        #expect(
            try other.read { try String.fetchAll($0, sql: "SELECT name FROM sqlite_master") } == ["mine"],
            "it is left as it was")
        #expect(throws: StorageError.self) { try SQLiteStorage(folder.path) }
        #expect(throws: StorageError.self) { try SQLiteStorage(folder["no/such/folder"]) }
        #expect(
            #expect(throws: StorageError.self) { try SQLiteStorage(folder["absent"], .existing) }?.kind == .inaccessible
        )
        #expect(!FileManager.default.fileExists(atPath: folder["absent"]))
    }

    @Test func aLockedFileIsReportedAfterPatience() throws {
        try filled(folder["a"], trials: 5)
        let storage = try SQLiteStorage(folder["a"], patience: 0.05)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: folder["a"], configuration: configuration)
        try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        defer { try? other.inDatabase { try $0.execute(sql: "ROLLBACK") } }
        let error = #expect(throws: StorageError.self) { try storage.create(StudyRecord("t", problem, climber)) }
        #expect(error?.kind == .locked)
    }

    @Test func aFullDiskLosesNothingThatWasStored() throws {
        let storage = try SQLiteStorage(folder["a"])
        let study = try storage.create(StudyRecord("s", problem, climber))
        let runner = StudyRunner(study, in: storage, problem: problem, strategy: climber, evaluator: TableEvaluator())
        // SQLite reports a file that may not grow as it reports a full disk.
        try storage.write {
            try $0.execute(sql: "PRAGMA max_page_count = \(Int.fetchOne($0, sql: "PRAGMA page_count")! + 4)")
        }
        #expect(#expect(throws: StorageError.self) { try runner.run(until: 10_000) }?.kind == .full)
        let stored = try storage.sequence(of: "s")
        #expect(!stored.isEmpty)
        try storage.write { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        _ = try runner.run(until: stored.count + 500)
        try filled(folder["b"], trials: stored.count + 500)
        #expect(try storage.sequence(of: "s") == SQLiteStorage(folder["b"]).sequence(of: "s"))
    }

    /// A damaged file gives the right trials or an error, never a crash and never other trials.
    @Test func damageIsNoticed() throws {
        try filled(folder["a"])
        let whole = try SQLiteStorage(folder["a"])
        try whole.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        let right = try whole.sequence(of: "s")
        let good = try Data(contentsOf: URL(filePath: folder["a"]))
        #expect(good.count > 20_000, "everything is in the file, not in its log")
        var random = SeededRandom(seed: 4)
        var noticed = 0
        for round in 0..<120 {
            var bad = good
            if round % 4 == 0 {
                bad.removeLast(1 + random.below(good.count - 1))
            } else {
                let place = random.below(good.count), length = min(1 + random.below(200), good.count - place)
                for index in place..<place + length { bad[index] = UInt8(random.below(256)) }
            }
            let path = folder["bad\(round)"]
            try bad.write(to: URL(filePath: path))
            do {
                let storage = try SQLiteStorage(path, round % 2 == 0 ? .existing : .readOnly)
                #expect(try storage.sequence(of: "s") == right)
                if round % 2 == 0 {
                    let study = try storage.study(named: "s")
                    _ = try StudyRunner(
                        study, in: storage, problem: problem, strategy: climber, evaluator: TableEvaluator()
                    ).run(until: 410)
                }
            } catch let error as StorageError {
                noticed += 1
                #expect(!error.message.isEmpty && !error.hint.isEmpty)
            } catch is StudyError {
                noticed += 1
            }
        }
        #expect(noticed > 30)
    }
}

/// A folder that goes when the value does.
final class TemporaryFolder: Sendable {
    let path: String
    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "naxdse-\(UUID().uuidString)").path(
            percentEncoded: false)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    subscript(name: String) -> String { path + "/" + name }
    deinit { try? FileManager.default.removeItem(atPath: path) }
}
