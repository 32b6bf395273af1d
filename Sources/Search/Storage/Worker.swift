#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A process at work on a study, or one of several runners in a process.
///
/// Names its process such that others on the same machine can tell whether it
/// still runs; those on other machines rely on its
/// heartbeat.
public struct Worker: Hashable, Sendable {
    /// Unique among all workers.
    public var id: String
    /// The running system and its process numbering; equal where process numbers can be compared.
    public var host: String
    public var process: Int32
    /// When the process started, in the system's own words; process numbers are used again.
    public var started: String

    /// This process.
    public init() {
        var system = SystemRandomNumberGenerator()
        // Not a draw of the search: it only has to differ from other workers'.
        id = String(system.next(), radix: 16) + String(system.next(), radix: 16)
        host = Self.thisHost
        process = getpid()
        started = Self.startTime(of: process) ?? ""
    }

    init(id: String, host: String, process: Int32, started: String) {
        self.id = id
        self.host = host
        self.process = process
        self.started = started
    }

    /// Whether the process is known to have ended. False where that cannot be known from here.
    var isKnownDead: Bool {
        guard host == Self.thisHost else { return false }
        if kill(process, 0) != 0 && errno == ESRCH { return true }
        guard let now = Self.startTime(of: process) else { return false }
        return now != started
    }

    static let thisHost: String = {
        var name = [CChar](repeating: 0, count: 256)
        let host = gethostname(&name, name.count - 1) == 0 ? text(of: name) : "unknown"
        let boot = contents(of: "/proc/sys/kernel/random/boot_id") ?? ""
        var link = [CChar](repeating: 0, count: 256)
        let namespace = readlink("/proc/self/ns/pid", &link, link.count - 1) > 0 ? text(of: link) : ""
        return "\(host) \(boot) \(namespace)"
    }()

    /// Clock ticks from boot to the process's start, from `/proc` (proc(5), field 22 of stat); nil elsewhere.
    private static func startTime(of process: Int32) -> String? {
        guard let stat = contents(of: "/proc/\(process)/stat"), let close = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[close...].split(separator: " ")
        // A dead process whose parent has not taken its status yet is a zombie, state Z.
        guard fields.count > 20, fields[1] != "Z", fields[1] != "X" else { return "" }
        return String(fields[20])
    }

    private static func contents(of path: String) -> String? {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let length = read(file, &buffer, buffer.count)
        guard length > 0 else { return nil }
        return String(decoding: buffer[..<length].filter { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    private static func text(of characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
