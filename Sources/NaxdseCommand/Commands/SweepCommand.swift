import ArgumentParser
import Cost
import Diagnostics
import Hardware
import Mapping
import Reports
import Workbench

/// `naxdse sweep HARDWARE PATH=V1,V2… --network N`
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Vary attributes of an architecture: all figures, a plot, and what they follow most.",
        discussion: """
            Each PATH=VALUES names one attribute of the file, or of what it includes, and its values: with their units, or a range of \
            whole numbers. Several give every combination.
              naxdse sweep puma "component[@id='adc-8b']/@resolution=4..9" --network resnet20
              naxdse sweep isaac "crossbar/adc/@columns=64,128" "level[@name='ima']/@count=4,8,12" -n vgg8 -o sweep.svg
            Sensitivities are relative changes of a figure per relative change of an attribute: +1 is proportional, 0 no \
            dependence. A combination that makes no architecture, or one that the network does not fit, has a row without figures.
            """)

    @Argument(help: "Name of shipped hardware, or path of a hardware file.", completion: .hardware)
    var hardware: String

    @Argument(help: ArgumentHelp("An attribute and its values.", valueName: "path=v1,v2"), completion: .attributePath)
    var axes: [String]

    @OptionGroup var workload: WorkloadOptions

    @Option(help: "Rank sensitivities by this metric: \(Metric.all.map(\.name).joined(separator: ", ")).")
    var rank: Metric = .edap

    @OptionGroup var figure: FigureOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var evaluation: EvaluationOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func run() throws {
        let bench = try Workbench(input, workload.openings)
        var gathering = Gathering()
        let document = try gathering.attempt { try bench.hardwareDocument(hardware).document }
        let axes = try self.axes.map { text in try gathering.attempt { try SweepAxis(text) } }
        let read = try gathering.attempt { try workload.read(bench, on: document) }
        try gathering.finish()
        guard let document, let read else { preconditionFailure("no error, so all were read") }
        try Outputs(figure: figure, page: page).check()
        let convention = evaluation.convention
        let sweep = try Sweep(of: document, over: axes.map { $0! }) { document throws(InvalidInput) in
            try read.evaluate(document, convention)
        }
        let provenance = Provenance.ofReading
        let label = document.hardwareName(calledBy: hardware)
        let drawn = sweep.figure(title: "\(read.network.name) on \(label)", subtitle: subtitle(sweep))
        try figure.write {
            drawn
        } data: {
            sweep.csv.text
        }
        try page.write { Page(sweep, figure: drawn, rankedBy: rank, provenance: provenance) }
        switch format.choice {
        case .json: try Output.write(json(sweep, label, read, provenance).text)
        case .csv: try Output.write(sweep.csv.text)
        case .text: try Output.write(text(sweep, label))
        }
        for axis in sweep.axes {
            if let note = try noteOnVarying(axis.path, in: document, bench.hardwareDocument(hardware).reader) {
                Output.printError("\(hardware): warning: \(note)")
            }
        }
        for point in sweep.points {
            guard case .failure(let error) = point.result else { continue }
            let values = zip(sweep.axes, sweep.values(of: point)).map { "\($0.path)=\($1)" }.joined(separator: " ")
            for diagnostic in error.diagnostics {
                Output.printError("\(values): warning: no figures: \(diagnostic.description)")
            }
        }
    }

    private func json(_ sweep: Sweep, _ label: String, _ workload: Workload, _ provenance: Provenance) -> JSON {
        guard case .object(let members) = sweep.json else { preconditionFailure("a sweep is an object") }
        return .object(
            [
                .init("hardware", .string(label)), .init("network", .string(workload.network.name)),
                .init("mapping", .string(workload.specification.name)),
            ] + members + [.init("provenance", provenance.json)])
    }

    private func subtitle(_ sweep: Sweep) -> String {
        guard let evaluation = sweep.points.compactMap(\.evaluation).first else { return "" }
        return "Mapping \(evaluation.mapping), \(evaluation.dataflow.phrase); naxdse \(Workbench.version)."
    }

    private func text(_ sweep: Sweep, _ label: String) -> String {
        guard let evaluation = sweep.points.compactMap(\.evaluation).first else {
            preconditionFailure("a sweep has figures")
        }
        let terminal = Terminal.standardOutput
        let given = zip(sweep.axes, sweep.given).map { "  \($0.path) is \($1) in the file\n" }.joined()
        var text = evaluation.heading(label) + "\n" + given + "\n" + sweep.table.text(on: terminal)
        text +=
            "\nrelative change of each figure per relative change of an attribute; what \(rank.title) follows most first\n"
        return text + sweep.sensitivityTable(rankedBy: rank).text(on: terminal)
    }
}
