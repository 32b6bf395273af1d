import ArgumentParser
import Cost
import Hardware
import Mapping
import Markup
import Reports

/// `naxdse compare HARDWARE… --network N…`
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compare architectures on networks, side by side.",
        discussion: """
            One table for each network: every number with its ratio to the baseline, the best of each column marked *.
              naxdse compare isaac puma --network resnet20
            With --json, one network gives {"network": …, "results": [{"hardware": …, …}]}, several give an array of these.
            """)

    @Argument(help: "Names of shipped hardware, or paths of hardware files.", completion: .file(extensions: ["xml"]))
    var hardware: [String]

    @Option(name: .shortAndLong, help: "A built-in network, or the path of a network or ONNX file. May be repeated.", completion: .file(extensions: ["xml", "onnx"]))
    var network: [String]

    @Option(
        name: .shortAndLong,
        help: """
            A shipped mapping, or the path of a mapping file; once for all, or once for each hardware in their order (default: for each the \
            one that its file names, or else 'default').
            """, completion: .file(extensions: ["xml"]))
    var mapping: [String] = []

    @Option(help: "The hardware that ratios are to (default: the first).")
    var baseline: String?

    @Option(help: "Put the best of this metric first: \(Metric.all.map(\.name).joined(separator: ", ")).")
    var sort: Metric?

    @OptionGroup var openings: ImportOpenings
    @OptionGroup var accuracy: AccuracyOptions
    @OptionGroup var evaluation: EvaluationOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var figure: FigureOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        guard !network.isEmpty else { throw ValidationError("name a network: --network resnet20") }
        guard mapping.count <= 1 || mapping.count == hardware.count else {
            throw ValidationError("\(mapping.count) mappings for \(hardware.count) architectures: give one, or one for each")
        }
    }

    func run() throws {
        let inputs = try Inputs(input, openings)
        var gathering = Gathering()
        let architectures = try hardware.map { name in try gathering.attempt { try inputs.architecture(name) } }
        let mappings = try architectures.enumerated().map { index, architecture in
            let named = mapping.count <= 1 ? mapping.first : mapping[index]
            return try gathering.attempt { try inputs.mapping(named, usual: architecture?.usualMapping) }
        }
        let networks = try network.map { name in try gathering.attempt { try inputs.network(name) } }
        let stored = try gathering.attempt { try accuracy.results() }
        try gathering.finish()
        try Outputs(figure: figure, page: page).check()
        let rows = zip(hardware, architectures).enumerated().map { index, row in
            Row(argument: row.0, architecture: row.1!, mapping: mappings[index]!)
        }
        let labels = labels(of: rows)
        let baseline = try baselineIndex(rows, labels)

        var comparisons: [Comparison] = []
        var healths = AnalogHealths()
        for (name, (network, files)) in zip(self.network, networks.map { $0! }) {
            let results = try rows.indices.map { index in
                try gathering.attempt {
                    let row = rows[index]
                    var result = try evaluate(network, on: row.architecture, row.mapping, evaluation.convention, healths: &healths)
                    result.accuracy = try stored!.accuracy(of: result) ?? accuracy.simulated(name, on: row.architecture, row.mapping, inputs)
                    return Comparison.Result(
                        hardware: labels[index], evaluation: result,
                        provenance: Provenance(version: version, inputs: row.architecture.files + row.mapping.files + files + stored!.map(\.file)))
                }
            }
            try gathering.finish()
            let comparison = Comparison(network: network.name, results: results.map { $0! }, baseline: baseline)
            comparisons.append(sort.map(comparison.sorted(by:)) ?? comparison)
        }
        let drawn = ComparisonFigure(
            title: comparisons.map(\.network).joined(separator: ", "), subtitle: subtitle(comparisons), comparisons)
        try figure.write { drawn } data: { drawn.csv.text }
        try page.write {
            Page(comparisons, crossbars: Dictionary(uniqueKeysWithValues: zip(labels, rows.map(\.architecture.crossbars))))
        }
        try write(comparisons, unused: stored!.notes(unusedBy: comparisons.flatMap { $0.results.map(\.evaluation) }))
    }

    private func write(_ comparisons: [Comparison], unused: [(subject: String, words: String)]) throws {
        switch format.choice {
        case .json: try Output.write((comparisons.count == 1 ? comparisons[0].json : .array(comparisons.map(\.json))).text)
        case .csv: try Output.write(CSV(header: Comparison.csvHeader, rows: comparisons.flatMap(\.csvRows)).text)
        case .text:
            let terminal = Terminal.standardOutput
            try Output.write(comparisons.map { heading($0) + "\n" + $0.table.text(on: terminal) }.joined(separator: "\n"))
        }
        try Notes(comparisons.flatMap { $0.notes(named: comparisons.count > 1) } + unused).write(evaluation, format)
    }

    private func subtitle(_ comparisons: [Comparison]) -> String {
        let first = comparisons[0].results[0].evaluation
        let mapping = comparisons[0].isSharedMapping
            ? "mapping \(first.mapping), \(first.dataflow.phrase)"
            : comparisons[0].results.map { "\($0.hardware) with \($0.evaluation.mapping)" }.joined(separator: ", ")
        return mapping + "; naxdse \(version)"
    }

    private func heading(_ comparison: Comparison) -> String {
        let first = comparison.results[comparison.baseline].evaluation
        var text = "\(comparison.network): \(count(first.figures.multiplyAccumulates)) MACs an inference\n"
        text +=
            comparison.isSharedMapping
            ? "mapping \(first.mapping), \(first.dataflow.phrase)" : "each with the mapping that its file or --mapping names"
        if comparison.results.count > 1 { text += "; × of \(comparison.results[comparison.baseline].hardware), * best" }
        return text
    }

    private struct Row {
        var argument: String
        var architecture: Architecture
        var mapping: MappingSpecification
    }

    /// The architectures' own names; where two have the same, what the user called them; then numbers.
    private func labels(of rows: [Row]) -> [String] {
        let names = rows.map(\.architecture.name)
        let clear = zip(rows, names).map { row, name in names.filter { $0 == name }.count == 1 ? name : row.argument }
        return clear.enumerated().map { index, label in
            let earlier = clear[..<index].filter { $0 == label }.count
            return earlier == 0 ? label : "\(label) (\(earlier + 1))"
        }
    }

    private func baselineIndex(_ rows: [Row], _ labels: [String]) throws -> Int {
        guard let baseline else { return 0 }
        if let index = labels.firstIndex(of: baseline) ?? rows.firstIndex(where: { $0.argument == baseline }) { return index }
        throw InputError(
            "the baseline '\(baseline)' is none of the architectures compared",
            hint: "choose one of " + labels.map { "'\($0)'" }.joined(separator: ", "))
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
