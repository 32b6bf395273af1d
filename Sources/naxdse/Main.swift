#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import ArgumentParser
import Markup
import Reports
import System

/// Runs the command and turns what it throws into a message and an exit code.
@main
enum Main {
    static func main() {
        // A file that may not grow is then an error of the write, told like a full disk, and not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        let words = arguments
        let secrets = SecretWords()
        do {
            var command = try Naxdse.parseAsRoot(words)
            try ReadLog.$current.withValue(ReadLog()) { try command.run() }
        } catch {
            if let failure = Failure(error) {
                if let error = error as? any BadInput {
                    Output.printError(secrets.scrubbed(FaultText(error.faults).text(on: .standardError)))
                } else {
                    Output.printError(secrets.scrubbed(failure.message))
                }
                exit(failure.code)
            }
            finish(with: error, words, secrets)
        }
    }

    /// Arguments as text, names of files that are no UTF-8 among them.
    private static var arguments: [String] {
        (1..<max(1, Int(CommandLine.argc))).compactMap { index in
            CommandLine.unsafeArgv[index].map { FileName.text(Array(UnsafeBufferPointer(start: $0, count: strlen($0)).map(UInt8.init(bitPattern:)))) }
        }
    }

    /// What the parser has to say, and its exit code: help and completions as they are, and complaints, which may hold
    /// anything that was given, as all errors and without passwords.
    private static func finish(with error: any Error, _ words: [String], _ secrets: SecretWords) -> Never {
        let code = Naxdse.exitCode(for: error)
        if !code.isSuccess, let unknown = UnknownCommand(in: words) {
            Output.printError(secrets.scrubbed(unknown.message))
            exit(code.rawValue)
        }
        let text = Naxdse.fullMessage(for: error)
        if !text.isEmpty {
            if code.isSuccess { try? AtomicFile.write(text + "\n", to: 1, named: "standard output") } else { Output.printError(secrets.scrubbed(text)) }
        }
        exit(code.rawValue)
    }
}

/// A message of ours and its exit code; the parser tells its own errors, with 64 for wrong usage and 0 for help.
struct Failure: Equatable {
    var message: String
    var code: Int32

    /// Nil for what the parser tells.
    init?(_ error: any Error) {
        if let error = error as? any BadInput {
            self.init(message: error.report, code: 1)
        } else if Naxdse.exitCode(for: error) == .failure, !(error is ExitCode) {
            self.init(message: "naxdse: internal error: \(error); please report this, with the command and its files", code: 70)
        } else {
            return nil
        }
    }

    private init(message: String, code: Int32) {
        self.message = message
        self.code = code
    }
}
