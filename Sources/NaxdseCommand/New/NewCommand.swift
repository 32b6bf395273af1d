import ArgumentParser
import Reports
import System
import Workbench

/// `naxdse new hardware|mapping|network|search NAME`
struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Begin a file of your own: a small one that runs, with remarks on what to change.",
        discussion: """
            Writes NAME.xml here, and says what to run with it. A strategy or a mapper of your own: `naxdse plugin new`.
              naxdse new hardware mine && naxdse evaluate mine.xml -n lenet5
            """)

    @Argument(help: "hardware, mapping, network or search.")
    var kind: FileKind

    @Argument(help: "What it is called: letters, digits, '_', '.' and '-', a letter or '_' first.")
    var name: String

    @Option(
        name: .shortAndLong, help: "Write it to this file (default: NAME.xml).", completion: .file(extensions: ["xml"]))
    var output: String?

    func validate() throws {
        if let output, !output.hasSuffix(".xml"), !output.hasPrefix("/dev/") {
            throw ValidationError("'\(output)' does not end in .xml: name it so")
        }
    }

    func run() throws {
        let begun = try NewFile(kind, name: name)
        let path = output ?? "\(name).xml"
        // Whatever is there is somebody's.
        guard output?.hasPrefix("/dev/") == true || PathKind(path) == nil else {
            throw FileError(path, "there is something of that name", hint: "choose another name, or move it")
        }
        try AtomicFile.write(begun.text, to: path)
        try Output.write("\(path) is written; next:\n" + begun.next(path).map { "  \($0)\n" }.joined())
    }
}

extension FileKind: ExpressibleByArgument {}
