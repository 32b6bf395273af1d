#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import Synchronization
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A program at the other end of two pipes, line by line in JSON.
///
/// Its standard error is this process's. It has a process group of its own, so
/// that Ctrl-C reaches this process alone. When the value goes, its input is
/// closed; if it does not end of itself then, it is ended.
final class ChildProgram: Sendable {
    /// For messages: "strategy 'exec:./mine.py'".
    let name: String
    private let process: pid_t
    private let input: PipeEnd
    private let output: PipeEnd
    /// Seconds to wait for the program to take or give a line.
    private let patience: Double
    private let received = Mutex<[UInt8]>([])
    /// Its exit status, once it is known; a process's status can be had once.
    private let status = Mutex<Int32?>(nil)

    /// The longest line that is read.
    private static let longestLine = 1 << 28

    init(_ command: String, patience: Double) throws {
        name = "strategy '\(StrategyPlugin.externalPrefix)\(command)'"
        self.patience = patience
        let arguments = isFile(command) ? [command] : command.split(separator: " ").map(String.init)
        guard let program = arguments.first else {
            throw StrategyError("--strategy exec: names no program; write the command after the colon, as in exec:./mine.py")
        }
        let toChild = try PipeEnd.pair(), fromChild = try PipeEnd.pair()
        let (code, process) = Self.start(program, arguments, input: toChild.reading.descriptor, output: fromChild.writing.descriptor)
        guard code == 0 else {
            let hint = switch code {
            case ENOENT: "check its path"
            case EACCES: "make it executable with `chmod +x \(program)`"
            case ENOEXEC: "begin the script with a line such as #!/usr/bin/env python3"
            default: "check that it runs by itself"
            }
            throw StrategyError("\(name) cannot be started: \(String(cString: strerror(code))); \(hint)")
        }
        self.process = process
        input = toChild.writing
        output = fromChild.reading
        input.makeNonBlocking()
        output.makeNonBlocking()
    }

    /// Starts the program; while its file is being written, a second at most, tries again.
    ///
    /// "Text file busy" passes by itself: a program that was written a moment ago counts as being written as long as
    /// a process that was started meanwhile holds the writer's descriptor, which it drops when it executes its own program.
    private static func start(_ program: String, _ arguments: [String], input: Int32, output: Int32) -> (code: Int32, process: pid_t) {
        var result = spawn(program, arguments, input: input, output: output)
        var milliseconds: UInt32 = 1
        while result.code == ETXTBSY, milliseconds <= 512 {
            usleep(1000 * milliseconds)
            milliseconds *= 2
            result = spawn(program, arguments, input: input, output: output)
        }
        return result
    }

    deinit {
        input.detach()
        // Most programs end with their input.
        for (signal, seconds) in [(0, 0.5), (SIGTERM, 0.5), (SIGKILL, 5)] {
            if hasEnded(within: 0) { return }
            if signal != 0 { kill(process, signal) }
            if hasEnded(within: seconds) { return }
        }
    }

    /// Sends one line.
    func send(_ message: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = try [UInt8](encoder.encode(message)) + [UInt8(ascii: "\n")]
        let deadline = ContinuousClock.now + .seconds(patience)
        var sent = 0
        while sent < line.count {
            switch input.write(line[sent...]) {
            case .done(let count): sent += count
            case .later:
                guard input.wait(toWrite: true, until: deadline) else {
                    throw failure("does not read what it is sent", hint: "read a line, answer it where it wants an answer, read the next")
                }
            case .broken: throw ended()
            }
        }
    }

    /// The next line.
    func receive<T: Decodable>() throws -> T {
        let line = try receiveLine()
        do { return try JSONDecoder().decode(T.self, from: Data(line)) } catch {
            let shown = String(decoding: line.prefix(120), as: UTF8.self) + (line.count > 120 ? "…" : "")
            throw failure(
                "wrote '\(shown)', which is no message",
                hint: "write one JSON object a line to standard output, and anything for people to standard error")
        }
    }

    private func receiveLine() throws -> [UInt8] {
        let deadline = ContinuousClock.now + .seconds(patience)
        return try received.withLock { buffer in
            var searched = 0
            while true {
                if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                    let line = Array(buffer[..<end])
                    buffer.removeSubrange(...end)
                    return line
                }
                searched = buffer.count
                guard searched < Self.longestLine else {
                    throw failure("wrote a line of more than \(Self.longestLine >> 20) MiB", hint: "end each message with a line feed")
                }
                switch output.read(into: &buffer) {
                case .done: continue
                case .later:
                    guard output.wait(toWrite: false, until: deadline) else {
                        throw failure(
                            "did not answer within \(patience) s",
                            hint: "allow more with --set timeout=SECONDS, and let the program flush its output after each line")
                    }
                case .broken: throw ended()
                }
            }
        }
    }

    func failure(_ problem: String, hint: String) -> StrategyError { StrategyError("\(name) \(problem); \(hint)") }

    /// Why there is nobody at the other end.
    private func ended() -> StrategyError {
        guard hasEnded(within: 1), let status = status.withLock({ $0 }) else {
            return failure("closed its standard input or output", hint: "keep both open until the input ends")
        }
        let how = status & 0x7F == 0 ? "ended with exit code \(status >> 8 & 0xFF)" : "was ended by signal \(status & 0x7F)"
        return failure(
            "\(how) before the study did",
            hint: "what it wrote to standard error may say why; what was stored stays, and the study can be resumed")
    }

    private func hasEnded(within seconds: Double) -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            let isOver = status.withLock { known in
                if known != nil { return true }
                var now: Int32 = 0
                guard waitpid(process, &now, WNOHANG) != 0 else { return false }
                known = now
                return true
            }
            if isOver || .now >= deadline { return isOver }
            pause(seconds: 0.005)
        }
    }
}

private func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}
