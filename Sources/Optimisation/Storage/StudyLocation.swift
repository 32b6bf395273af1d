/// Where studies are kept, as a user names it: the path of a file, or the URL of a PostgreSQL database.
///
/// ```swift
/// let storage = try StudyLocation("postgresql://me@server/studies").open(.existing)
/// ```
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
    ///   - patience: seconds to wait for another process that is writing or holds a lock, and for a server that is not
    ///     there to come (back).
    ///   - notice: told, from any thread, what is being waited for when that takes longer than a second.
    public func open(
        _ access: StorageAccess, lease: Double = 30, patience: Double = 60, notice: (@Sendable (String) -> Void)? = nil
    ) throws(StorageError) -> any StudyStorage {
        switch self {
        case .file(let path): try SQLiteStorage(path, access, lease: lease, patience: patience, notice: notice)
        case .server(let url): try PostgreSQLStorage(url, access, lease: lease, patience: patience, notice: notice)
        }
    }

    /// Opens, lets an action work, and closes, so that a file of studies is whole by itself afterwards.
    /// - Throws: `StorageError`, and what the action throws.
    public func use<T>(
        _ access: StorageAccess, lease: Double = 30, patience: Double = 60, notice: (@Sendable (String) -> Void)? = nil,
        _ action: (any StudyStorage) throws -> T
    ) throws -> T {
        let storage = try open(access, lease: lease, patience: patience, notice: notice)
        let result: T
        do { result = try action(storage) } catch {
            // The error is what there is to tell; what was stored is safe without being closed.
            try? storage.close()
            throw error
        }
        try storage.close()
        return result
    }
}
