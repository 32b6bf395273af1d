import Diagnostics
import FoundationEssentials
import System

/// A program that knows figures of components: it reads requests as JSON lines, and answers each with one.
package struct Provider {
    private let command: String
    /// Seconds without an answer after which it is given up.
    private let patience: Double

    package init(_ command: String, patience: Double = 600) {
        self.command = command
        self.patience = patience
    }

    /// The answers, in the order of the requests.
    ///
    /// - Throws: `InputError` where the program cannot be started, does not answer each, or says that something is
    ///   wrong.
    package func answers(to requests: [ProviderRequest]) throws -> [String: ProviderAnswer] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var text: [UInt8] = []
        for request in requests { text += try [UInt8](encoder.encode(request)) + [UInt8(ascii: "\n")] }
        let lines = try lines(answering: text, count: requests.count)
        var result: [String: ProviderAnswer] = [:]
        for (request, line) in zip(requests, lines) {
            let shown = String(decoding: line.prefix(200), as: UTF8.self)
            guard let answer = try? JSONDecoder().decode(ProviderAnswer.self, from: Data(line)), answer.id == request.id
            else {
                throw InputError(
                    "provider '\(command)' wrote '\(shown)' where the figures of '\(request.id)' were asked for",
                    hint: "let it answer each line with one JSON object that has its id, in their order")
            }
            if let error = answer.error {
                throw InputError(
                    "\(request.location): provider '\(command)' of '\(request.id)': \(error)",
                    hint: "change the component, or its model")
            }
            try answer.check(for: request, command)
            result[request.id] = answer
        }
        return result
    }

    private func lines(answering text: [UInt8], count: Int) throws -> [[UInt8]] {
        let words = PathKind(command) == .file ? [command] : command.split(separator: " ").map(String.init)
        guard let program = words.first else { throw InputError("--provider is empty", hint: "name a program") }
        let run: ProgramRun
        do throws(SystemError) {
            run = try ProgramRun(program, Array(words.dropFirst()), input: text, patience: patience)
        } catch {
            throw InputError(
                "\(program) cannot be started: \(error.reason)", hint: "check its path, and that it may be executed")
        }
        guard !run.isTimedOut else {
            throw InputError(
                "provider '\(command)' was silent for \(patience) s",
                hint: "let it read lines until its input ends, and answer each")
        }
        guard !run.isTooLong else {
            throw InputError(
                "provider '\(command)' wrote more than \(ProgramRun.longestOutput >> 20) MiB",
                hint: "let it answer each line that it reads with one on standard output")
        }
        let lines = run.output.split(separator: UInt8(ascii: "\n")).map(Array.init)
        guard lines.count == count else {
            throw InputError(
                "provider '\(command)' answered \(lines.count) of \(count) requests, and \(run.ending)",
                hint:
                    "let it answer each line that it reads with one on standard output; messages for people go to standard error"
            )
        }
        return lines
    }
}
