import ArgumentParser
import Markup
import Reports

/// Runs the command and turns what it throws into a message and an exit code.
@main
enum Main {
    static func main() {
        do {
            var command = try Naxdse.parseAsRoot()
            try command.run()
        } catch let error as any BadInput {
            Output.printError(error.report)
            Naxdse.exit(withError: ExitCode(1))
        } catch {
            // The parser's own errors: 64, and 0 for --help and --version.
            let code = Naxdse.exitCode(for: error)
            if code == .failure, !(error is ExitCode) {
                Output.printError("naxdse: internal error: \(error); please report this, with the command and its files")
                Naxdse.exit(withError: ExitCode(70))
            }
            Naxdse.exit(withError: error)
        }
    }
}
