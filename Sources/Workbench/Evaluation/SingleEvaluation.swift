import Cost
import Diagnostics
import Hardware
import Mapping
import Reports

/// One architecture, one network and one mapping, to be evaluated.
///
/// ```swift
/// var healths = AnalogHealths()
/// let result = try SingleEvaluation(hardware: "isaac", network: "resnet20").run(bench, &healths)
/// ```
package struct SingleEvaluation {
    package var hardware: String
    /// Attributes of the hardware file that are given other values first.
    package var changes: [AttributeChange] = []
    package var network: String
    /// Nil for the one that the hardware names.
    package var mapping: String?
    package var convention = Convention()
    /// A table of activity, to evaluate with it as well.
    package var activity: String?
    /// Simulates it, where that is wanted.
    package var accuracy: (Architecture, MappingSpecification) throws -> SimulatedAccuracy? = { _, _ in nil }

    package init(
        hardware: String, changes: [AttributeChange] = [], network: String, mapping: String? = nil,
        convention: Convention = Convention(), activity: String? = nil,
        accuracy: @escaping (Architecture, MappingSpecification) throws -> SimulatedAccuracy? = { _, _ in nil }
    ) {
        self.hardware = hardware
        self.changes = changes
        self.network = network
        self.mapping = mapping
        self.convention = convention
        self.activity = activity
        self.accuracy = accuracy
    }

    /// - Parameter check: whether what is to be written can be; before the work begins.
    /// - Throws: what is wrong with any of the files, all together, or what does not fit or work.
    package func run(
        _ bench: Workbench, _ healths: inout AnalogHealths, check: () throws -> Void = {}
    ) throws -> EvaluatedSubject {
        var gathering = Gathering()
        let architecture = try gathering.attempt { try bench.architecture(hardware, changing: changes) }
        let specification = try gathering.attempt { try bench.mapping(mapping, usual: architecture?.usualMapping) }
        let read = try gathering.attempt { try bench.network(network) }
        let table =
            try gathering.attempt { try activity.map { path throws(InvalidInput) in try ActivityFile(path) } } ?? nil
        try gathering.finish()
        guard let architecture, let specification, let read else { preconditionFailure("no error, so all were read") }
        try check()
        func evaluation(_ activity: ActivityFile?) throws -> Evaluation {
            try bench.evaluate(
                read.network, on: architecture, specification, convention, healths: &healths, activity: activity)
        }
        var result = try evaluation(table)
        result.accuracy = try accuracy(architecture, specification)
        return EvaluatedSubject(
            crossbars: architecture.crossbars, evaluation: result, evenly: try table.map { _ in try evaluation(nil) },
            provenance: .ofReading)
    }
}

/// An evaluation with what it was made from.
public struct EvaluatedSubject {
    /// The architecture's kinds.
    public var crossbars: [CrossbarKind]
    /// With the table of activity, where there is one.
    public var evaluation: Evaluation
    /// The same with evenly used input codes and conductance levels, where `evaluation` has a table of activity.
    public var evenly: Evaluation?
    /// The tool's version, and every file that was read with its digest.
    public var provenance: Provenance

    /// In SI units, with what the table of activity changes.
    public var json: JSON {
        .object(
            evaluation.json
                + (evenly.map { [.init("without_activity", ActivityDifference(evaluation, $0).json)] } ?? [])
                + [.init("provenance", provenance.json)])
    }

    /// The evaluation as a page for a browser.
    public var page: Page { Page(evaluation, crossbars: crossbars, provenance: provenance) }
}
