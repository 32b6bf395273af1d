import Glibc
import Synchronization

/// A program that this process started, with pipes for its standard input and output; its standard error is this
/// process's.
///
/// It has a process group of its own, so that Ctrl-C reaches this process alone.
public final class ChildProcess: Sendable {
    /// How a program ended.
    public enum Ending: Hashable, Sendable, CustomStringConvertible {
        case exit(code: Int32)
        case signal(Int32)

        init(status: Int32) {
            self = status & 0x7F == 0 ? .exit(code: status >> 8 & 0xFF) : .signal(status & 0x7F)
        }

        /// "ended with exit code 1"
        public var description: String {
            switch self {
            case .exit(let code): "ended with exit code \(code)"
            case .signal(let number): "was ended by signal \(number)"
            }
        }
    }

    private let process: pid_t
    /// Once it is known: a process's status can be had once.
    private let known = Mutex<Ending?>(nil)

    /// Starts a program; while its file is being written, a second at most, tries again.
    ///
    /// "Text file busy" passes by itself: a program that was written a moment ago counts as being written as long as a
    /// process that was started meanwhile holds the writer's descriptor, which it drops when it executes its own
    /// program.
    ///
    /// - Parameters:
    ///   - program: a path, or a name that is looked for where the shell would look.
    ///   - arguments: the program's name first.
    ///   - input: what it reads; nil for nothing.
    /// - Throws: where it cannot be started.
    public convenience init(
        _ program: String, _ arguments: [String], input: PipeEnd?, output: PipeEnd
    ) throws(SystemError) {
        try self.init(program, arguments, input: input?.descriptor, output: output.descriptor)
    }

    init(_ program: String, _ arguments: [String], input: Int32?, output: Int32) throws(SystemError) {
        let nothing = input == nil ? open("/dev/null", O_RDONLY | O_CLOEXEC) : -1
        defer { if nothing >= 0 { close(nothing) } }
        var result = spawn(program, arguments, input: input ?? nothing, output: output)
        var milliseconds: UInt32 = 1
        while result.code == ETXTBSY, milliseconds <= 512 {
            usleep(1000 * milliseconds)
            milliseconds *= 2
            result = spawn(program, arguments, input: input ?? nothing, output: output)
        }
        guard result.code == 0 else { throw SystemError(code: result.code) }
        process = result.process
    }

    /// How it ended, waiting so many seconds at most; nil where it runs on.
    public func ending(within seconds: Double) -> Ending? {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            let ending = known.withLock { known -> Ending? in
                if known != nil { return known }
                var status: Int32 = 0
                guard waitpid(process, &status, WNOHANG) != 0 else { return nil }
                known = Ending(status: status)
                return known
            }
            if ending != nil || .now >= deadline { return ending }
            pause(seconds: 0.005)
        }
    }

    /// Waits for its end, without a limit.
    func wait() -> Ending {
        known.withLock { known in
            if let known { return known }
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            let ending = Ending(status: status)
            known = ending
            return ending
        }
    }

    /// Asks it to end, and ends it where it does not. Most programs end with their input: close that first.
    public func end() {
        for (signal, seconds) in [(0, 0.5), (SIGTERM, 0.5), (SIGKILL, 5)] {
            if ending(within: 0) != nil { return }
            if signal != 0 { send(signal) }
            if ending(within: seconds) != nil { return }
        }
    }

    /// Ends it at once.
    func kill() { send(SIGKILL) }

    private func send(_ signal: Int32) { _ = Glibc.kill(process, signal) }
}
