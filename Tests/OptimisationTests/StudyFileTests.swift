import Foundation
import GRDB
import Synchronization
import Testing

@testable import Optimisation

/// The one file that a study is in, and the locks on the way to it.
@Suite struct StudyFileTests {
    private let folder: TemporaryFolder
    private let problem: Problem
    init() throws {
        folder = try TemporaryFolder()
        problem = try sampleProblem(layers: 3)
    }

    private func run(_ storage: SQLiteStorage, _ trials: Int, _ evaluator: any Evaluator = TableEvaluator()) throws {
        let study = try storage.study(named: "s", orCreate: StudyRecord("s", problem, climber))
        _ = try StudyRunner(study, in: storage, problem: problem, strategy: climber, evaluator: evaluator).run(
            until: trials)
    }

    @Test("a copy of the file alone has every trial, however many heartbeats were under way at the end")
    func isWholeByItself() throws {
        for round in 0..<40 {
            // A beat every millisecond.
            let storage = try SQLiteStorage(folder["a\(round)"], lease: 0.003)
            try run(storage, 50)
            try storage.close()
            try FileManager.default.copyItem(atPath: folder["a\(round)"], toPath: folder["copy\(round)"])
            #expect(try SQLiteStorage(folder["copy\(round)"], .readOnly).study(named: "s").trials == 50)
            #expect(!FileManager.default.fileExists(atPath: folder["a\(round)-wal"]), "round \(round)")
        }
    }

    @Test("the file of one of two processes is whole when the first of them ends")
    func isWholeBesideAnother() throws {
        let first = try SQLiteStorage(folder["a"]), second = try SQLiteStorage(folder["a"])
        try run(first, 50)
        #expect(try second.study(named: "s").trials == 50)
        try first.close()
        try FileManager.default.copyItem(atPath: folder["a"], toPath: folder["copy"])
        #expect(try SQLiteStorage(folder["copy"], .readOnly).study(named: "s").trials == 50)
        try run(second, 80)
        try second.close()
        #expect(try SQLiteStorage(folder["a"], .readOnly).study(named: "s").trials == 80)
    }

    @Test("a file that somebody keeps reading is an error, once patience ends, and not silently in two files")
    func isToldWhereItIsNotWhole() throws {
        let storage = try SQLiteStorage(folder["a"], patience: 0.2)
        try run(storage, 50)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(path: folder["a"], configuration: configuration)
        try reader.inDatabase { db in
            try db.execute(sql: "BEGIN")
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM trials")
        }
        defer { try? reader.inDatabase { try $0.execute(sql: "ROLLBACK") } }
        try run(storage, 80)
        let error = #expect(throws: StorageError.self) { try storage.close() }
        #expect(error?.kind == .locked && error?.message.contains("a-wal") == true, "\(String(describing: error))")
    }

    @Test(
        "a file that is deleted, moved or replaced while a run goes on is noticed, and the run ends",
        arguments: ["deleted", "moved", "replaced"])
    func isMissed(what: String) throws {
        let path = folder["a"]
        let storage = try SQLiteStorage(path)
        if what == "replaced" { try SQLiteStorage(folder["other"]).close() }
        let evaluator = Once(after: 200) { [folder] in
            switch what {
            case "deleted": try FileManager.default.removeItem(atPath: path)
            case "moved": try FileManager.default.moveItem(atPath: path, toPath: folder["elsewhere"])
            default: _ = rename(folder["other"], path)
            }
        }
        let error = #expect(throws: StorageError.self) { try run(storage, 100_000, evaluator) }
        #expect(
            error?.kind == .inaccessible
                && error?.message.contains(what == "replaced" ? "replaced by another file" : "deleted or moved") == true
        )
        #expect(throws: StorageError.self) { try storage.close() }
        if what == "moved" {
            let stored = try SQLiteStorage(folder["elsewhere"], .readOnly).study(named: "s").trials
            #expect(stored >= 190, "what was stored went with it")
        }
        if what == "replaced" {
            #expect(try SQLiteStorage(path, .readOnly).studies().isEmpty, "the other file is left as it was")
        }
    }

    /// flock(1) holding a lock on the folder until there is a file of this name elsewhere, or no place for it any more:
    /// what goes on after the tests keeps `swift test` waiting for the end of its output.
    private func lock(until file: String) throws {
        let process = Process(), output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "flock", folder.path, "sh", "-c",
            "echo locked; until [ -e \"$0\" ] || ! [ -d \"${0%/*}\" ]; do sleep 0.05; done", file,
        ]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        _ = try output.fileHandleForReading.read(upToCount: 7)
    }

    @Test("a folder that another program has locked ends in an error within patience")
    func aForeignLockIsNotWaitedForForEver() throws {
        let other = try TemporaryFolder()
        try lock(until: other["end"])
        defer { _ = FileManager.default.createFile(atPath: other["end"], contents: nil) }
        let error = #expect(throws: StorageError.self) { try SQLiteStorage(folder["a"], patience: 0.3) }
        #expect(
            error?.kind == .locked && error?.hint.contains("flock /tmp/NAME.lock") == true,
            "\(String(describing: error))")
        #expect(!FileManager.default.fileExists(atPath: folder["a"]))
    }

    @Test("who waits for longer than a second says so, and goes on when the lock goes")
    func aLockThatEndsIsWaitedFor() throws {
        let other = try TemporaryFolder()
        try lock(until: other["end"])
        let said = Mutex<[String]>([])
        Thread.detachNewThread {
            while said.withLock(\.isEmpty) { usleep(10_000) }
            _ = FileManager.default.createFile(atPath: other["end"], contents: nil)
        }
        let storage = try SQLiteStorage(folder["a"], patience: 100) { words in said.withLock { $0.append(words) } }
        #expect(try storage.studies().isEmpty)
        #expect(said.withLock { $0.count == 1 && $0[0].contains("has locked folder") })
    }
}

/// Looks points up, and does something once after some of them.
private final class Once: Evaluator {
    let grain = 4
    private let left: Mutex<Int>
    private let action: @Sendable () throws -> Void

    init(after points: Int, _ action: @escaping @Sendable () throws -> Void) {
        left = Mutex(points)
        self.action = action
    }

    func evaluate(_ points: ArraySlice<Point>, problem: Problem) throws -> [Outcome] {
        let isTime = left.withLock { left in
            defer { left -= points.count }
            return left > 0 && left <= points.count
        }
        if isTime { try action() }
        return TableEvaluator().evaluate(points, problem: problem)
    }
}
