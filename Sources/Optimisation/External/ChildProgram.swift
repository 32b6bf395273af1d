import FoundationEssentials
import Synchronization
import System

/// A program at the other end of two pipes, line by line in JSON.
///
/// Its standard error is this process's. It has a process group of its own, so
/// that Ctrl-C reaches this process alone. When the value goes, its input is
/// closed; if it does not end of itself then, it is ended.
final class ChildProgram: Sendable {
    /// For messages: "strategy 'exec:./mine.py'".
    let name: String
    private let process: ChildProcess
    private let input: PipeEnd
    private let output: PipeEnd
    /// Seconds to wait for the program to take or give a line.
    private let patience: Double
    private let received = Mutex(Received())

    /// What the program has written.
    private struct Received {
        /// What is not taken yet.
        var buffer: [UInt8] = []
        /// Lines that were taken.
        var lines = 0
        /// Answers that were looked at for another one behind them.
        var looked = 0
    }

    /// The longest line that is read.
    private static let longestLine = 1 << 28
    /// So many first answers are looked at for a second one that comes with them, for so many seconds each: a program
    /// that answers twice most often does from the start, and is then caught before a line is taken for another's.
    private static let watchedAnswers = 3, watch = 0.02

    init(_ command: String, patience: Double) throws {
        name = "strategy '\(StrategyPlugin.externalPrefix)\(command)'"
        self.patience = patience
        let arguments = PathKind(command) == .file ? [command] : command.split(separator: " ").map(String.init)
        guard let program = arguments.first else {
            throw StrategyError(
                "--strategy exec: names no program; write the command after the colon, as in exec:./mine.py")
        }
        do throws(SystemError) {
            let toChild = try PipeEnd.pair(), fromChild = try PipeEnd.pair()
            process = try ChildProcess(program, arguments, input: toChild.reading, output: fromChild.writing)
            (input, output) = (toChild.writing, fromChild.reading)
        } catch {
            let hint =
                switch error.kind {
                case .missing: "check its path"
                case .forbidden: "make it executable with `chmod +x \(program)`"
                case .notExecutable: "begin the script with a line such as #!/usr/bin/env python3"
                default: "check that it runs by itself"
                }
            throw StrategyError("\(name) cannot be started: \(error.reason); \(hint)")
        }
        input.makeNonBlocking()
        output.makeNonBlocking()
    }

    deinit {
        input.detach()
        process.end()
    }

    /// Sends one line.
    ///
    /// - Throws: where the program has written a line that nothing asked for: it would be taken for the answer to a
    ///   later message.
    func send(_ message: some Encodable) throws {
        try checkSilence()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = try [UInt8](encoder.encode(message)) + [UInt8(ascii: "\n")]
        let deadline = ContinuousClock.now + .seconds(patience)
        var sent = 0
        while sent < line.count {
            switch input.write(line[sent...]) {
            case .done(let count): sent += count
            case .later:
                try checkSilence()
                guard input.wait(toWrite: true, until: deadline) else {
                    throw failure(
                        "does not read what it is sent",
                        hint: "read a line, answer it where it wants an answer, read the next")
                }
            case .broken: throw ended()
            }
        }
    }

    /// The next line, and its number among all that the program wrote.
    func receive<T: Decodable>() throws -> (message: T, line: Int) {
        let (line, number) = try receiveLine()
        do { return (try JSONDecoder().decode(T.self, from: Data(line)), number) } catch {
            throw failure(
                "wrote '\(shown(line))' in line \(number), which is no message",
                hint: "write one JSON object a line to standard output, and anything for people to standard error")
        }
    }

    /// Looks once more whether the last answer had another with it.
    /// - Throws: where it had.
    func checkAnswer() throws {
        let isWatched = received.withLock { received in
            received.looked += 1
            return received.looked <= Self.watchedAnswers
        }
        if isWatched { _ = output.wait(toWrite: false, until: .now + .seconds(Self.watch)) }
        try checkSilence()
    }

    /// - Throws: where the program has written anything that is not taken yet. What it says to be wrong it may say at
    ///   any time, and its first line may come before it has read one.
    private func checkSilence() throws {
        let surplus = received.withLock { received -> (line: [UInt8], number: Int)? in
            guard received.lines > 0 else { return nil }
            if received.buffer.isEmpty { _ = output.read(into: &received.buffer) }
            guard !received.buffer.isEmpty else { return nil }
            // The rest of the line is on its way; what comes in a second is enough to name it.
            let deadline = ContinuousClock.now + .seconds(1)
            while !received.buffer.contains(UInt8(ascii: "\n")), received.buffer.count < 1 << 20 {
                if case .broken = output.read(into: &received.buffer) { break }
                guard output.wait(toWrite: false, until: deadline) else { break }
            }
            return (Array(received.buffer.prefix { $0 != UInt8(ascii: "\n") }), received.lines + 1)
        }
        guard let (line, number) = surplus else { return }
        if let reply = try? JSONDecoder().decode(Reply.self, from: Data(line)), let error = reply.error {
            throw StrategyError("\(name) says: \(error)")
        }
        throw failure(
            "wrote '\(shown(line))' in line \(number), which nothing asked for",
            hint: "answer the first line and each ask with one line, and results that are told with none")
    }

    /// The beginning of a line, for messages.
    private func shown(_ line: some Collection<UInt8>) -> String {
        String(decoding: line.prefix(120), as: UTF8.self) + (line.count > 120 ? "…" : "")
    }

    private func receiveLine() throws -> (line: [UInt8], number: Int) {
        let deadline = ContinuousClock.now + .seconds(patience)
        return try received.withLock { received in
            var searched = 0
            while true {
                if let end = received.buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                    let line = Array(received.buffer[..<end])
                    received.buffer.removeSubrange(...end)
                    received.lines += 1
                    return (line, received.lines)
                }
                searched = received.buffer.count
                guard searched < Self.longestLine else {
                    throw failure(
                        "wrote more than \(Self.longestLine >> 20) MiB in line \(received.lines + 1)",
                        hint: "end each message with a line feed")
                }
                switch output.read(into: &received.buffer) {
                case .done: continue
                case .later:
                    guard output.wait(toWrite: false, until: deadline) else {
                        throw failure(
                            "did not answer within \(patience) s",
                            hint:
                                "allow more with --set timeout=SECONDS, and let the program flush its output after each line"
                        )
                    }
                case .broken: throw ended()
                }
            }
        }
    }

    func failure(_ problem: String, hint: String) -> StrategyError { StrategyError("\(name) \(problem); \(hint)") }

    /// Why there is nobody at the other end.
    private func ended() -> StrategyError {
        guard let ending = process.ending(within: 1) else {
            return failure("closed its standard input or output", hint: "keep both open until the input ends")
        }
        return failure(
            "\(ending) before the study did",
            hint: "what it wrote to standard error may say why; what was stored stays, and the study can be resumed")
    }
}
