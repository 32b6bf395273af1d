/// The tables of studies, in a schema of their own. Migrations only ever get longer: a database of any earlier version
/// is brought up to date when it is opened for writing.
enum PostgreSQLSchema {
    static let migrations: [(name: String, sql: String)] = [
        (
            "1: studies, trials, snapshots, workers and claims",
            """
            CREATE TABLE study (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- never used again
                name text NOT NULL UNIQUE,
                record text NOT NULL,     -- JSON: seed, strategy, settings, space, objectives, inputs
                finished bigint NOT NULL,
                seal bigint NOT NULL      -- CRC-32 of record and finished
            );
            CREATE TABLE tally (
                study bigint PRIMARY KEY REFERENCES study(id) ON DELETE CASCADE,
                trials bigint NOT NULL    -- how many were ever stored
            );
            CREATE TABLE trials (
                study bigint NOT NULL REFERENCES study(id) ON DELETE CASCADE,
                first bigint NOT NULL,
                count bigint NOT NULL CHECK (count > 0),
                stored double precision NOT NULL, -- seconds since 1970
                points bytea NOT NULL,
                outcomes bytea NOT NULL,
                seal bigint NOT NULL,     -- CRC-32 of first, count and the ends of points and outcomes
                PRIMARY KEY (study, first)
            );
            CREATE TABLE snapshot (
                study bigint NOT NULL REFERENCES study(id) ON DELETE CASCADE,
                trials bigint NOT NULL,
                random text NOT NULL,
                strategy bytea NOT NULL,
                checksum bigint NOT NULL,
                PRIMARY KEY (study, trials)
            );
            CREATE TABLE worker (
                id text PRIMARY KEY,
                study bigint NOT NULL REFERENCES study(id) ON DELETE CASCADE,
                host text NOT NULL,
                process bigint NOT NULL,
                started text NOT NULL,
                joined double precision NOT NULL,      -- seconds since 1970
                beat double precision NOT NULL,        -- seconds since 1970 by the server's clock
                lease double precision NOT NULL,       -- seconds
                stored bigint NOT NULL DEFAULT 0,      -- trials
                released bigint NOT NULL DEFAULT 0,    -- trials claimed when it was lost
                ended text CHECK (ended IN ('left', 'lost'))
            );
            CREATE INDEX worker_of_study ON worker (study);
            CREATE TABLE claim (
                study bigint NOT NULL REFERENCES study(id) ON DELETE CASCADE,
                first bigint NOT NULL,
                count bigint NOT NULL,
                worker text NOT NULL REFERENCES worker(id) ON DELETE CASCADE,
                token bigint NOT NULL,                 -- one for each time of claiming
                PRIMARY KEY (study, first)
            );
            CREATE INDEX claim_of_worker ON claim (worker);
            """
        ),
        // The tables stay as they are. Versions that do not know this would take outcomes with reasons for damaged.
        ("2: outcomes say why a design cannot be built", ""),
    ]
    /// Without these a database cannot be read as it is.
    private static let neededToRead: Set<String> = ["1: studies, trials, snapshots, workers and claims"]

    /// Opens the schema as the access asks for.
    /// - Throws: `StorageError` where there are no studies but have to be, or a later version made them;
    ///   `PostgreSQLFailure`.
    static func open(_ connection: PostgreSQLConnection, _ access: StorageAccess, _ location: String) throws {
        try connection.run("SET search_path TO naxdse")
        let isThere = try !connection.rows("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'naxdse'").isEmpty
        if !isThere, access != .createIfAbsent {
            throw StorageError(
                .inaccessible, "\(location) holds no studies",
                hint: "begin one with `naxdse search run … --storage '\(location)'`")
        }
        // Without it the tables are not even found, which would look as if they were not there.
        if isThere, try connection.rows("SELECT 1 WHERE has_schema_privilege('naxdse', 'USAGE')").isEmpty {
            throw StorageError(
                .readOnly, "role '\(connection.role)' may not use schema naxdse of \(location)",
                hint: StorageError.grants)
        }
        if access == .readOnly {
            try connection.run("SET default_transaction_read_only TO on")
        } else {
            // One process after the other, and all or nothing. The number is naxd in ASCII, as in a study file.
            try connection.run("BEGIN; SELECT pg_advisory_xact_lock(1851881572)")
            if try connection.rows("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'naxdse'").isEmpty {
                try connection.run("CREATE SCHEMA naxdse; CREATE TABLE naxdse.migration (name text PRIMARY KEY)")
            }
            for (name, sql) in migrations
            where try connection.rows("SELECT 1 FROM migration WHERE name = $1", [.text(name)]).isEmpty {
                if !sql.isEmpty { try connection.run(sql) }
                _ = try connection.rows("INSERT INTO migration VALUES ($1)", [.text(name)])
            }
            try connection.run("COMMIT")
        }
        let done = Set(try connection.rows("SELECT name FROM migration").map { try $0.text(0) }),
            known = Set(migrations.map(\.name))
        guard done.isSubset(of: known) else {
            throw StorageError(.newer, "\(location) was written by a later version of naxdse", hint: "use that version")
        }
        guard neededToRead.isSubset(of: done) else {
            throw StorageError(
                .readOnly, "\(location) holds no studies in this version's form",
                hint: "run or resume a study in it first, which brings it up to date")
        }
    }
}
