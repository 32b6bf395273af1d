import ArgumentParser
import Diagnostics
import Markup
import Networks
import Reports
import System
import Workbench

extension Naxdse {
    /// The program `naxdse`: runs the command that it was called with, and ends the process.
    ///
    /// A package of one's own has a `naxdse` with its strategies, mappers, component models and data sets by
    ///
    /// ```swift
    /// import MyStrategy
    /// import NaxdseKit
    ///
    /// Naxdse.main(plugins: .shipped + [MyStrategy.plugin])
    /// ```
    ///
    /// Exit codes: 0, 1 for bad input, 64 for wrong usage, 70 for a bug, 130 where a signal ended work of which nothing is kept.
    ///
    /// - Parameters:
    ///   - plugins: what commands know by name.
    ///   - commit: at which the program was built, for `--version`.
    public static func main(plugins: Plugins, commit: String? = nil) -> Never {
        Plugins.$ofCommand.withValue(plugins) { Naxdse.$commit.withValue(commit) { run() } }
    }

    private static func run() -> Never {
        Interrupts.ignoreFileSizeLimit()
        let words = programArguments
        let secrets = SecretWords()
        do {
            var command = try Naxdse.parseAsRoot(words)
            try ReadLog.$current.withValue(ReadLog()) { try command.run() }
        } catch let stopped as Stopped {
            // As a shell has it of a program that SIGINT ended, where nothing came of it.
            Output.printError("naxdse: \(stopped)")
            endProcess(stopped.isKept ? 0 : 130)
        } catch {
            if let failure = Failure(error) {
                if let error = error as? any BadInput {
                    Output.printError(secrets.scrubbed(FaultText(error.faults).text(on: .standardError)))
                } else {
                    Output.printError(secrets.scrubbed(failure.message))
                }
                endProcess(failure.code)
            }
            finish(with: error, words, secrets)
        }
        endProcess(0)
    }

    /// What the parser has to say, and its exit code: help and completions as they are, and complaints, which may hold
    /// anything that was given, as all errors and without passwords.
    private static func finish(with error: any Error, _ words: [String], _ secrets: SecretWords) -> Never {
        let code = Naxdse.exitCode(for: error)
        if !code.isSuccess, let unknown = UnknownCommand(in: words) {
            Output.printError(secrets.scrubbed(unknown.message))
            endProcess(code.rawValue)
        }
        let text = Naxdse.fullMessage(for: error)
        if !text.isEmpty {
            if code.isSuccess {
                try? AtomicFile.write(text + "\n", to: 1, named: "standard output")
            } else {
                Output.printError(secrets.scrubbed(text))
            }
        }
        endProcess(code.rawValue)
    }
}

extension Plugins {
    /// Those that the command was started with.
    @TaskLocal static var ofCommand = Plugins([])
}

extension Workbench {
    /// The workbench of a command: with its plugins, and as its options say.
    init(_ options: InputOptions, _ openings: ImportOpenings? = nil) throws(FileNotFound) {
        self = try .ofCommand(
            allowsOutsideFiles: options.allowOutsideFiles, openings: openings?.options ?? ImportOptions())
    }

    /// - Parameter cache: for a command that answers many requests.
    static func ofCommand(
        allowsOutsideFiles: Bool = false, openings: ImportOptions = ImportOptions(), cache: ReadingCache? = nil
    ) throws(FileNotFound) -> Workbench {
        var bench = try Workbench(
            plugins: .ofCommand, allowsOutsideFiles: allowsOutsideFiles, openings: openings, cache: cache)
        bench.notice = { Output.printError("naxdse: \($0)") }
        return bench
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
            self.init(
                message: "naxdse: internal error: \(error); please report this, with the command and its files",
                code: 70)
        } else {
            return nil
        }
    }

    private init(message: String, code: Int32) {
        self.message = message
        self.code = code
    }
}
