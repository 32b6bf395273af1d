import Glibc

/// The value of an environment variable; nil where it is not set.
public func environmentVariable(_ name: String) -> String? { getenv(name).map { text(ofName: $0) } }

/// The path of the running program; nil where the system does not tell.
public var executablePath: String? { realPath("/proc/self/exe") }

/// What the program was called with, without its name; arguments that are no UTF-8 as ``FileName`` has them.
public var programArguments: [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in CommandLine.unsafeArgv[index].map { text(ofName: $0) } }
}

/// Ends the process.
public func endProcess(_ code: Int32) -> Never { exit(code) }

/// Seconds since 1970, UTC.
public var secondsSince1970: Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
