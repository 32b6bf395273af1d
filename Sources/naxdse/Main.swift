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
        let words = Array(CommandLine.arguments.dropFirst())
        let secrets = SecretWords()
        do {
            var command = try Naxdse.parseAsRoot(words)
            try ReadLog.$current.withValue(ReadLog()) { try command.run() }
        } catch {
            if let failure = Failure(error) {
                Output.printError(secrets.scrubbed(failure.message))
                Naxdse.exit(withError: ExitCode(failure.code))
            }
            // The parser's message may repeat a word of the command line.
            if !secrets.isEmpty, !Naxdse.exitCode(for: error).isSuccess {
                Output.printError(secrets.scrubbed(Naxdse.fullMessage(for: error)))
                Naxdse.exit(withError: Naxdse.exitCode(for: error))
            }
            Naxdse.exit(withError: error)
        }
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
