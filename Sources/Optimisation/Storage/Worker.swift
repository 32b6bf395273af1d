import System

/// A process at work on a study, or one of several runners in a process.
///
/// Names its process such that others on the same machine can tell whether it
/// still runs; those on other machines rely on its
/// heartbeat.
public struct Worker: Hashable, Sendable {
    /// Unique among all workers.
    public var id: String
    private var identity: ProcessIdentity

    /// The running system and its process numbering.
    public var host: String { identity.host }
    /// Process id on its host.
    public var process: Int32 { identity.process }
    /// When the process started, in the system's own words.
    public var started: String { identity.started }

    /// This process.
    public init() {
        var system = SystemRandomNumberGenerator()
        // Not a draw of the search: it only has to differ from other workers'.
        id = String(system.next(), radix: 16) + String(system.next(), radix: 16)
        identity = .current
    }

    init(id: String, host: String, process: Int32, started: String) {
        self.id = id
        identity = ProcessIdentity(host: host, process: process, started: started)
    }

    /// Whether the process is known to have ended. False where that cannot be known from here.
    var isKnownDead: Bool { identity.isKnownDead }

    static var thisHost: String { ProcessIdentity.currentHost }
}
