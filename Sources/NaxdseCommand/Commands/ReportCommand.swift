import ArgumentParser
import Cost
import Reports
import Workbench

/// `naxdse report HARDWARE --network N [--html PAGE.html] [-o FIGURE.svg]`
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Draw where energy and area go, as bars here, as a figure, or with all else as an HTML page.")

    @OptionGroup var subject: SubjectOptions

    @Option(
        help: "Draw these charts alone, with commas between: energy, area, layers.",
        completion: .list(ChartKind.allCases.map(\.rawValue)))
    var only: ChartList?

    @Option(help: "Draw so many bars of each chart, the largest, and one of all others together.")
    var top: Int?

    @OptionGroup var figure: FigureOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if let top, top < 1 { throw ValidationError("--top is \(top); give 1 or more") }
    }

    func run() throws {
        let result = try subject.evaluate(outputs: Outputs(figure: figure, page: page))
        let evaluation = result.evaluation
        try figure.write {
            drawing(of: evaluation)
        } data: {
            evaluation.breakdownCSV.text
        }
        try page.write { Page(evaluation, crossbars: result.crossbars, provenance: result.provenance) }
        let isTold = !figure.isWanted && page.html == nil
        switch format.choice {
        case .json: try Output.write(result.json.text)
        case .csv: try Output.write(evaluation.breakdownCSV.text)
        case .text where isTold:
            let terminal = Terminal.standardOutput
            let bars = charts(of: evaluation).map { $0.text(on: terminal) }.joined(separator: "\n")
            let table = only == nil ? "\n" + evaluation.layersByComponentTable.text(on: terminal) : ""
            try Output.write(evaluation.heading(evaluation.hardware) + "\n\n" + bars + table)
        case .text: break
        }
        try Notes([(evaluation.hardware, evaluation)]).write(subject.evaluation, format, belowTable: isTold)
    }

    private func drawing(of evaluation: Evaluation) -> BarFigure {
        BarFigure(
            title: "\(evaluation.network) on \(evaluation.hardware)",
            subtitle: "mapping \(evaluation.mapping), \(evaluation.dataflow.phrase); naxdse \(Workbench.version)",
            charts: charts(of: evaluation))
    }

    private func charts(of evaluation: Evaluation) -> [BarChart] {
        let kinds = only?.kinds ?? ChartKind.allCases
        return zip(ChartKind.allCases, evaluation.charts).filter { kinds.contains($0.0) }.map {
            top.map($0.1.largest) ?? $0.1
        }
    }
}

/// A chart of `report`, in their order.
enum ChartKind: String, CaseIterable {
    case energy, area, layers
}

/// Charts with commas between.
struct ChartList: ExpressibleByArgument {
    let kinds: [ChartKind]

    init?(argument: String) {
        let names = argument.split(separator: ",", omittingEmptySubsequences: false)
        kinds = names.compactMap { ChartKind(rawValue: String($0)) }
        guard !kinds.isEmpty, kinds.count == names.count else { return nil }
    }

    static var defaultValueDescription: String { ChartKind.allCases.map(\.rawValue).joined(separator: ", ") }
}
