import Cost
import Diagnostics
import Hardware
import Mapping
import Reports

/// Architectures that are to be compared on one network or several.
public struct ArchitectureComparison {
    package var hardware: [String]
    package var networks: [String]
    /// None, for those that the hardware names; one for all; or one for each.
    package var mappings: [String] = []
    /// The hardware that ratios are to; nil for the first.
    package var baseline: String?
    package var sort: Metric?
    package var convention = Convention()
    /// Accuracies that were simulated before.
    package var stored: () throws -> [StoredAccuracy] = { [] }
    /// Simulates a network, by the name that it was given, where that is wanted.
    package var accuracy: (String, Architecture, MappingSpecification) throws -> SimulatedAccuracy? = { _, _, _ in nil }

    package init(
        hardware: [String], networks: [String], mappings: [String] = [], baseline: String? = nil,
        sort: Metric? = nil, convention: Convention = Convention(),
        stored: @escaping () throws -> [StoredAccuracy] = { [] },
        accuracy: @escaping (String, Architecture, MappingSpecification) throws -> SimulatedAccuracy? = { _, _, _ in nil
        }
    ) {
        self.hardware = hardware
        self.networks = networks
        self.mappings = mappings
        self.baseline = baseline
        self.sort = sort
        self.convention = convention
        self.stored = stored
        self.accuracy = accuracy
    }

    /// What came of it.
    public struct Outcome {
        /// One for each network.
        public var comparisons: [Comparison]
        /// Kinds of crossbars by the names of rows.
        package var crossbars: [String: [CrossbarKind]]
        /// Stored accuracies that belong to nothing here.
        package var unused: [(subject: String, words: String)]

        /// All comparisons on one page.
        public var page: Page { Page(comparisons, crossbars: crossbars) }

        /// Bars of metrics, a chart for each.
        package func figure(of metrics: [Metric]?) -> ComparisonFigure {
            ComparisonFigure(
                title: comparisons.map(\.network).joined(separator: ", "), subtitle: subtitle, comparisons,
                metrics: metrics ?? [.energy, .delay, .edap])
        }

        private var subtitle: String {
            let first = comparisons[0].results[0].evaluation
            let mapping =
                comparisons[0].isSharedMapping
                ? "mapping \(first.mapping), \(first.dataflow.phrase)"
                : comparisons[0].results.map { "\($0.hardware) with \($0.evaluation.mapping)" }.joined(separator: ", ")
            return mapping + "; naxdse \(Workbench.version)"
        }

        /// A table for each network.
        package func text(of metrics: [Metric]?, on terminal: Terminal) -> String {
            comparisons.map { $0.heading + "\n" + $0.table(of: metrics).text(on: terminal) }.joined(separator: "\n")
        }

        package var csv: CSV { CSV(header: Comparison.csvHeader, rows: comparisons.flatMap(\.csvRows)) }

        /// What is to be known of the numbers.
        package var notes: Notes { Notes(comparisons.flatMap { $0.notes(named: comparisons.count > 1) } + unused) }

        /// Of one network its comparison, of several a list.
        public var json: JSON { comparisons.count == 1 ? comparisons[0].json : .array(comparisons.map(\.json)) }
    }

    /// - Precondition: there are hardware and networks.
    /// - Parameter check: whether what is to be written can be; before the work begins.
    /// - Throws: what is wrong with any of the files, all together, or what does not fit or work.
    package func run(
        _ bench: Workbench, _ healths: inout AnalogHealths, check: () throws -> Void = {}
    ) throws -> Outcome {
        guard mappings.count <= 1 || mappings.count == hardware.count else {
            throw InputError(
                "\(mappings.count) mappings for \(hardware.count) architectures", hint: "give one, or one for each")
        }
        var gathering = Gathering()
        let architectures = try hardware.map { name in try gathering.attempt { try bench.architecture(name) } }
        let specifications = try architectures.enumerated().map { index, architecture in
            let named = mappings.count <= 1 ? mappings.first : mappings[index]
            return try gathering.attempt { try bench.mapping(named, usual: architecture?.usualMapping) }
        }
        let read = try networks.map { name in try gathering.attempt { try bench.network(name) } }
        let known = try gathering.attempt { try stored() }
        try gathering.finish()
        try check()
        let rows = zip(hardware, architectures).enumerated().map { index, row in
            Row(argument: row.0, architecture: row.1!, mapping: specifications[index]!)
        }
        let labels = hardwareLabels(rows.map { ($0.argument, $0.architecture.name) })
        let first = try baselineIndex(rows, labels)

        var comparisons: [Comparison] = []
        for (name, (network, files)) in zip(networks, read.map { $0! }) {
            let results = try rows.indices.map { index in
                try gathering.attempt {
                    let row = rows[index]
                    var result = try bench.evaluate(
                        network, on: row.architecture, row.mapping, convention, healths: &healths)
                    result.accuracy = try known!.accuracy(of: result) ?? accuracy(name, row.architecture, row.mapping)
                    return Comparison.Result(
                        hardware: labels[index], evaluation: result,
                        provenance: Provenance(
                            version: Workbench.version,
                            inputs: row.architecture.files + row.mapping.files + files + known!.map(\.file)))
                }
            }
            try gathering.finish()
            let comparison = Comparison(network: network.name, results: results.map { $0! }, baseline: first)
            comparisons.append(sort.map(comparison.sorted(by:)) ?? comparison)
        }
        return Outcome(
            comparisons: comparisons,
            crossbars: Dictionary(uniqueKeysWithValues: zip(labels, rows.map(\.architecture.crossbars))),
            unused: known!.notes(unusedBy: comparisons.flatMap { $0.results.map(\.evaluation) }))
    }

    private struct Row {
        var argument: String
        var architecture: Architecture
        var mapping: MappingSpecification
    }

    private func baselineIndex(_ rows: [Row], _ labels: [String]) throws -> Int {
        guard let baseline else { return 0 }
        if let index = labels.firstIndex(of: baseline) ?? rows.firstIndex(where: { $0.argument == baseline }) {
            return index
        }
        throw InputError(
            "the baseline '\(baseline)' is none of the architectures compared",
            hint: "choose one of " + labels.map { "'\($0)'" }.joined(separator: ", "))
    }
}

extension Comparison {
    fileprivate var heading: String {
        let first = results[baseline].evaluation
        var text = "\(network): \(count(first.figures.multiplyAccumulates)) MACs an inference\n"
        text +=
            isSharedMapping
            ? "mapping \(first.mapping), \(first.dataflow.phrase)"
            : "each with the mapping that its file or --mapping names"
        if results.count > 1 { text += "; × of \(results[baseline].hardware), * best" }
        return text
    }
}
