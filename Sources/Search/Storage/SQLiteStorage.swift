import GRDB
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Studies in an SQLite file, several in one.
///
///     let storage = try SQLiteStorage("resnet20.studies")
///     let study = try storage.create(record)
///
/// ## Durability
///
/// The file is in WAL mode, and trials are committed with `synchronous = FULL`:
/// SQLite then syncs the log to the disk before a commit returns, so a trial
/// that was told survives a loss of power. (`NORMAL`, the usual choice with
/// WAL, keeps the file sound but may lose the last commits.) Claims and
/// heartbeats are committed with `NORMAL`: losing them costs nothing but work
/// done twice. Every transaction that writes is `BEGIN IMMEDIATE`, so it waits
/// for others' at its start and never fails half way for them.
public struct SQLiteStorage: StudyStorage {
    /// Whether to create the file, to need it, or only to look.
    public enum Access: Sendable { case createIfAbsent, existing, readOnly }

    public let location: String
    /// Seconds after which a worker that is not heard of has lost its claims.
    public let lease: Double
    let queue: DatabaseQueue

    /// Opens a study file and brings it up to date.
    ///
    /// - Parameter patience: seconds to wait for another process that is writing.
    public init(
        _ path: String, _ access: Access = .createIfAbsent, lease: Double = 30, patience: Double = 30
    ) throws(StorageError) {
        location = path
        self.lease = lease
        if access != .createIfAbsent {
            guard FileManager.default.fileExists(atPath: path) else {
                throw StorageError(.inaccessible, "there is no file \(path)", hint: "name the file that `naxdse search run --storage` wrote")
            }
        }
        var configuration = Configuration()
        configuration.readonly = access == .readOnly
        configuration.busyMode = .timeout(patience)
        if access != .readOnly { configuration.journalMode = .wal }
        // A checkpoint copies the log into the file; every 16 MiB rather than every 4.
        configuration.prepareDatabase { db in
            if access != .readOnly { try db.execute(sql: "PRAGMA wal_autocheckpoint = 4096") }
        }
        queue = access == .readOnly
            ? try Self.open(path, access, configuration)
            : try withFolderLock(of: path) { () throws(StorageError) in try Self.open(path, access, configuration) }
    }

    private static func open(_ path: String, _ access: Access, _ configuration: Configuration) throws(StorageError) -> DatabaseQueue {
        let queue = try translated(path) { try DatabaseQueue(path: path, configuration: configuration) }
        try translated(path) { try queue.read { db in try checkIsOurs(db, path) } }
        if access != .readOnly { try translated(path) { try SQLiteSchema.migrator.migrate(queue) } }
        try translated(path) { try queue.read { db in try checkVersion(db, path) } }
        return queue
    }

    /// Studies that live as long as the value: for measuring, and for tests.
    public static func inMemory() throws(StorageError) -> SQLiteStorage {
        let queue = try translated("memory") { () throws -> DatabaseQueue in
            let queue = try DatabaseQueue()
            try SQLiteSchema.migrator.migrate(queue)
            return queue
        }
        return SQLiteStorage(queue: queue)
    }

    private init(queue: DatabaseQueue) {
        location = "memory"
        lease = 30
        self.queue = queue
    }

    private static func checkIsOurs(_ db: Database, _ path: String) throws {
        let id = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        if id == SQLiteSchema.applicationID { return }
        // The migrator makes its own table first: one who was killed then leaves a file with nothing else in it.
        let tables = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'") ?? 0
        guard id == 0 && tables == 0 else {
            throw StorageError(.damaged, "\(path) is an SQLite file of another program", hint: "name a file that naxdse made, or a new one")
        }
    }

    private static func checkVersion(_ db: Database, _ path: String) throws {
        let migrator = SQLiteSchema.migrator
        if try migrator.hasBeenSuperseded(db) {
            throw StorageError(.newer, "\(path) was written by a later version of naxdse", hint: "use that version")
        }
        guard try migrator.hasCompletedMigrations(db) else {
            throw StorageError(.readOnly, "\(path) holds no studies in this version's form", hint: "run or resume a study in it first, which brings it up to date")
        }
    }

    /// Runs a reading transaction.
    func read<T>(_ body: (Database) throws -> T) throws(StorageError) -> T {
        try translated(location) { try queue.read(body) }
    }

    /// Runs a writing transaction.
    /// - Parameter durable: whether it is on the disk when this returns.
    func write<T>(durable: Bool = true, _ body: (Database) throws -> T) throws(StorageError) -> T {
        try translated(location) {
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
                var result: T?
                try db.inTransaction(.immediate) {
                    result = try body(db)
                    return .commit
                }
                return result!
            }
        }
    }
}

/// Runs an action and puts whatever SQLite complains about into the user's words.
func translated<T>(_ path: String, _ action: () throws -> T) throws(StorageError) -> T {
    do {
        return try action()
    } catch let error as StorageError {
        throw error
    } catch let error as DatabaseError {
        throw StorageError(error, path)
    } catch {
        throw StorageError(.damaged, "\(path) holds what no study holds: \(error)", hint: "restore the file from a copy")
    }
}

extension StorageError {
    init(_ error: DatabaseError, _ path: String) {
        let said = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_NOTADB:
            self.init(.damaged, "\(path) is no study file", hint: "name a file that naxdse made, or a new one")
        case .SQLITE_CORRUPT:
            self.init(.damaged, "\(path) is damaged (\(said))", hint: "restore it from a copy, or recover what is left with `sqlite3 \(path) .recover`")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.locked, "\(path) is locked by another process", hint: "wait for that process, or end it")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(.readOnly, "\(path) cannot be written (\(said))", hint: "give yourself the right to write it and its folder, or copy it")
        case .SQLITE_FULL:
            self.init(.full, "the disk is full: \(path) could not grow", hint: "make room and resume; nothing that was stored is lost")
        case .SQLITE_CANTOPEN:
            self.init(.inaccessible, "\(path) cannot be opened (\(said))", hint: "check that its folder exists and that you may write there")
        case .SQLITE_IOERR:
            self.init(.inaccessible, "\(path) cannot be read or written (\(said))", hint: "check the disk; nothing that was stored before is lost")
        case .SQLITE_ERROR, .SQLITE_SCHEMA, .SQLITE_MISMATCH, .SQLITE_CONSTRAINT, .SQLITE_TOOBIG:
            self.init(.damaged, "\(path) is not in the form that this version writes (\(said))", hint: "restore it from a copy")
        default:
            self.init(.inaccessible, "\(path): \(said)", hint: "check the file and the disk")
        }
    }
}
