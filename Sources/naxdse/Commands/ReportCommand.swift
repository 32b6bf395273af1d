import ArgumentParser
import Cost
import Reports

/// `naxdse report HARDWARE --network N [--html PAGE.html] [-o FIGURE.svg]`
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Draw where energy and area go, as bars here, as an SVG figure, or with all else as an HTML page.")

    @OptionGroup var subject: SubjectOptions

    @Option(name: .shortAndLong, help: "Write the figure to this SVG file.", completion: .file(extensions: ["svg"]))
    var output: String?

    @OptionGroup var page: PageOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        guard let output else { return }
        guard output.lowercased().hasSuffix(".svg") || output.hasPrefix("/dev/") else {
            throw ValidationError("'\(output)' does not end in .svg, the one format of figures: name it so")
        }
    }

    func run() throws {
        let result = try subject.evaluate()
        let evaluation = result.evaluation
        if let output { try AtomicFile.write(figure(evaluation).svg, to: output) }
        try page.write { Page(evaluation, crossbars: result.crossbars, provenance: result.provenance) }
        switch format.choice {
        case .json: try Output.write(result.json.text)
        case .csv: try Output.write(evaluation.breakdownCSV.text)
        case .text where output == nil && page.html == nil:
            let terminal = Terminal.standardOutput
            let bars = evaluation.charts.map { $0.text(on: terminal) }.joined(separator: "\n")
            try Output.write(evaluation.heading(evaluation.hardware) + "\n\n" + bars)
        case .text: break
        }
        evaluation.printWarnings(on: evaluation.hardware)
    }

    private func figure(_ evaluation: Evaluation) -> BarFigure {
        BarFigure(
            title: "\(evaluation.network) on \(evaluation.hardware)",
            subtitle: "mapping \(evaluation.mapping), \(evaluation.dataflow.phrase); naxdse \(version)", charts: evaluation.charts)
    }
}
