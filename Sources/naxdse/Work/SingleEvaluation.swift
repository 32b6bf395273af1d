import Cost
import Hardware
import Mapping
import Markup
import Networks
import Reports

/// One architecture, one network and one mapping, to be evaluated.
///
/// ```swift
/// var healths = AnalogHealths()
/// let result = try SingleEvaluation(hardware: "isaac", network: "resnet20").run(inputs, &healths)
/// ```
struct SingleEvaluation {
    var hardware: String
    /// Attributes of the hardware file that are given other values first.
    var changes: [AttributeChange] = []
    var network: String
    /// Nil for the one that the hardware names.
    var mapping: String?
    var convention = Convention()
    /// A table of activity, to evaluate with it as well.
    var activity: String?
    /// Simulates it, where that is wanted.
    var accuracy: (Architecture, MappingSpecification) throws -> SimulatedAccuracy? = { _, _ in nil }

    /// - Parameter check: whether what is to be written can be; before the work begins.
    /// - Throws: what is wrong with any of the files, all together, or what does not fit or work.
    func run(_ inputs: Inputs, _ healths: inout AnalogHealths, check: () throws -> Void = {}) throws -> EvaluatedSubject {
        var gathering = Gathering()
        let architecture = try gathering.attempt { try inputs.architecture(hardware, changing: changes) }
        let specification = try gathering.attempt { try inputs.mapping(mapping, usual: architecture?.usualMapping) }
        let read = try gathering.attempt { try inputs.network(network) }
        let table = try gathering.attempt { try activity.map { path throws(InvalidInput) in try ActivityFile(path) } } ?? nil
        try gathering.finish()
        guard let architecture, let specification, let read else { preconditionFailure("no error, so all were read") }
        try check()
        func evaluation(_ activity: ActivityFile?) throws -> Evaluation {
            try evaluate(read.network, on: architecture, specification, convention, healths: &healths, activity: activity)
        }
        var result = try evaluation(table)
        result.accuracy = try accuracy(architecture, specification)
        return EvaluatedSubject(
            crossbars: architecture.crossbars, evaluation: result, evenly: try table.map { _ in try evaluation(nil) },
            provenance: .ofCommand)
    }
}

/// An evaluation with what it was made from.
struct EvaluatedSubject {
    /// The architecture's kinds.
    var crossbars: [CrossbarKind]
    var evaluation: Evaluation
    /// The same with evenly used input codes and conductance levels, where `evaluation` has a table of activity.
    var evenly: Evaluation?
    var provenance: Provenance

    var json: JSON {
        .object(
            evaluation.json + (evenly.map { [.init("without_activity", ActivityDifference(evaluation, $0).json)] } ?? [])
                + [.init("provenance", provenance.json)])
    }

    var page: Page { Page(evaluation, crossbars: crossbars, provenance: provenance) }
}
