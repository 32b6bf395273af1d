/// Studies in a PostgreSQL database, for workers on many machines.
///
/// ```swift
/// let storage = try PostgreSQLStorage(PostgreSQLURL("postgresql://me@server/studies")!)
/// ```
///
/// ## Durability
///
/// A commit of trials returns when the server has them on its disk (`synchronous_commit` is turned on where it is off;
/// a server that runs with `fsync` off cannot be helped). Claims, heartbeats and snapshots do not wait for the disk:
/// losing them costs nothing but work done twice.
///
/// ## Leases
///
/// Whether a worker has been silent for too long is told by the server's clock alone.
///
/// ## When the server goes away
///
/// A transaction whose connection is lost is tried again on a new one for `patience` seconds; as it may have been
/// committed the first time, all of them are such that a second time does no harm.
public struct PostgreSQLStorage: SQLStudyStorage {
    public let location: String
    public let lease: Double
    private let session: PostgreSQLSession

    /// Connects, and brings the tables up to date.
    /// - Parameters:
    ///   - patience: seconds to wait for a lock, and for a server that is not there, or went away, to come back.
    ///   - notice: told, from any thread, what is being waited for when that takes longer than a second.
    public init(
        _ url: PostgreSQLURL, _ access: StorageAccess = .createIfAbsent, lease: Double = 30, patience: Double = 60,
        notice: (@Sendable (String) -> Void)? = nil
    ) throws(StorageError) {
        location = url.description
        self.lease = lease
        session = try PostgreSQLSession(url, access, patience: patience, notice: notice)
    }

    public func close() { session.close() }

    func reading<T>(_ body: (any SQLTransaction) throws -> T) throws(StorageError) -> T {
        try session.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body)
    }

    func writing<T>(durable: Bool, _ body: (any SQLTransaction) throws -> T) throws(StorageError) -> T {
        try session.transaction(durable ? "BEGIN" : "BEGIN; SET LOCAL synchronous_commit TO off", body)
    }

    // Not FOR UPDATE, which waits for every transaction that adds a row referring to the study.
    static var lockClause: String { " FOR NO KEY UPDATE" }
    static var firstBeat: String { "extract(epoch FROM clock_timestamp())" }
    static var nextBeat: String { firstBeat }

    func silences(_ beats: [(id: String, beat: Double)], _ db: any SQLTransaction) throws -> [Double] {
        if beats.isEmpty { return [] }
        let now = try db.rows("SELECT CAST(extract(epoch FROM clock_timestamp()) AS double precision)", [])[0].real(0)
        return beats.map { now - $0.beat }
    }
}
