import Foundation
import Random
import Testing

@testable import Optimisation

/// What PostgreSQL has and files have not.
@Suite(.enabled(if: PostgreSQLServer.isThere, PostgreSQLServer.reason))
struct PostgreSQLTests {
    private let problem: Problem
    init() throws { problem = try sampleProblem(layers: 3) }

    @Test func manyMayOpenANewDatabaseAtOnce() async throws {
        let place = try Place.server.fresh()
        try await withThrowingTaskGroup { group in
            for _ in 0..<12 { group.addTask { _ = try place.open().studies() } }
            try await group.waitForAll()
        }
    }

    @Test func aLaterVersionsDatabaseIsLeftAlone() throws {
        let place = try Place.server.fresh()
        try place.open().writing { try $0.rows("INSERT INTO migration VALUES ('99: later')", []) }
        for access in [StorageAccess.createIfAbsent, .readOnly] {
            #expect(#expect(throws: StorageError.self) { try place.open(access) }?.kind == .newer)
        }
    }

    @Test func trialsAreCommittedToTheDisk() throws {
        let place = try Place.server.fresh()
        let name = try #require(place.text.firstMatch(of: #/test_[0-9a-f]+/#))
        try PostgreSQLConnection(#require(PostgreSQLURL(place.text)), LibPQ()).run(
            "ALTER DATABASE \(name.output) SET synchronous_commit TO off")
        let storage = try place.open()
        #expect(try storage.writing { try $0.rows("SHOW synchronous_commit", [])[0].text(0) } == "on")
        #expect(try storage.writing(durable: false) { try $0.rows("SHOW synchronous_commit", [])[0].text(0) } == "off")
        #expect(try storage.writing { try $0.rows("SHOW fsync", [])[0].text(0) } == "on")
    }

    @Test func anotherUserWithoutRightsIsTold() throws {
        let place = try Place.server.fresh()
        let url = try #require(PostgreSQLURL(place.text))
        let guest = "guest_\(UUID().uuidString.prefix(8).lowercased())"
        try PostgreSQLConnection(url, LibPQ()).run("CREATE ROLE \(guest) LOGIN")
        let error = #expect(throws: StorageError.self) {
            _ = try StudyLocation(place.text.replacing("naxdse@", with: "\(guest)@")).open(.createIfAbsent)
        }
        #expect(error?.kind == .readOnly && error?.hint.contains("CREATE") == true, "\(String(describing: error))")
    }

    @Test func aRoleWithoutRightsIsToldWhatItLacks() throws {
        let place = try Place.server.fresh()
        let owner = try PostgreSQLConnection(#require(PostgreSQLURL(place.text)), LibPQ())
        let guest = "guest_\(UUID().uuidString.prefix(8).lowercased())"
        try owner.run("CREATE ROLE \(guest) LOGIN")
        let storage = try place.open()
        let study = try storage.create(StudyRecord("s", problem, climber))
        let location = StudyLocation(place.text.replacing("naxdse@", with: "\(guest)@"))
        func refused(_ access: StorageAccess, _ words: String) {
            let error = #expect(throws: StorageError.self) {
                try location.open(access).save(
                    Snapshot(trials: 0, random: SeededRandom(seed: 1), strategy: []), of: study)
            }
            #expect(
                error?.kind == .readOnly && error?.message.contains("role '\(guest)' \(words)") == true
                    && error?.hint.contains("USAGE ON SCHEMA naxdse") == true, "\(String(describing: error))")
        }
        for access in [StorageAccess.readOnly, .existing, .createIfAbsent] {
            refused(access, "may not use schema naxdse of")
        }
        try owner.run(
            "GRANT USAGE ON SCHEMA naxdse TO \(guest); GRANT SELECT ON ALL TABLES IN SCHEMA naxdse TO \(guest)")
        #expect(try location.open(.readOnly).studies() == [study], "it may read now")
        refused(.existing, "has not the rights that this takes in")
    }

    @Test func aStatementThatWasCancelledAndABackendThatWasEndedAreNamed() throws {
        let place = try Place.server.fresh()
        let storage = try place.open(), other = try place.open()
        func during(_ end: String) -> StorageError? {
            let thread = Thread {
                for _ in 0..<500 {
                    let found = try? other.writing {
                        try $0.rows(
                            "SELECT \(end)(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND datname = current_database()",
                            [])
                    }
                    if found?.isEmpty == false { return }
                    usleep(20_000)
                }
            }
            thread.start()
            do {
                _ = try storage.reading { try $0.rows("SELECT pg_sleep(20)", []) }
                return nil
            } catch { return error }
        }
        let cancelled = during("pg_cancel_backend")
        #expect(
            cancelled?.message.contains("a statement in") == true
                && cancelled?.message.contains("was cancelled on the server") == true,
            "\(String(describing: cancelled))")
        #expect(cancelled?.kind == .inaccessible, "not a lock of another process")
        // It goes on with another connection, as after any loss; only who has no patience is told.
        let impatient = try StudyLocation(place.text).open(.existing, patience: 0.001) as! any SQLStudyStorage
        let thread = Thread {
            for _ in 0..<500 {
                let found = try? other.writing {
                    try $0.rows(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active' AND datname = current_database()",
                        [])
                }
                if found?.isEmpty == false { return }
                usleep(20_000)
            }
        }
        thread.start()
        var times = 0
        let ended = #expect(throws: StorageError.self) {
            try impatient.reading { db in
                times += 1
                if times > 1 {
                    throw PostgreSQLFailure(
                        state: "57P01", message: "terminating connection", role: "", isConnectionLost: true)
                }
                _ = try db.rows("SELECT pg_sleep(20)", [])
            }
        }
        #expect(
            ended?.message.contains("the server ended the connection to") == true
                && ended?.message.contains("terminating connection") == true, "\(String(describing: ended))")
    }

    @Test func aServerThatIsNotThereOrADatabaseThatIsNotIsTold() throws {
        let nowhere = #expect(throws: StorageError.self) {
            _ = try StudyLocation("postgresql://me:secret@/studies?host=/nowhere").open(.existing, patience: 0.5)
        }
        #expect(nowhere?.kind == .inaccessible && nowhere?.description.contains("secret") == false)
        let place = try Place.server.fresh()
        let absent = #expect(throws: StorageError.self) {
            _ = try StudyLocation(place.text.replacing("/test_", with: "/absent_")).open(.existing)
        }
        #expect(absent?.message.contains("does not exist") == true && absent?.hint.contains("psql") == true)
        let wrong = #expect(throws: StorageError.self) {
            _ = try StudyLocation(place.text + "&colour=red").open(.existing)
        }
        #expect(wrong?.message.contains("colour") == true)
    }

    @Test func allSortsOfValuesComeBack() throws {
        let connection = try PostgreSQLConnection(#require(PostgreSQLURL(Place.server.fresh().text)), LibPQ())
        let values: [SQLValue] = [
            .integer(Int64.min), .integer(Int64.max), .real(-1.5e-300), .real(.infinity), .text("a'b\\ \u{2207}\n"),
            .text(""), .bytes(Array(0...255)), .bytes([]), .null,
        ]
        let types = [
            "bigint", "bigint", "double precision", "double precision", "text", "text", "bytea", "bytea", "text",
        ]
        let columns = types.enumerated().map { "CAST($\($0 + 1) AS \($1))" }.joined(separator: ", ")
        #expect(try connection.rows("SELECT \(columns)", values)[0].values == values)
        #expect(try connection.rows("SELECT 7::int, true").first?.values == [.integer(7), .integer(1)])
        let failure = #expect(throws: PostgreSQLFailure.self) { try connection.rows("SELECT 1 / 0") }
        #expect(failure?.state == "22012" && failure?.isConnectionLost == false)
    }
}

@Suite struct PostgreSQLURLTests {
    @Test(arguments: [
        ("postgresql://me@server/studies", "postgresql://me@server/studies", false),
        (
            "postgresql://me:secret@server:5433/studies?sslmode=require",
            "postgresql://me@server:5433/studies?sslmode=require", true
        ),
        ("postgres://me:sec%2Fret@[::1]/studies", "postgres://me@[::1]/studies", true),
        (
            "postgresql://me@server/studies?password=secret&sslmode=require",
            "postgresql://me@server/studies?sslmode=require", true
        ),
        ("postgresql://me@server/studies?pass%77ord=secret", "postgresql://me@server/studies", true),
        ("postgresql:///studies?host=/run/postgresql&user=me", "postgresql://me@/studies?host=/run/postgresql", false),
        ("postgresql://%2Frun%2Fpostgresql/studies", "postgresql:///studies?host=/run/postgresql", false),
        ("postgresql://server?password=secret", "postgresql://server", true),
        ("postgresql://server?password=a/secret", "postgresql://server", true),
        ("postgresql://server/studies?password=secret@x", "postgresql://server/studies", true),
        (
            "postgresql://server/studies?sslmode=require&sslpassword=secret",
            "postgresql://server/studies?sslmode=require", true
        ),
        ("postgresql://me:top?secret@server/studies", "postgresql://me@server/studies", true),
        ("postgresql://me:top#[secret@server/studies", "postgresql://me@server/studies", true),
        ("postgresql://:secret@server/studies", "postgresql://server/studies", true),
        ("postgresql://me%40corp:secret@server/studies", "postgresql://me%40corp@server/studies", true),
        ("PostgreSQL://one:1,two:2/studies", "PostgreSQL://one:1,two:2/studies", false),
    ])
    func aPasswordIsNeverShown(text: String, shown: String, holds: Bool) throws {
        let url = try #require(PostgreSQLURL(text))
        #expect(url.description == shown && url.holdsPassword == holds && url.text == text)
        #expect(url.problem == nil && !holds || !url.description.contains("secret"))
        // What is shown is read as the same place.
        let again = try #require(PostgreSQLURL(url.description))
        #expect(again.options == url.options.filter { !$0.isSecret } && again.description == url.description)
    }

    /// A password with a character that ends it is taken for a host, a port or a database.
    @Test(arguments: [
        "postgresql://me:se@cret@server/studies", "postgresql://me:12/secret@server/studies",
        "postgresql://me:top/secret@server/studies",
        "postgresql://server?password=x@secret",
        "postgresql://me:%zzsecret@server/studies", "postgresql://server/studies?password=x&secret",
        "postgresql://server/studies?dbname=password%3Dsecret",
        "postgresql://server/a@secret", "postgresql://server:1?password=x@secret",
        "postgresql://me:x@server/studies?secret=1",
    ])
    func whatMayHoldAPasswordIsNotRepeated(text: String) throws {
        let url = try #require(PostgreSQLURL(text))
        #expect(url.description == "postgresql://…" && url.holdsPassword)
        let error = #expect(throws: StorageError.self) { _ = try StudyLocation(text).open(.existing, patience: 0.1) }
        #expect(
            error?.description.contains("secret") == false && error?.hint.contains("@ as %40") == true,
            "\(String(describing: error))")
    }

    @Test func messagesThatRepeatThePasswordAreScrubbed() throws {
        let url = try #require(PostgreSQLURL("postgresql://me:p%40ss@server/studies"))
        #expect(url.scrubbed("no \"p@ss\" and no \"p%40ss\"") == "no \"***\" and no \"***\"")
    }

    @Test(arguments: ["studies.sqlite", "/tmp/postgresql:/x", "mysql://server/studies", ""]) func othersAreFiles(
        text: String
    ) {
        #expect(StudyLocation(text) == .file(text))
    }
}
