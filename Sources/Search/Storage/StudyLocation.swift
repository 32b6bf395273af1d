/// Where studies are kept, as a user names it: the path of a file, or the URL of a PostgreSQL database.
///
///     let storage = try StudyLocation("postgresql://me@server/studies").open(.existing)
public enum StudyLocation: Hashable, Sendable, CustomStringConvertible {
    case file(String)
    case server(PostgreSQLURL)

    public init(_ text: String) { self = PostgreSQLURL(text).map { .server($0) } ?? .file(text) }

    /// Without a password.
    public var description: String {
        switch self {
        case .file(let path): path
        case .server(let url): url.description
        }
    }

    /// - Parameters:
    ///   - lease: seconds for which a worker of this process may be silent before others may take its claims.
    ///   - patience: seconds to wait for another process that is writing, and for a server that went away to come back.
    public func open(_ access: StorageAccess, lease: Double = 30, patience: Double = 60) throws(StorageError) -> any StudyStorage {
        switch self {
        case .file(let path): try SQLiteStorage(path, access, lease: lease, patience: patience)
        case .server(let url): try PostgreSQLStorage(url, access, lease: lease, patience: patience)
        }
    }
}
