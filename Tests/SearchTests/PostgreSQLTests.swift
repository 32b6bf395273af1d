import Foundation
import Testing
@testable import Search

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
        try PostgreSQLConnection(#require(PostgreSQLURL(place.text)), LibPQ()).run("ALTER DATABASE \(name.output) SET synchronous_commit TO off")
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
        let error = #expect(throws: StorageError.self) { _ = try StudyLocation(place.text.replacing("naxdse@", with: "\(guest)@")).open(.createIfAbsent) }
        #expect(error?.kind == .readOnly && error?.hint.contains("CREATE") == true, "\(String(describing: error))")
    }

    @Test func aServerThatIsNotThereOrADatabaseThatIsNotIsTold() throws {
        let nowhere = #expect(throws: StorageError.self) { _ = try StudyLocation("postgresql://me:secret@/studies?host=/nowhere").open(.existing) }
        #expect(nowhere?.kind == .inaccessible && nowhere?.description.contains("secret") == false)
        let place = try Place.server.fresh()
        let absent = #expect(throws: StorageError.self) { _ = try StudyLocation(place.text.replacing("/test_", with: "/absent_")).open(.existing) }
        #expect(absent?.message.contains("does not exist") == true && absent?.hint.contains("psql") == true)
        let wrong = #expect(throws: StorageError.self) { _ = try StudyLocation(place.text + "&colour=red").open(.existing) }
        #expect(wrong?.message.contains("colour") == true)
    }

    @Test func allSortsOfValuesComeBack() throws {
        let connection = try PostgreSQLConnection(#require(PostgreSQLURL(Place.server.fresh().text)), LibPQ())
        let values: [SQLValue] = [.integer(Int64.min), .integer(Int64.max), .real(-1.5e-300), .real(.infinity), .text("a'b\\ \u{2207}\n"), .text(""), .bytes(Array(0...255)), .bytes([]), .null]
        let types = ["bigint", "bigint", "double precision", "double precision", "text", "text", "bytea", "bytea", "text"]
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
        ("postgresql://me:secret@server:5433/studies?sslmode=require", "postgresql://me@server:5433/studies?sslmode=require", true),
        ("postgres://me:sec%2Fret@[::1]/studies", "postgres://me@[::1]/studies", true),
        ("postgresql://me@server/studies?password=secret&sslmode=require", "postgresql://me@server/studies?sslmode=require", true),
        ("postgresql://me@server/studies?pass%77ord=secret", "postgresql://me@server/studies", true),
        ("postgresql:///studies?host=/run/postgresql&user=me", "postgresql:///studies?host=/run/postgresql&user=me", false),
        ("postgresql://server?password=secret", "postgresql://server", true),
        ("postgresql://me:se@cret@server/studies", "postgresql://me@server/studies", true),
        ("PostgreSQL://one:1,two:2/studies", "PostgreSQL://one:1,two:2/studies", false),
    ])
    func aPasswordIsNeverShown(text: String, shown: String, holds: Bool) throws {
        let url = try #require(PostgreSQLURL(text))
        #expect(url.description == shown && url.holdsPassword == holds && url.text == text)
    }

    @Test func messagesThatRepeatThePasswordAreScrubbed() throws {
        let url = try #require(PostgreSQLURL("postgresql://me:p%40ss@server/studies"))
        #expect(url.scrubbed("no \"p@ss\" and no \"p%40ss\"") == "no \"***\" and no \"***\"")
    }

    @Test(arguments: ["studies.sqlite", "/tmp/postgresql:/x", "mysql://server/studies", ""]) func othersAreFiles(text: String) {
        #expect(StudyLocation(text) == .file(text))
    }
}
