import ArgumentParser
import Cost
import Hardware
import Mapping
import Markup
import Networks
import Reports

/// One architecture, one network and one mapping, and their evaluation.
struct SubjectOptions: ParsableArguments {
    @Argument(help: "Name of shipped hardware, or path of a hardware file.", completion: .file(extensions: ["xml"]))
    var hardware: String

    @Option(name: .shortAndLong, help: "A built-in network, or the path of a network or ONNX file.", completion: .file(extensions: ["xml", "onnx"]))
    var network: String

    @Option(name: .shortAndLong, help: "A shipped mapping, or the path of a mapping file (default: the one that the hardware file names, or else 'default').", completion: .file(extensions: ["xml"]))
    var mapping: String?

    @OptionGroup var openings: ImportOpenings
    @OptionGroup var evaluation: EvaluationOptions
    @OptionGroup var input: InputOptions

    /// Reads the three and evaluates; errors of all three are told together.
    ///
    /// - Parameters:
    ///   - activity: path of a table of activity, to evaluate with it as well.
    ///   - accuracy: whether to simulate it.
    ///   - outputs: what is written afterwards; checked before anything is evaluated.
    func evaluate(
        activity: String? = nil, accuracy: AccuracyOptions? = nil, outputs: Outputs = Outputs()
    ) throws -> EvaluatedSubject {
        let inputs = try Inputs(input, openings)
        var gathering = Gathering()
        let architecture = try gathering.attempt { try inputs.architecture(hardware) }
        let specification = try gathering.attempt { try inputs.mapping(mapping, usual: architecture?.usualMapping) }
        let read = try gathering.attempt { try inputs.network(network) }
        let table = try gathering.attempt { try activity.map { path throws(InvalidInput) in try ActivityFile(path) } } ?? nil
        try gathering.finish()
        guard let architecture, let specification, let read else { preconditionFailure("no error, so all were read") }
        try outputs.check()
        var healths = AnalogHealths()
        func evaluation(_ activity: ActivityFile?) throws -> Evaluation {
            try naxdse.evaluate(
                read.network, on: architecture, specification, self.evaluation.convention, healths: &healths, activity: activity)
        }
        var result = try evaluation(table)
        result.accuracy = try accuracy?.simulated(network, on: architecture, specification, inputs)
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
}
