import Synchronization

/// The connection of one storage, which its threads use in turn, and which is made anew where it is lost.
final class PostgreSQLSession: @unchecked Sendable {  // `connection` is only touched under `turn`.
    private let library: LibPQ
    private let url: PostgreSQLURL
    private let access: StorageAccess
    private let patience: Double
    private let turn = Mutex(())
    private var connection: PostgreSQLConnection?

    init(_ url: PostgreSQLURL, _ access: StorageAccess, patience: Double) throws(StorageError) {
        self.url = url
        self.access = access
        self.patience = patience
        library = try LibPQ()
        connection = try connected()
    }

    /// Runs a transaction; again where the connection was lost or another transaction was in the way.
    /// - Parameter begin: the statements that begin it.
    func transaction<T>(_ begin: String, _ body: (any SQLTransaction) throws -> T) throws(StorageError) -> T {
        do {
            return try turn.withLock { _ in
                let start = ContinuousClock.now
                var isRetry = false
                var wait = 0.05
                while true {
                    do {
                        let current = try connection ?? connected()
                        connection = current
                        return try attempt(PostgreSQLTransaction(connection: current, isRetry: isRetry), begin, body)
                    } catch let failure as PostgreSQLFailure where (failure.isConnectionLost || failure.isPassing) && isPatient(since: start) {
                        isRetry = isRetry || failure.isConnectionLost
                        if failure.isConnectionLost { connection = nil }
                    } catch let error as StorageError where connection == nil && error.kind == .inaccessible && isPatient(since: start) {
                        // The server is not back yet.
                    }
                    pause(seconds: wait)
                    wait = min(2 * wait, 1)
                }
            }
        } catch let error as StorageError {
            throw error
        } catch let failure as PostgreSQLFailure {
            throw StorageError(failure, url.description)
        } catch {
            throw StorageError(.damaged, "\(url) holds what no study holds: \(error)", hint: "restore the database from a copy")
        }
    }

    private func isPatient(since start: ContinuousClock.Instant) -> Bool { start.duration(to: .now) < .seconds(patience) }

    private func attempt<T>(_ transaction: PostgreSQLTransaction, _ begin: String, _ body: (any SQLTransaction) throws -> T) throws -> T {
        let connection = transaction.connection
        try connection.run(begin)
        do {
            let result = try body(transaction)
            try connection.run("COMMIT")
            return result
        } catch {
            if connection.isAlive { try connection.run("ROLLBACK") }
            throw error
        }
    }

    private func connected() throws(StorageError) -> PostgreSQLConnection {
        let connection = try PostgreSQLConnection(url, library)
        do {
            try connection.run("SET lock_timeout TO \(Int(patience * 1000)); SET client_encoding TO 'UTF8'")
            if try connection.rows("SHOW synchronous_commit")[0].text(0) == "off" { try connection.run("SET synchronous_commit TO on") }
            try PostgreSQLSchema.open(connection, access, url.description)
        } catch let failure as PostgreSQLFailure {
            throw StorageError(failure, url.description)
        } catch let error as StorageError {
            throw error
        } catch {
            throw StorageError(.damaged, "\(url) holds what no study holds: \(error)", hint: "restore the database from a copy")
        }
        return connection
    }
}

private struct PostgreSQLTransaction: SQLTransaction {
    let connection: PostgreSQLConnection
    let isRetry: Bool

    func rows(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow] { try connection.rows(sql, values) }
}
