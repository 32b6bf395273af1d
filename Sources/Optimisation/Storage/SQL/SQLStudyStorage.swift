/// A storage in an SQL database. What is the same for all of them is written once, in extensions of this
/// protocol; a database says how transactions are run and how it knows that a worker is silent.
///
/// Statements are in what SQLite and PostgreSQL have in common.
protocol SQLStudyStorage: StudyStorage {
    /// Runs a transaction that sees one state of the database and changes nothing.
    func reading<T>(_ body: (any SQLTransaction) throws -> T) throws(StorageError) -> T

    /// Runs a transaction that writes.
    /// - Parameters:
    ///   - durable: whether it is on the disk when this returns.
    ///   - body: may be run again where the connection was lost; see ``SQLTransaction/isRetry``.
    @discardableResult
    func writing<T>(durable: Bool, _ body: (any SQLTransaction) throws -> T) throws(StorageError) -> T

    /// What follows a SELECT of a row that nobody else may take in the same way until the transaction ends; empty where
    /// transactions that write exclude each other anyway.
    static var lockClause: String { get }
    /// The SQL expression of a worker's first beat.
    static var firstBeat: String { get }
    /// The SQL expression of its next beat.
    static var nextBeat: String { get }

    /// For how many seconds each worker has not been heard of.
    /// - Parameter beats: their ids with the values of column `beat`.
    func silences(_ beats: [(id: String, beat: Double)], _ db: any SQLTransaction) throws -> [Double]
}

extension SQLStudyStorage {
    @discardableResult
    func writing<T>(_ body: (any SQLTransaction) throws -> T) throws(StorageError) -> T {
        try writing(durable: true, body)
    }

    /// Sees that the study is still there, and lets no other transaction change its trials and claims until this one
    /// ends.
    func hold(_ study: Study, _ db: any SQLTransaction) throws {
        guard try !db.rows("SELECT 1 FROM study WHERE id = $1" + Self.lockClause, [.integer(study.key)]).isEmpty else {
            throw StorageError(
                .noSuchStudy, "study '\(study.record.name)' is gone from \(location)", hint: "somebody deleted it")
        }
    }
}
