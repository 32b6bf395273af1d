import FoundationEssentials
import Random
import Registration
import System

// Studies, their trials and their snapshots.

extension SQLStudyStorage {
    /// A study that an earlier try of the same call made, whose connection was lost, counts as made now.
    public func create(_ record: StudyRecord) throws(StorageError) -> Study {
        try writing { db in
            let json = String(decoding: try StateCoding.encoder().encode(record), as: UTF8.self)
            let made = try db.rows(
                "INSERT INTO study (name, record, finished, seal) VALUES ($1, $2, 0, $3) ON CONFLICT (name) DO NOTHING RETURNING id",
                [.text(record.name), .text(json), .integer(studySeal(json, finished: 0))])
            guard let key = try made.first?.integer(0) else {
                let there = try db.rows(
                    "SELECT id FROM study WHERE name = $1 AND record = $2", [.text(record.name), .text(json)])
                if db.isRetry, let key = try there.first?.integer(0) { return Study(key: Int64(key), record: record) }
                throw StorageError(
                    .studyExists, "\(location) has a study '\(record.name)' already",
                    hint: "resume it, delete it, or give the new one another name")
            }
            try db.rows("INSERT INTO tally (study, trials) VALUES ($1, 0)", [.integer(key)])
            return Study(key: Int64(key), record: record)
        }
    }

    /// - Throws: `.noSuchStudy` with the nearest name, and `.damaged` where the record's checksum is wrong.
    public func study(named name: String) throws(StorageError) -> Study {
        guard let study = try studies("WHERE name = $1", [.text(name)]).first else {
            let names = try reading { db in
                try db.rows("SELECT name FROM study ORDER BY id", []).map { row in try row.text(0) }
            }
            throw StorageError(
                .noSuchStudy, "\(location) has no study '\(name)'", hint: suggestion(for: name, among: names))
        }
        return study
    }

    public func studies() throws(StorageError) -> [Study] { try studies("", []) }

    private func studies(_ condition: String, _ values: [SQLValue]) throws(StorageError) -> [Study] {
        try reading { db in
            try db.rows(
                """
                SELECT id, name, record, finished, seal, (SELECT trials FROM tally WHERE tally.study = study.id),
                       (SELECT CAST(coalesce(sum(count), 0) AS BIGINT) FROM trials WHERE trials.study = study.id)
                FROM study \(condition) ORDER BY id
                """, values
            ).map { row in
                let name = try row.text(1), json = try row.text(2), finished = try row.integer(3)
                guard try row.integer(4) == studySeal(json, finished: finished) else {
                    throw damaged("the record of study '\(name)' is damaged: its checksum is wrong")
                }
                let record = try StateCoding.decoder().decode(StudyRecord.self, from: Data(json.utf8))
                guard record.name == name else { throw damaged("study '\(record.name)' is under the name '\(name)'") }
                // Blocks that fell out of the table with a damaged page have no checksum left that could be wrong.
                let (told, there) = (try row.integer(5), try row.integer(6))
                guard told == there else {
                    throw damaged("study '\(name)' has \(there) trials where \(told) were stored")
                }
                return Study(key: Int64(try row.integer(0)), record: record, trials: there, isFinished: finished != 0)
            }
        }
    }

    private func damaged(_ what: String) -> StorageError {
        StorageError(
            .damaged, "\(location): \(what)", hint: "restore it from a copy, or run the study again from its seed")
    }

    public func delete(_ study: Study) throws(StorageError) {
        try writing { db in try db.rows("DELETE FROM study WHERE id = $1", [.integer(study.key)]) }
    }

    public func finish(_ study: Study) throws(StorageError) {
        try writing { db in
            try hold(study, db)
            let json = try db.rows("SELECT record FROM study WHERE id = $1", [.integer(study.key)])[0].text(0)
            try db.rows(
                "UPDATE study SET finished = 1, seal = $1 WHERE id = $2",
                [.integer(studySeal(json, finished: 1)), .integer(study.key)])
        }
    }

    /// - Throws: `.damaged` where a block's checksum is wrong.
    public func blocks(of study: Study, startingIn range: Range<Int>) throws(StorageError) -> [TrialBlock] {
        try reading { db in
            try db.rows(
                "SELECT first, count, points, outcomes, seal FROM trials WHERE study = $1 AND first >= $2 AND first < $3 ORDER BY first",
                [.integer(study.key), .integer(range.lowerBound), .integer(range.upperBound)]
            ).map { row in
                let block = TrialBlock(
                    first: try row.integer(0), count: try row.integer(1), points: try row.bytes(2),
                    outcomes: try row.bytes(3))
                guard try row.integer(4) == Int(block.seal) else { throw StorageError.damagedTrials(block.range) }
                return block
            }
        }
    }

    public func save(_ snapshot: Snapshot, of study: Study) throws(StorageError) {
        try writing(durable: false) { db in
            let random = String(decoding: try StateCoding.encoder().encode(snapshot.random), as: UTF8.self)
            try db.rows(
                """
                INSERT INTO snapshot (study, trials, random, strategy, checksum) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (study, trials) DO UPDATE SET random = excluded.random, strategy = excluded.strategy, checksum = excluded.checksum
                """,
                [
                    .integer(study.key), .integer(snapshot.trials), .text(random), .bytes(snapshot.strategy),
                    .integer(snapshotSeal(snapshot.trials, random, snapshot.strategy)),
                ])
            try db.rows(
                "DELETE FROM snapshot WHERE study = $1 AND trials < $2",
                [.integer(study.key), .integer(snapshot.trials)])
        }
    }

    /// - Throws: `.damaged` where its checksum is wrong.
    public func snapshot(of study: Study) throws(StorageError) -> Snapshot? {
        try reading { db in
            guard
                let row = try db.rows(
                    "SELECT trials, random, strategy, checksum FROM snapshot WHERE study = $1 ORDER BY trials DESC LIMIT 1",
                    [.integer(study.key)]
                ).first
            else { return nil }
            let trials = try row.integer(0), random = try row.text(1), strategy = try row.bytes(2)
            guard try row.integer(3) == snapshotSeal(trials, random, strategy) else {
                throw StorageError(
                    .damaged, "\(location): the strategy's stored state is damaged: its checksum is wrong",
                    hint: "delete the row from table 'snapshot': the state is then rebuilt from the trials")
            }
            return Snapshot(
                trials: trials, random: try StateCoding.decoder().decode(SeededRandom.self, from: Data(random.utf8)),
                strategy: strategy)
        }
    }
}

/// The checksum of a study's record and whether it is finished.
func studySeal(_ json: String, finished: Int) -> Int {
    Int(crc32(Array(json.utf8) + [UInt8(truncatingIfNeeded: finished)]))
}

/// The checksum of a snapshot.
func snapshotSeal(_ trials: Int, _ random: String, _ strategy: [UInt8]) -> Int {
    Int(crc32(strategy + Array(random.utf8) + Array("\(trials)".utf8)))
}

func suggestion(for name: String, among names: [String]) -> String {
    if let near = nearest(to: name, in: names) { return "did you mean '\(near)'?" }
    return names.isEmpty ? "it has no studies at all" : "it has " + names.map { "'\($0)'" }.joined(separator: ", ")
}
