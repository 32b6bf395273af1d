// Who works on what.

extension SQLStudyStorage {
    public func join(_ worker: Worker, _ study: Study) throws(StorageError) {
        try writing(durable: false) { db in
            try hold(study, db)
            try enter(worker, study, db)
        }
    }

    public func beat(_ worker: Worker) throws(StorageError) {
        try writing(durable: false) { db in
            try db.rows("UPDATE worker SET beat = \(Self.nextBeat) WHERE id = $1", [.text(worker.id)])
        }
    }

    public func leave(_ worker: Worker) throws(StorageError) {
        try writing(durable: false) { db in
            try db.rows("UPDATE worker SET ended = 'left' WHERE id = $1", [.text(worker.id)])
            try db.rows("DELETE FROM claim WHERE worker = $1", [.text(worker.id)])
        }
    }

    /// A claim that an earlier try of the same call made, whose connection was lost, is found again by its token.
    public func claim(
        _ grain: Int, in range: Range<Int>, of study: Study, by worker: Worker
    ) throws(StorageError) -> Claim {
        // Tells a claim that was made, though nobody heard of it, from the worker's others.
        let token = Int64.random(in: 1 ... .max)
        return try writing(durable: false) { db in
            try hold(study, db)
            if db.isRetry,
                let made = try db.rows(
                    "SELECT first, count FROM claim WHERE study = $1 AND token = $2",
                    [.integer(study.key), .integer(token)]
                ).first
            {
                let first = try made.integer(0)
                return .claimed(first..<first + (try made.integer(1)))
            }
            let free = subtract(try ranges("trials", study, range, db), from: range)
            if free.isEmpty { return .complete }
            func gap() throws -> Range<Int>? {
                let claimed = try ranges("claim", study, range, db)
                return free.lazy.flatMap { subtract(claimed, from: $0) }.first
            }
            // The lost are looked for when there is nothing else to do.
            var found = try gap()
            if found == nil, try releaseLost(study, but: worker, db) { found = try gap() }
            guard let found else { return .busy }
            let mine = found.lowerBound..<min(found.upperBound, found.lowerBound + grain)
            // One that was taken for lost (a suspended laptop) works again.
            try enter(worker, study, db)
            try db.rows(
                "INSERT INTO claim (study, first, count, worker, token) VALUES ($1, $2, $3, $4, $5)",
                [
                    .integer(study.key), .integer(mine.lowerBound), .integer(mine.count), .text(worker.id),
                    .integer(token),
                ])
            return .claimed(mine)
        }
    }

    /// True as well where an earlier try of the same call, whose connection was lost, stored the block.
    public func store(_ block: TrialBlock, of study: Study, by worker: Worker) throws(StorageError) -> Bool {
        try writing { db in
            try hold(study, db)
            try db.rows(
                "DELETE FROM claim WHERE study = $1 AND first = $2 AND worker = $3",
                [.integer(study.key), .integer(block.first), .text(worker.id)])
            guard try ranges("trials", study, block.range, db).isEmpty else {
                return try db.isRetry && isStored(block, study, db)
            }
            let others = try db.rows(
                "SELECT 1 FROM claim WHERE study = $1 AND first < $2 AND first + count > $3",
                [.integer(study.key), .integer(block.range.upperBound), .integer(block.first)])
            guard others.isEmpty else { return false }
            try db.rows(
                "INSERT INTO trials (study, first, count, stored, points, outcomes, seal) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                [
                    .integer(study.key), .integer(block.first), .integer(block.count), .real(StudyRecord.now),
                    .bytes(block.points), .bytes(block.outcomes), .integer(Int(block.seal)),
                ])
            try db.rows(
                "UPDATE tally SET trials = trials + $1 WHERE study = $2", [.integer(block.count), .integer(study.key)])
            try db.rows(
                "UPDATE worker SET stored = stored + $1, beat = \(Self.nextBeat) WHERE id = $2",
                [.integer(block.count), .text(worker.id)])
            return true
        }
    }

    private func isStored(_ block: TrialBlock, _ study: Study, _ db: any SQLTransaction) throws -> Bool {
        try !db.rows(
            "SELECT 1 FROM trials WHERE study = $1 AND first = $2 AND count = $3 AND seal = $4",
            [.integer(study.key), .integer(block.first), .integer(block.count), .integer(Int(block.seal))]
        ).isEmpty
    }

    public func workers(of study: Study) throws(StorageError) -> [WorkerRecord] {
        try reading { db in
            let rows = try workerRows("study = $1", [.integer(study.key)], db)
            return try zip(rows, silences(rows.map { ($0.worker.id, $0.beat) }, db)).map { row, silence in
                let state: WorkerRecord.State =
                    switch row.ended {
                    case "left": .left
                    case nil where !row.worker.isKnownDead && silence <= row.lease: .working
                    default: .lost
                    }
                return WorkerRecord(worker: row.worker, state: state, stored: row.stored, released: row.released)
            }
        }
    }

    /// Ends the claims of workers that are known to be dead or have been silent for longer than their lease.
    /// - Returns: whether there were any.
    private func releaseLost(_ study: Study, but caller: Worker, _ db: any SQLTransaction) throws -> Bool {
        let rows = try workerRows(
            "study = $1 AND ended IS NULL AND id <> $2 AND id IN (SELECT worker FROM claim WHERE study = $1)",
            [.integer(study.key), .text(caller.id)], db)
        let silences = try silences(rows.map { ($0.worker.id, $0.beat) }, db)
        var found = false
        for (row, silence) in zip(rows, silences) where row.worker.isKnownDead || silence > row.lease {
            try db.rows(
                "UPDATE worker SET ended = 'lost', released = released + (SELECT CAST(coalesce(sum(count), 0) AS BIGINT) FROM claim WHERE worker = $1) WHERE id = $1",
                [.text(row.worker.id)])
            try db.rows("DELETE FROM claim WHERE worker = $1", [.text(row.worker.id)])
            found = true
        }
        return found
    }

    private func workerRows(_ condition: String, _ values: [SQLValue], _ db: any SQLTransaction) throws -> [WorkerRow] {
        try db.rows(
            "SELECT id, host, process, started, beat, lease, stored, released, ended FROM worker WHERE \(condition) ORDER BY joined, id",
            values
        ).map { row in
            guard let process = Int32(exactly: try row.integer(2)) else {
                throw UnexpectedValue("a process's number", row.values[2])
            }
            return WorkerRow(
                worker: Worker(id: try row.text(0), host: try row.text(1), process: process, started: try row.text(3)),
                beat: try row.real(4), lease: try row.real(5), stored: try row.integer(6), released: try row.integer(7),
                ended: try row.optionalText(8))
        }
    }

    private func enter(_ worker: Worker, _ study: Study, _ db: any SQLTransaction) throws {
        try db.rows(
            """
            INSERT INTO worker (id, study, host, process, started, beat, lease, joined) VALUES ($1, $2, $3, $4, $5, \(Self.firstBeat), $6, $7)
            ON CONFLICT (id) DO UPDATE SET ended = NULL, beat = \(Self.nextBeat)
            """,
            [
                .text(worker.id), .integer(study.key), .text(worker.host), .integer(Int(worker.process)),
                .text(worker.started),
                .real(lease), .real(StudyRecord.now),
            ])
    }

    /// The ranges in a table of trials or claims that overlap with one, in order.
    private func ranges(
        _ table: String, _ study: Study, _ range: Range<Int>, _ db: any SQLTransaction
    ) throws -> [Range<Int>] {
        // A block that starts before the range may reach into it; of those only the last can.
        try db.rows(
            """
            SELECT first, count FROM \(table) WHERE study = $1 AND first < $2 AND first + count > $3
            AND first >= coalesce((SELECT max(first) FROM \(table) WHERE study = $1 AND first <= $3), $3) ORDER BY first
            """, [.integer(study.key), .integer(range.upperBound), .integer(range.lowerBound)]
        ).map { row in
            let first = try row.integer(0)
            return first..<first + (try row.integer(1))
        }
    }
}

private struct WorkerRow {
    var worker: Worker
    var beat: Double
    var lease: Double
    var stored: Int
    var released: Int
    var ended: String?
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
