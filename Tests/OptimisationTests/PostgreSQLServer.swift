import Foundation
import Services
import Testing

@testable import Optimisation

/// The PostgreSQL server of these tests.
enum PostgreSQLServer {
    private static let service = Service(script: "with-postgresql", variable: "NAXDSE_TEST_POSTGRESQL")

    static var isThere: Bool { service.isThere }
    /// Why it is not there.
    static var reason: Comment { Comment(rawValue: service.reason) }

    /// The URL of a new and empty database.
    static func freshDatabase() throws -> String {
        let url = try #require(service.address)
        let name = "test_\(UUID().uuidString.replacing("-", with: "").lowercased())"
        try PostgreSQLConnection(#require(PostgreSQLURL(url)), LibPQ()).run("CREATE DATABASE \(name)")
        return url.replacing("/postgres?", with: "/\(name)?")
    }
}

/// The storages on which is tested what all of them promise.
enum Place: CaseIterable {
    case file, server

    /// Those that there are here.
    static let all: [Place] = PostgreSQLServer.isThere ? [.file, .server] : [.file]

    /// A storage without studies.
    func fresh() throws -> FreshPlace {
        switch self {
        case .file:
            let folder = try TemporaryFolder()
            return FreshPlace(text: folder["studies"], folder: folder)
        case .server: return FreshPlace(text: try PostgreSQLServer.freshDatabase(), folder: nil)
        }
    }
}

/// Where studies can be kept; a file goes when the value does.
final class FreshPlace: Sendable {
    /// As a user would name it.
    let text: String
    private let folder: TemporaryFolder?

    init(text: String, folder: TemporaryFolder?) {
        self.text = text
        self.folder = folder
    }

    func open(_ access: StorageAccess = .createIfAbsent, lease: Double = 30) throws(StorageError) -> any SQLStudyStorage
    {
        try StudyLocation(text).open(access, lease: lease) as! any SQLStudyStorage
    }
}

/// Says why the other tests were not run on PostgreSQL, where they were not.
@Test(.enabled(if: PostgreSQLServer.isThere, PostgreSQLServer.reason))
func storagesAreTestedOnPostgreSQLToo() {
    #expect(Place.all == [.file, .server])
}
