import ArgumentParser
import Reports
import Workbench

/// `naxdse validate FILE…`
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check hardware, mapping, network and ONNX files, and tell all that is wrong.",
        discussion:
            "What a file is, is told by its root element, or by the ending .onnx. Exit code 1 when any is wrong.")

    @Argument(help: "Paths of files.", completion: .file(extensions: ["xml", "onnx"]))
    var files: [String]

    @OptionGroup var openings: ImportOpenings
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func run() throws {
        let bench = try Workbench(input, openings)
        let models = try bench.plugins.componentModels()
        let checks = files.map { FileCheck($0, bench, models: models) }
        switch format.choice {
        case .json: try Output.write(JSON.array(checks.map(\.json)).text)
        case .csv: try Output.write(CSV(header: FileCheck.csvHeader, rows: checks.flatMap(\.csvRows)).text)
        case .text:
            for check in checks {
                if check.isValid { try Output.write(check.words + "\n") }
                for diagnostic in check.diagnostics { Output.printError(diagnostic.description) }
            }
        }
        if !checks.allSatisfy(\.isValid) { throw ExitCode(1) }
    }
}
