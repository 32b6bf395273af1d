import GRDB

/// The tables of a study file. Migrations only ever get longer: a file of any
/// earlier version is brought up to date when it is opened for writing.
enum SQLiteSchema {
    /// Marks the file as ours ("naxd"; `file` and the sqlite3 shell show it).
    static let applicationID = 0x6E61_7864

    /// Without these a file cannot be read as it is.
    static let neededToRead: Set<String> = [
        "1: studies, trials, snapshots, workers and claims", "2: seals, tallies and what workers did",
    ]

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: studies, trials, snapshots, workers and claims") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(
                sql: """
                    CREATE TABLE study (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again, so that a stale worker cannot hit another study
                        name TEXT NOT NULL UNIQUE,
                        record TEXT NOT NULL,                 -- JSON: seed, strategy, settings, space, objectives, inputs
                        finished INTEGER NOT NULL DEFAULT 0
                    ) STRICT;

                    CREATE TABLE trials (
                        study INTEGER NOT NULL REFERENCES study(id) ON DELETE CASCADE,
                        first INTEGER NOT NULL,
                        count INTEGER NOT NULL CHECK (count > 0),
                        stored REAL NOT NULL,                 -- seconds since 1970
                        points BLOB NOT NULL,
                        outcomes BLOB NOT NULL,
                        UNIQUE (study, first)
                    ) STRICT;

                    CREATE TABLE snapshot (
                        study INTEGER NOT NULL REFERENCES study(id) ON DELETE CASCADE,
                        trials INTEGER NOT NULL,
                        random TEXT NOT NULL,
                        strategy BLOB NOT NULL,
                        checksum INTEGER NOT NULL,
                        PRIMARY KEY (study, trials)
                    ) STRICT;

                    CREATE TABLE worker (
                        id TEXT PRIMARY KEY,
                        study INTEGER NOT NULL REFERENCES study(id) ON DELETE CASCADE,
                        host TEXT NOT NULL,
                        process INTEGER NOT NULL,
                        started TEXT NOT NULL,
                        beat REAL NOT NULL
                    ) STRICT;

                    CREATE TABLE claim (
                        study INTEGER NOT NULL REFERENCES study(id) ON DELETE CASCADE,
                        first INTEGER NOT NULL,
                        count INTEGER NOT NULL,
                        worker TEXT NOT NULL REFERENCES worker(id) ON DELETE CASCADE,
                        PRIMARY KEY (study, first)
                    ) STRICT;
                    CREATE INDEX claim_of_worker ON claim (worker);
                    CREATE INDEX worker_of_study ON worker (study);
                    """)
        }
        migrator.registerMigration("2: seals, tallies and what workers did", migrate: sealEverything)
        // The tables stay as they are. Versions that do not know this would take outcomes with reasons for damaged.
        migrator.registerMigration("3: outcomes say why a design cannot be built") { _ in }
        return migrator
    }

    /// Gives what is stored the checksums that notice a flipped bit outside the packed trials, and trials that are
    /// gone.
    private static func sealEverything(_ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE study ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;   -- CRC-32 of record and finished
                ALTER TABLE trials ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;  -- CRC-32 of first, count and the ends of points and outcomes
                CREATE TABLE tally (
                    study INTEGER PRIMARY KEY REFERENCES study(id) ON DELETE CASCADE,
                    trials INTEGER NOT NULL                                     -- how many were ever stored
                ) STRICT;
                INSERT INTO tally SELECT id, (SELECT coalesce(sum(count), 0) FROM trials WHERE trials.study = study.id) FROM study;
                DELETE FROM claim;
                DELETE FROM worker;
                ALTER TABLE worker ADD COLUMN joined REAL NOT NULL DEFAULT 0;   -- seconds since 1970
                ALTER TABLE worker ADD COLUMN lease REAL NOT NULL DEFAULT 30;   -- seconds
                ALTER TABLE worker ADD COLUMN stored INTEGER NOT NULL DEFAULT 0;   -- trials
                ALTER TABLE worker ADD COLUMN released INTEGER NOT NULL DEFAULT 0; -- trials claimed when it was lost
                ALTER TABLE worker ADD COLUMN ended TEXT CHECK (ended IN ('left', 'lost'));
                ALTER TABLE claim ADD COLUMN token INTEGER NOT NULL DEFAULT 0;  -- one for each time of claiming
                """)
        let sql = SQLiteTransaction(db: db)
        for row in try sql.rows("SELECT id, record, finished FROM study", []) {
            try sql.rows(
                "UPDATE study SET seal = $1 WHERE id = $2",
                [.integer(studySeal(row.text(1), finished: row.integer(2))), row.values[0]])
        }
        for number in try sql.rows("SELECT rowid FROM trials", []) {
            let row = try sql.rows("SELECT first, count, points, outcomes FROM trials WHERE rowid = $1", number.values)[
                0]
            let block = TrialBlock(
                first: try row.integer(0), count: try row.integer(1), points: try row.bytes(2),
                outcomes: try row.bytes(3))
            try sql.rows("UPDATE trials SET seal = $1 WHERE rowid = $2", [.integer(Int(block.seal))] + number.values)
        }
        for row in try sql.rows("SELECT rowid, trials, random, strategy FROM snapshot", []) {
            let seal = try snapshotSeal(row.integer(1), row.text(2), row.bytes(3))
            try sql.rows("UPDATE snapshot SET checksum = $1 WHERE rowid = $2", [.integer(seal), row.values[0]])
        }
    }
}
