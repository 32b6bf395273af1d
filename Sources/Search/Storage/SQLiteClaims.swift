import GRDB
import Registration
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// Who works on what, in SQLite.

extension SQLiteStorage {
    public func join(_ worker: Worker, _ study: Study) throws(StorageError) {
        try write(durable: false) { db in
            try Self.check(study, db, location)
            try db.execute(
                sql: "INSERT INTO worker (id, study, host, process, started, beat) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [worker.id, study.key, worker.host, worker.process, worker.started, now()])
        }
    }

    public func beat(_ worker: Worker) throws(StorageError) {
        try write(durable: false) { db in
            try db.execute(sql: "UPDATE worker SET beat = ? WHERE id = ?", arguments: [now(), worker.id])
        }
    }

    public func leave(_ worker: Worker) throws(StorageError) {
        try write(durable: false) { db in try db.execute(sql: "DELETE FROM worker WHERE id = ?", arguments: [worker.id]) }
    }

    public func claim(_ grain: Int, in range: Range<Int>, of study: Study, by worker: Worker) throws(StorageError) -> Claim {
        try write(durable: false) { db in
            try Self.check(study, db, location)
            let stored = try Self.ranges("trials", db, study, range)
            let free = subtract(stored, from: range)
            if free.isEmpty { return .complete }
            try removeDeadWorkers(of: study, db)
            let claimed = try Self.ranges("claim", db, study, range)
            guard let gap = free.lazy.flatMap({ subtract(claimed, from: $0) }).first else { return .busy }
            let mine = gap.lowerBound..<min(gap.upperBound, gap.lowerBound + grain)
            // A worker that was taken for dead (a suspended laptop) announces itself anew.
            try db.execute(
                sql: "INSERT OR IGNORE INTO worker (id, study, host, process, started, beat) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [worker.id, study.key, worker.host, worker.process, worker.started, now()])
            try db.execute(
                sql: "INSERT INTO claim (study, first, count, worker) VALUES (?, ?, ?, ?)",
                arguments: [study.key, mine.lowerBound, mine.count, worker.id])
            return .claimed(mine)
        }
    }

    public func store(_ block: TrialBlock, of study: Study, by worker: Worker) throws(StorageError) {
        try write { db in
            try Self.check(study, db, location)
            let stored = try Self.ranges("trials", db, study, block.range)
            // Blocks that overlap come from a claim that was taken over: evaluated
            // twice, to the same result, and stored by whoever came first. A part
            // that is missing is claimed again.
            if stored.isEmpty {
                try db.execute(
                    sql: "INSERT INTO trials (study, first, count, stored, points, outcomes) VALUES (?, ?, ?, ?, ?, ?)",
                    arguments: [study.key, block.first, block.count, now(), Data(block.points), Data(block.outcomes)])
            }
            try db.execute(
                sql: "DELETE FROM claim WHERE study = ? AND first = ? AND worker = ?", arguments: [study.key, block.first, worker.id])
        }
    }

    /// Ends the claims of workers that are known to be dead or have not been heard of for too long.
    private func removeDeadWorkers(of study: Study, _ db: Database) throws {
        let rows = try Row.fetchAll(
            db, sql: "SELECT id, host, process, started, beat FROM worker WHERE study = ? AND id IN (SELECT worker FROM claim WHERE study = ?)",
            arguments: [study.key, study.key])
        for row in rows {
            let other = Worker(
                id: try row.decode(forColumn: "id"), host: try row.decode(forColumn: "host"),
                process: try row.decode(forColumn: "process"), started: try row.decode(forColumn: "started"))
            let beat: Double = try row.decode(forColumn: "beat")
            guard other.isKnownDead || now() - beat > lease else { continue }
            try db.execute(sql: "DELETE FROM worker WHERE id = ?", arguments: [other.id])
        }
    }

    /// The ranges in a table of trials or claims that overlap with one, in order.
    private static func ranges(_ table: String, _ db: Database, _ study: Study, _ range: Range<Int>) throws -> [Range<Int>] {
        // A block that starts before the range may reach into it; of those only the last can.
        try Row.fetchAll(
            db, sql: """
                SELECT first, count FROM \(table) WHERE study = ?1 AND first < ?3
                AND first >= coalesce((SELECT max(first) FROM \(table) WHERE study = ?1 AND first <= ?2), ?2)
                AND first + count > ?2 ORDER BY first
                """, arguments: [study.key, range.lowerBound, range.upperBound]
        ).map { row in
            let first: Int = try row.decode(forColumn: "first"), count: Int = try row.decode(forColumn: "count")
            return first..<first + count
        }
    }

    private static func check(_ study: Study, _ db: Database, _ location: String) throws {
        guard try Bool.fetchOne(db, sql: "SELECT 1 FROM study WHERE id = ?", arguments: [study.key]) != nil else {
            throw StorageError(.noSuchStudy, "study '\(study.record.name)' is gone from \(location)", hint: "somebody deleted it")
        }
    }

    static func suggestion(for name: String, among names: [String]) -> String {
        if let near = nearest(to: name, in: names) { return "did you mean '\(near)'?" }
        return names.isEmpty ? "it has no studies at all" : "it has " + names.map { "'\($0)'" }.joined(separator: ", ")
    }

    private func now() -> Double { Date().timeIntervalSince1970 }
}

/// What is left of a range without others, which are in order. O(others).
func subtract(_ taken: [Range<Int>], from range: Range<Int>) -> [Range<Int>] {
    var free: [Range<Int>] = []
    var start = range.lowerBound
    for other in taken where other.upperBound > start && other.lowerBound < range.upperBound {
        if other.lowerBound > start { free.append(start..<other.lowerBound) }
        start = max(start, other.upperBound)
    }
    if start < range.upperBound { free.append(start..<range.upperBound) }
    return free
}
