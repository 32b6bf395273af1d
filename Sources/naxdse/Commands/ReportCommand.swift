import ArgumentParser
import Cost
import Reports

/// `naxdse report HARDWARE --network N [--html PAGE.html] [-o FIGURE.svg]`
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Draw where energy and area go, as bars here, as a figure, or with all else as an HTML page.")

    @OptionGroup var subject: SubjectOptions

    @OptionGroup var figure: FigureOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var format: TableFormat

    func run() throws {
        let result = try subject.evaluate(outputs: Outputs(figure: figure, page: page))
        let evaluation = result.evaluation
        try figure.write { drawing(of: evaluation) } data: { evaluation.breakdownCSV.text }
        try page.write { Page(evaluation, crossbars: result.crossbars, provenance: result.provenance) }
        let isTold = !figure.isWanted && page.html == nil
        switch format.choice {
        case .json: try Output.write(result.json.text)
        case .csv: try Output.write(evaluation.breakdownCSV.text)
        case .text where isTold:
            let terminal = Terminal.standardOutput
            let bars = evaluation.charts.map { $0.text(on: terminal) }.joined(separator: "\n")
            try Output.write(evaluation.heading(evaluation.hardware) + "\n\n" + bars + "\n" + evaluation.layersByComponentTable.text(on: terminal))
        case .text: break
        }
        try Notes([(evaluation.hardware, evaluation)]).write(subject.evaluation, format, belowTable: isTold)
    }

    private func drawing(of evaluation: Evaluation) -> BarFigure {
        BarFigure(
            title: "\(evaluation.network) on \(evaluation.hardware)",
            subtitle: "mapping \(evaluation.mapping), \(evaluation.dataflow.phrase); naxdse \(version)", charts: evaluation.charts)
    }
}
