import ArgumentParser
import Workbench

/// `--json` and `--csv`: how a command writes a table.
struct TableFormat: ParsableArguments {
    enum Choice { case text, json, csv }

    @Flag(help: "Write JSON.")
    var json = false

    @Flag(help: "Write CSV (RFC 4180).")
    var csv = false

    var choice: Choice { json ? .json : csv ? .csv : .text }

    func validate() throws {
        if json, csv { throw ValidationError("--json and --csv exclude each other: give one of them") }
    }
}
