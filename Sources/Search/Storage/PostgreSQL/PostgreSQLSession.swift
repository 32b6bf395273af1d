import Synchronization

/// The connection of one storage, which its threads use in turn, and which is made anew where it is lost.
final class PostgreSQLSession: @unchecked Sendable {  // What changes is only touched under `turn`.
    private let library: LibPQ
    private let url: PostgreSQLURL
    private let access: StorageAccess
    private let patience: Double
    private let turn = Mutex(())
    private var connection: PostgreSQLConnection?
    /// When it was noticed that there is no connection; nil while there is one.
    private var lostSince: ContinuousClock.Instant?

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
                    } catch let failure as PostgreSQLFailure where failure.isConnectionLost {
                        connection = nil
                        isRetry = true
                        try checkPatience(failure.message)
                    } catch let failure as PostgreSQLFailure where failure.isPassing && start.duration(to: .now) < .seconds(patience) {
                        // The other transaction is done by then.
                    } catch let error as StorageError where connection == nil && error.kind == .inaccessible {
                        try checkPatience(error.message)
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

    /// Patience is with the server, and not with each transaction: when it is over, those that wait for their turn do not wait anew.
    /// - Throws: where it is over.
    private func checkPatience(_ said: String) throws(StorageError) {
        let since = lostSince ?? .now
        lostSince = since
        guard since.duration(to: .now) < .seconds(patience) else {
            throw StorageError(
                .inaccessible, "the server of \(url) went away and has not come back for \(patience) s (\(said))",
                hint: "start the server and resume; nothing that was stored is lost")
        }
    }

    private func attempt<T>(_ transaction: PostgreSQLTransaction, _ begin: String, _ body: (any SQLTransaction) throws -> T) throws -> T {
        let connection = transaction.connection
        try connection.run(begin)
        do {
            let result = try body(transaction)
            try connection.run("COMMIT")
            lostSince = nil
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
