import ArgumentParser
import Cost
import Reports
import Workbench

/// `naxdse compare HARDWARE… --network N…`
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compare architectures on networks, side by side.",
        discussion: """
            One table for each network: every number with its ratio to the baseline, the best of each column marked *.
              naxdse compare isaac puma --network resnet20
            With --json, one network gives {"network": …, "results": [{"hardware": …, …}]}, several give an array of these.
            """)

    @Argument(help: "Names of shipped hardware, or paths of hardware files.", completion: .hardware)
    var hardware: [String]

    @Option(
        name: .shortAndLong, help: "A built-in network, or the path of a network or ONNX file. May be repeated.",
        completion: .network)
    var network: [String]

    @Option(
        name: .shortAndLong,
        help: """
            A shipped mapping, or the path of a mapping file; once for all, or once for each hardware in their order (default: for each the \
            one that its file names, or else 'default').
            """, completion: .mapping)
    var mapping: [String] = []

    @Option(help: "The hardware that ratios are to (default: the first).")
    var baseline: String?

    @Option(help: "Put the best of this metric first: \(Metric.all.map(\.name).joined(separator: ", ")).")
    var sort: Metric?

    @OptionGroup var openings: ImportOpenings
    @OptionGroup var only: MetricOptions
    @OptionGroup var accuracy: AccuracyOptions
    @OptionGroup var evaluation: EvaluationOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var figure: FigureOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        guard !network.isEmpty else { throw ValidationError("name a network: --network resnet20") }
        guard mapping.count <= 1 || mapping.count == hardware.count else {
            throw ValidationError(
                "\(mapping.count) mappings for \(hardware.count) architectures: give one, or one for each")
        }
    }

    func run() throws {
        let bench = try Workbench(input, openings)
        var healths = AnalogHealths()
        let compared = try ArchitectureComparison(
            hardware: hardware, networks: network, mappings: mapping, baseline: baseline, sort: sort,
            convention: evaluation.convention,
            stored: accuracy.results, accuracy: { try accuracy.simulated($0, on: $1, $2, bench) }
        ).run(bench, &healths, check: Outputs(figure: figure, page: page).check)
        let drawn = compared.figure(of: only.metrics)
        try figure.write {
            drawn
        } data: {
            drawn.csv.text
        }
        try page.write { compared.page }
        switch format.choice {
        case .json: try Output.write(compared.json.text)
        case .csv: try Output.write(compared.csv.text)
        case .text: try Output.write(compared.text(of: only.metrics, on: .standardOutput))
        }
        try compared.notes.write(evaluation, format)
    }
}

extension Metric: ExpressibleByArgument {
    public init?(argument: String) {
        guard let metric = Metric.named(argument) else { return nil }
        self = metric
    }

    public static var allValueStrings: [String] { all.map(\.name) }
    public var defaultValueDescription: String { name }
}
