import ArgumentParser
import Reports
import Workbench

/// `naxdse serve`
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answer requests of another program: JSON-RPC on standard input and output, one message a line.",
        discussion: """
            For programs that ask often, in any language; the package in python/ does. Files are read once and again when they change.
              echo '{"jsonrpc":"2.0","id":1,"method":"evaluate","params":{"hardware":"isaac","network":"resnet20"}}' | naxdse serve
            docs/serve.md describes every request and answer.
            """)

    @OptionGroup var input: InputOptions

    func run() throws {
        let server = try Server(allowsOutsideFiles: input.allowOutsideFiles)
        if Terminal.standardInput.isInteractive {
            Output.printError(
                "naxdse: serve reads JSON-RPC requests, one a line, until the input ends (Ctrl-D); docs/serve.md")
        }
        var lines = InputLines(limit: Server.longestLine)
        while true {
            switch lines.next() {
            case .line(let line): if let answer = server.answer(line) { try Output.writeLine(answer) }
            case .tooLong: try Output.writeLine(server.answerToTooLong)
            case .end: return
            }
        }
    }
}
