import Synchronization
import System

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

    private var hasConnected = false
    /// Told, once each time, that it is waited for the server.
    private let notice: (@Sendable (String) -> Void)?
    private var isNoticed = false

    init(
        _ url: PostgreSQLURL, _ access: StorageAccess, patience: Double, notice: (@Sendable (String) -> Void)?
    ) throws(StorageError) {
        self.url = url
        self.access = access
        self.patience = patience
        self.notice = notice
        library = try LibPQ()
        connection = try patiently { _ in try connected() }
    }

    /// Runs a transaction; again where the connection was lost or another transaction was in the way.
    /// - Parameter begin: the statements that begin it.
    func transaction<T>(_ begin: String, _ body: (any SQLTransaction) throws -> T) throws(StorageError) -> T {
        var result: T?
        try turn.withLock { _ throws(StorageError) in
            result = try patiently { isRetry in
                let current = try connection ?? connected()
                connection = current
                return try attempt(PostgreSQLTransaction(connection: current, isRetry: isRetry), begin, body)
            }
        }
        return result!
    }

    func close() { turn.withLock { _ in connection = nil } }

    /// Tries again where the connection is lost, until patience ends, and puts what does not pass into the user's
    /// words.
    private func patiently<T>(_ action: (_ isRetry: Bool) throws -> T) throws(StorageError) -> T {
        let start = ContinuousClock.now
        var isRetry = false
        var wait = 0.05
        do {
            while true {
                do {
                    let result = try action(isRetry)
                    (lostSince, isNoticed, hasConnected) = (nil, false, true)
                    return result
                } catch let failure as PostgreSQLFailure where failure.isConnectionLost {
                    connection = nil
                    isRetry = true
                    try checkPatience(failure)
                } catch let failure as PostgreSQLFailure
                    where failure.isPassing && start.duration(to: .now) < .seconds(patience)
                {
                    // The other transaction is done by then.
                }
                pause(seconds: wait)
                wait = min(2 * wait, 1)
            }
        } catch let error as StorageError {
            throw error
        } catch let failure as PostgreSQLFailure {
            throw StorageError(failure, url.description)
        } catch {
            throw StorageError(
                .damaged, "\(url) holds what no study holds: \(error)", hint: "restore the database from a copy")
        }
    }

    /// Patience is with the server, and not with each transaction: when it is over, those that wait for their turn do
    /// not wait anew.
    /// - Throws: where it is over.
    private func checkPatience(_ failure: PostgreSQLFailure) throws {
        let since = lostSince ?? .now
        lostSince = since
        let waited = since.duration(to: .now)
        if waited < .seconds(patience) {
            if !isNoticed, waited > .seconds(1) {
                isNoticed = true
                notice?("waiting up to \(patience) s for the server of \(url) (\(failure.message))")
            }
            return
        }
        // What the server itself gave as its reason.
        if !failure.state.isEmpty { throw failure }
        throw hasConnected
            ? StorageError(
                .inaccessible,
                "the server of \(url) went away and has not come back for \(patience) s (\(failure.message))",
                hint: "start the server and resume; nothing that was stored is lost")
            : StorageError(
                .inaccessible, "the server of \(url) has not let anybody in for \(patience) s (\(failure.message))",
                hint: "check the URL and that the server runs: `psql '\(url)'` should connect")
    }

    private func attempt<T>(
        _ transaction: PostgreSQLTransaction, _ begin: String, _ body: (any SQLTransaction) throws -> T
    ) throws -> T {
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

    private func connected() throws -> PostgreSQLConnection {
        let connection = try PostgreSQLConnection(url, library)
        // No time at all would stand for no limit.
        try connection.run("SET lock_timeout TO \(max(1, Int(patience * 1000))); SET client_encoding TO 'UTF8'")
        if try connection.rows("SHOW synchronous_commit")[0].text(0) == "off" {
            try connection.run("SET synchronous_commit TO on")
        }
        try PostgreSQLSchema.open(connection, access, url.description)
        return connection
    }
}

private struct PostgreSQLTransaction: SQLTransaction {
    let connection: PostgreSQLConnection
    let isRetry: Bool

    func rows(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow] { try connection.rows(sql, values) }
}
