import FoundationEssentials
import GRDB
import System

/// Studies in an SQLite file, several in one.
///
/// ```swift
/// let storage = try SQLiteStorage("resnet20.studies")
/// let study = try storage.create(record)
/// ```
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
public struct SQLiteStorage: SQLStudyStorage {
    public let location: String
    public let lease: Double
    let queue: DatabaseQueue
    private let silence: Silence
    /// The file as it was when it was opened to be written; nil where it is only read, or is none.
    private let identity: FileIdentity?
    private let patience: Double

    /// Opens a study file and brings it up to date.
    ///
    /// - Parameters:
    ///   - patience: seconds to wait for another process that is writing, or has locked the folder.
    ///   - notice: told what is being waited for when that takes longer than a second.
    public init(
        _ path: String, _ access: StorageAccess = .createIfAbsent, lease: Double = 30, patience: Double = 30,
        notice: (@Sendable (String) -> Void)? = nil
    ) throws(StorageError) {
        try self.init(path, access, lease: lease, patience: patience, silence: Silence(), notice: notice)
    }

    /// - Parameter silence: tells how long other workers have been silent; tests bring their own clock.
    init(
        _ path: String, _ access: StorageAccess, lease: Double, patience: Double, silence: Silence,
        notice: (@Sendable (String) -> Void)? = nil
    ) throws(StorageError) {
        location = path
        self.lease = lease
        self.silence = silence
        self.patience = patience
        if access != .createIfAbsent {
            guard FileManager.default.fileExists(atPath: path) else {
                throw StorageError(
                    .inaccessible, "there is no file \(path)",
                    hint: "name the file that `naxdse search run --storage` wrote")
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
        if access == .readOnly {
            identity = nil
            do { queue = try Self.open(path, path, access, configuration) } catch  where error.kind == .inaccessible {
                // In a folder that cannot be written there can be no log. A file without one is whole as it is.
                guard FileManager.default.isReadableFile(atPath: path),
                    !FileManager.default.fileExists(atPath: path + "-wal")
                else { throw error }
                queue = try Self.open(Self.immutable(path), path, access, configuration)
            }
        } else {
            queue = try withFolderLock(of: path, patience: patience, notice: notice) { () throws(StorageError) in
                try Self.open(path, path, access, configuration)
            }
            identity = FileIdentity(path)
        }
    }

    /// The path as a URI that tells SQLite that nobody changes the file ("Uniform Resource Identifiers" in its manual).
    private static func immutable(_ path: String) -> String {
        let safe = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./".utf8)
        let escaped = path.utf8.map { byte in
            safe.contains(byte) ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "file:\(escaped.joined())?immutable=1"
    }

    /// - Parameters:
    ///   - address: of the file, for SQLite.
    ///   - path: of the file, for messages.
    private static func open(
        _ address: String, _ path: String, _ access: StorageAccess, _ configuration: Configuration
    ) throws(StorageError) -> DatabaseQueue {
        let queue = try translated(path) { try DatabaseQueue(path: address, configuration: configuration) }
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
        silence = Silence()
        identity = nil
        patience = 0
        self.queue = queue
    }

    /// Moves everything from the log into the file, which then holds all by itself, and closes it.
    public func close() throws(StorageError) {
        var isWhole = true
        try translated(location) {
            if identity != nil {
                isWhole = try queue.writeWithoutTransaction { db in
                    try db.execute(sql: "PRAGMA synchronous = FULL")
                    // Answers with: whether it had to give up, pages in the log, and how many of them are in the file.
                    let answer = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")!
                    return (answer[0] as Int) == 0 || (answer[1] as Int) == (answer[2] as Int)
                }
            }
            try queue.close()
        }
        // Where it was moved, what was stored is in it now, wherever it is.
        try checkIsThere()
        guard isWhole else {
            throw StorageError(
                .locked,
                "\(location) is not whole by itself: another process has been reading it for \(patience) s, and the last trials are in \(location)-wal",
                hint: "nothing is lost; end that process and resume the study, or copy both files together")
        }
    }

    /// - Throws: where the path leads to another file than the one that was opened, or to none: what is written goes
    ///   where nobody finds it.
    private func checkIsThere() throws(StorageError) {
        guard let identity else { return }
        let now = FileIdentity(location)
        if now == identity { return }
        throw StorageError(
            .inaccessible,
            "\(location) was \(now == nil ? "deleted or moved" : "replaced by another file") while this process worked on it",
            hint:
                "if it was moved, resume the study where it is now; if it was deleted, what it held is gone: begin the study again"
        )
    }

    private static func checkIsOurs(_ db: Database, _ path: String) throws {
        let id = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        if id == SQLiteSchema.applicationID { return }
        // The migrator makes its own table first: one who was killed then leaves a file with nothing else in it.
        let tables =
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'") ?? 0
        guard id == 0 && tables == 0 else {
            throw StorageError(
                .damaged, "\(path) is an SQLite file of another program",
                hint: "name a file that naxdse made, or a new one")
        }
    }

    private static func checkVersion(_ db: Database, _ path: String) throws {
        let migrator = SQLiteSchema.migrator
        if try migrator.hasBeenSuperseded(db) {
            throw StorageError(.newer, "\(path) was written by a later version of naxdse", hint: "use that version")
        }
        guard SQLiteSchema.neededToRead.isSubset(of: try migrator.appliedIdentifiers(db)) else {
            throw StorageError(
                .readOnly, "\(path) holds no studies in this version's form",
                hint: "run or resume a study in it first, which brings it up to date")
        }
    }

    /// Runs a reading transaction.
    func read<T>(_ body: (Database) throws -> T) throws(StorageError) -> T {
        try translated(location) { try queue.read(body) }
    }

    /// Runs a writing transaction.
    /// - Parameter durable: whether it is on the disk when this returns.
    func write<T>(durable: Bool = true, _ body: (Database) throws -> T) throws(StorageError) -> T {
        try checkIsThere()
        let result = try translated(location) {
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
        // Nothing counts as stored that is in a file which nobody can open any more.
        try checkIsThere()
        return result
    }
}

// What SQL storages differ in.
extension SQLiteStorage {
    func reading<T>(_ body: (any SQLTransaction) throws -> T) throws(StorageError) -> T {
        try read { try body(SQLiteTransaction(db: $0)) }
    }

    func writing<T>(durable: Bool, _ body: (any SQLTransaction) throws -> T) throws(StorageError) -> T {
        try write(durable: durable) { try body(SQLiteTransaction(db: $0)) }
    }

    static var lockClause: String { "" }
    // A beat only has to differ from the one before: see `Silence`.
    static var firstBeat: String { "0" }
    static var nextBeat: String { "beat + 1" }

    func silences(_ beats: [(id: String, beat: Double)], _ db: any SQLTransaction) -> [Double] {
        beats.map { silence.seconds(of: $0.id, beat: $0.beat) }
    }
}
