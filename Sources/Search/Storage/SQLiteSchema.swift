import GRDB

/// The tables of a study file. Migrations only ever get longer: a file of any
/// earlier version is brought up to date when it is opened for writing.
enum SQLiteSchema {
    /// Marks the file as ours ("naxd"; `file` and the sqlite3 shell show it).
    static let applicationID = 0x6E61_7864

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: studies, trials, snapshots, workers and claims") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: """
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
        return migrator
    }
}
