import Foundation
import GRDB
import Synchronization
import Testing

@testable import Optimisation

@Suite struct OpeningTests {
    /// What a process leaves that is killed after the migrator has made its table and before the first migration.
    @Test func aFileThatWasBegunAndNoMoreIsGoneOnWith() throws {
        let folder = try TemporaryFolder()
        try DatabaseQueue(path: folder["begun"]).write { db in
            try db.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
        }
        #expect(try SQLiteStorage(folder["begun"]).studies().isEmpty)
    }

    /// Each of eight threads finds no file, or one without tables, and goes to make them.
    @Test func manyMayOpenANewFileAtOnce() throws {
        let failures = Mutex<[String]>([])
        for _ in 0..<20 {
            let folder = try TemporaryFolder()
            let start = DispatchSemaphore(value: 0), end = DispatchSemaphore(value: 0)
            for _ in 0..<8 {
                Thread.detachNewThread {
                    start.wait()
                    do { _ = try SQLiteStorage(folder["studies"]) } catch {
                        failures.withLock { $0.append("\(error)") }
                    }
                    end.signal()
                }
            }
            for _ in 0..<8 { start.signal() }
            for _ in 0..<8 { end.wait() }
        }
        let told = failures.withLock { $0 }
        #expect(told.isEmpty)
    }
}
