import Cost
import Diagnostics
import Hardware
import Markup
import Reports

/// A network on an architecture whose attributes are varied.
package struct AttributeSweep {
    /// Name of shipped hardware, or path of a hardware file.
    package var hardware: String
    /// Attributes and their values, as `sweep` is given them: `component[@id='adc']/@resolution=4..8`.
    package var axes: [String]
    /// The network and, unless the hardware's is meant, the mapping.
    package var network: String
    package var mapping: String?
    package var convention: Convention

    package init(hardware: String, axes: [String], network: String, mapping: String?, convention: Convention) {
        self.hardware = hardware
        self.axes = axes
        self.network = network
        self.mapping = mapping
        self.convention = convention
    }

    /// What came of it.
    package struct Outcome {
        package let sweep: Sweep
        /// What the hardware is called.
        private let label: String
        private let network: String
        private let mapping: String
        private let provenance: Provenance
        /// What is to be known of an attribute, and why a combination has no figures: a line each.
        package let warnings: [String]
        package let figure: LineFigure
        /// Of a combination that has figures: there is one.
        private let evaluation: Evaluation

        fileprivate init(
            _ sweep: Sweep, label: String, _ workload: Workload, warnings: [String], provenance: Provenance
        ) {
            self.sweep = sweep
            self.label = label
            (network, mapping) = (workload.network.name, workload.specification.name)
            self.warnings = warnings
            self.provenance = provenance
            guard let evaluation = sweep.points.compactMap(\.evaluation).first else {
                preconditionFailure("a sweep has figures")
            }
            self.evaluation = evaluation
            figure = sweep.figure(
                title: "\(network) on \(label)",
                subtitle:
                    "Mapping \(evaluation.mapping), \(evaluation.dataflow.phrase); naxdse \(Workbench.version).")
        }

        /// - Parameter rank: the metric by which sensitivities are ranked.
        package func page(rankedBy rank: Metric) -> Page {
            Page(sweep, figure: figure, rankedBy: rank, provenance: provenance)
        }

        package var json: JSON {
            guard case .object(let members) = sweep.json else { preconditionFailure("a sweep is an object") }
            return .object(
                [
                    .init("hardware", .string(label)), .init("network", .string(network)),
                    .init("mapping", .string(mapping)),
                ] + members + [.init("provenance", provenance.json)])
        }

        /// - Parameter rank: the metric by which sensitivities are ranked.
        package func text(rankedBy rank: Metric, on terminal: Terminal) -> String {
            let given = zip(sweep.axes, sweep.given).map { "  \($0.path) is \($1) in the file\n" }.joined()
            return evaluation.heading(label) + "\n" + given + "\n" + sweep.table.text(on: terminal)
                + "\nrelative change of each figure per relative change of an attribute; what \(rank.title) follows most first\n"
                + sweep.sensitivityTable(rankedBy: rank).text(on: terminal)
        }
    }

    /// - Parameter check: whether what is to be written can be; before the work begins.
    /// - Throws: what is wrong with any of what was given, all together, or that no combination has figures.
    package func run(_ bench: Workbench, check: () throws -> Void = {}) throws -> Outcome {
        var gathering = Gathering()
        let read = try gathering.attempt { try bench.hardwareDocument(hardware) }
        let axes = try self.axes.map { text in try gathering.attempt { try SweepAxis(text) } }
        let found = try gathering.attempt {
            try Workload(network: network, mapping: mapping, usual: read?.document.usualMapping, bench)
        }
        try gathering.finish()
        guard let (document, reader) = read, let workload = found else {
            preconditionFailure("no error, so all were read")
        }
        try check()
        let sweep = try Sweep(of: document, over: axes.map { $0! }) { varied throws(InvalidInput) in
            try workload.evaluate(varied, convention)
        }
        let provenance = Provenance.ofReading
        let notes = sweep.axes.compactMap { axis in
            noteOnVarying(axis.path, in: document, reader).map { "\(hardware): warning: \($0)" }
        }
        return Outcome(
            sweep, label: document.hardwareName(calledBy: hardware), workload, warnings: notes + sweep.failures,
            provenance: provenance)
    }
}

extension Sweep {
    /// Why combinations have no figures, a line for each cause.
    fileprivate var failures: [String] {
        points.flatMap { point -> [String] in
            guard case .failure(let error) = point.result else { return [] }
            let values = zip(axes, self.values(of: point)).map { "\($0.path)=\($1)" }.joined(separator: " ")
            return error.diagnostics.map { "\(values): warning: no figures: \($0.description)" }
        }
    }
}
