import Glibc

/// Which process on which running system: what tells whether a process of an earlier record still runs.
public struct ProcessIdentity: Hashable, Sendable {
    /// The running system and its process numbering; equal where process numbers can be compared.
    public var host: String
    /// Its number on that host.
    public var process: Int32
    /// When the process started, in the system's own words; process numbers are used again.
    public var started: String

    /// Of a process that an earlier record names.
    public init(host: String, process: Int32, started: String) {
        self.host = host
        self.process = process
        self.started = started
    }

    /// This process.
    public static var current: ProcessIdentity {
        let process = getpid()
        return ProcessIdentity(host: currentHost, process: process, started: startTime(of: process) ?? "")
    }

    /// Whether it is known to have ended. False where that cannot be known from here.
    public var isKnownDead: Bool {
        guard host == Self.currentHost else { return false }
        if kill(process, 0) != 0 && errno == ESRCH { return true }
        guard let now = Self.startTime(of: process) else { return false }
        return now != started
    }

    /// This machine's name, its boot and its process namespace: numbers of processes mean something within these alone.
    public static let currentHost: String = {
        var name = [CChar](repeating: 0, count: 256)
        let host = gethostname(&name, name.count - 1) == 0 ? text(ofName: name) : "unknown"
        let boot = contents(of: "/proc/sys/kernel/random/boot_id") ?? ""
        var link = [CChar](repeating: 0, count: 256)
        let namespace = readlink("/proc/self/ns/pid", &link, link.count - 1) > 0 ? text(ofName: link) : ""
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

    /// Of one of the system's own files, which have no size.
    private static func contents(of path: String) -> String? {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let length = read(file, &buffer, buffer.count)
        guard length > 0 else { return nil }
        return String(decoding: buffer[..<length].filter { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
