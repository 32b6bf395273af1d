import GRDB
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// Studies, their trials and their snapshots in SQLite.

extension SQLiteStorage {
    public func create(_ record: StudyRecord) throws(StorageError) -> Study {
        try write { db in
            if try Bool.fetchOne(db, sql: "SELECT 1 FROM study WHERE name = ?", arguments: [record.name]) != nil {
                throw StorageError(
                    .studyExists, "\(location) has a study '\(record.name)' already",
                    hint: "resume it, delete it, or give the new one another name")
            }
            let json = String(decoding: try StateCoding.encoder().encode(record), as: UTF8.self)
            try db.execute(sql: "INSERT INTO study (name, record) VALUES (?, ?)", arguments: [record.name, json])
            return Study(key: db.lastInsertedRowID, record: record)
        }
    }

    public func study(named name: String) throws(StorageError) -> Study {
        guard let study = try studies(sql: "WHERE name = ?", [name]).first else {
            let names = try read { try String.fetchAll($0, sql: "SELECT name FROM study ORDER BY id") }
            throw StorageError(.noSuchStudy, "\(location) has no study '\(name)'", hint: Self.suggestion(for: name, among: names))
        }
        return study
    }

    public func studies() throws(StorageError) -> [Study] { try studies(sql: "", []) }

    private func studies(sql condition: String, _ arguments: StatementArguments) throws(StorageError) -> [Study] {
        try read { db in
            let rows = try Row.fetchAll(db, sql: """
                SELECT id, record, finished,
                       (SELECT coalesce(sum(count), 0) FROM trials WHERE trials.study = study.id) AS trials
                FROM study \(condition) ORDER BY id
                """, arguments: arguments)
            return try rows.map { row in
                let json: String = try row.decode(forColumn: "record")
                let record = try StateCoding.decoder().decode(StudyRecord.self, from: Data(json.utf8))
                return Study(
                    key: try row.decode(forColumn: "id"), record: record,
                    trials: try row.decode(forColumn: "trials"), isFinished: try row.decode(forColumn: "finished"))
            }
        }
    }

    public func delete(_ study: Study) throws(StorageError) {
        try write { db in try db.execute(sql: "DELETE FROM study WHERE id = ?", arguments: [study.key]) }
    }

    public func finish(_ study: Study) throws(StorageError) {
        try write { db in try db.execute(sql: "UPDATE study SET finished = 1 WHERE id = ?", arguments: [study.key]) }
    }

    public func blocks(of study: Study, startingIn range: Range<Int>) throws(StorageError) -> [TrialBlock] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT first, count, points, outcomes FROM trials WHERE study = ? AND first >= ? AND first < ? ORDER BY first",
                arguments: [study.key, range.lowerBound, range.upperBound]
            ).map { row in
                let points: Data = try row.decode(forColumn: "points"), outcomes: Data = try row.decode(forColumn: "outcomes")
                return TrialBlock(
                    first: try row.decode(forColumn: "first"), count: try row.decode(forColumn: "count"),
                    points: [UInt8](points), outcomes: [UInt8](outcomes))
            }
        }
    }

    public func save(_ snapshot: Snapshot, of study: Study) throws(StorageError) {
        try write(durable: false) { db in
            let random = String(decoding: try StateCoding.encoder().encode(snapshot.random), as: UTF8.self)
            try db.execute(
                sql: "INSERT OR REPLACE INTO snapshot (study, trials, random, strategy, checksum) VALUES (?, ?, ?, ?, ?)",
                arguments: [study.key, snapshot.trials, random, Data(snapshot.strategy), Self.checksum(of: snapshot.strategy, random)])
            try db.execute(sql: "DELETE FROM snapshot WHERE study = ? AND trials < ?", arguments: [study.key, snapshot.trials])
        }
    }

    public func snapshot(of study: Study) throws(StorageError) -> Snapshot? {
        try read { db in
            guard let row = try Row.fetchOne(
                db, sql: "SELECT trials, random, strategy, checksum FROM snapshot WHERE study = ? ORDER BY trials DESC LIMIT 1",
                arguments: [study.key]) else { return nil }
            let random: String = try row.decode(forColumn: "random"), strategy: Data = try row.decode(forColumn: "strategy")
            let checksum: Int = try row.decode(forColumn: "checksum")
            guard Self.checksum(of: [UInt8](strategy), random) == checksum else {
                throw StorageError(
                    .damaged, "\(location): the strategy's stored state is damaged: its checksum is wrong",
                    hint: "delete the row from table 'snapshot': the state is then rebuilt from the trials")
            }
            return Snapshot(
                trials: try row.decode(forColumn: "trials"),
                random: try StateCoding.decoder().decode(SeededRandom.self, from: Data(random.utf8)), strategy: [UInt8](strategy))
        }
    }

    private static func checksum(of strategy: [UInt8], _ random: String) -> Int {
        Int(crc32((strategy + Array(random.utf8))[...]))
    }
}
