import Foundation

/// A PostgreSQL server of one test's own, which the test may end and start again.
///
///     let server = try MortalServer()
///     try server.end(by: SIGKILL)
///     try server.start()
public final class MortalServer: Sendable {
    /// Of a database, empty at first.
    public let url: String
    private let service: Service
    private let folder: URL

    public struct NotThere: Error {}

    public init() throws {
        service = Service(script: "with-postgresql", variable: "NAXDSE_TEST_POSTGRESQL", isShared: false)
        guard let address = service.address, let host = address.firstRange(of: "host=") else { throw NotThere() }
        url = address
        folder = URL(filePath: String(address[host.upperBound...]))
    }

    /// Sends a signal to the server's first process, and returns when it has ended: SIGQUIT for an immediate stop,
    /// without writing what is in memory alone; SIGKILL for a crash.
    public func end(by signal: Int32) throws {
        let file = folder.appending(path: "data/postmaster.pid")
        let first = try String(contentsOf: file, encoding: .utf8).prefix { !$0.isNewline }
        guard let process = pid_t(first) else { throw NotThere() }
        kill(process, signal)
        while kill(process, 0) == 0, !isDead(process) { usleep(10_000) }
        // Left by a killed one, which may be a dead process that nobody has asked about yet.
        try? FileManager.default.removeItem(at: file)
    }

    private func isDead(_ process: pid_t) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let close = stat.lastIndex(of: ")")
        else { return false }
        return stat[close...].dropFirst().trimmingCharacters(in: .whitespaces).first == "Z"
    }

    /// Starts it again, after so many seconds, which are not waited for.
    /// It may take some attempts: a killed server's other processes have to have noticed first.
    public func start(after seconds: Double) throws {
        // Not a `Process`, which has ended only when the server has: it would be an ended child that nobody asks for
        // until then, and keep exit tests from seeing their own.
        let attempts =
            "sleep \(seconds); for attempt in 1 2 3 4 5 6 7 8 9 10; do '\(folder.appending(path: "start").path)' && exit; sleep 1; done"
        guard system("(\(attempts)) </dev/null >/dev/null 2>&1 &") == 0 else { throw NotThere() }
    }

    /// What it said since it was first started.
    public var log: String {
        get throws { try String(contentsOf: folder.appending(path: "server.log"), encoding: .utf8) }
    }
}
