import ArgumentParser
import Workbench

/// One architecture, one network and one mapping, and their evaluation.
struct SubjectOptions: ParsableArguments {
    @Argument(help: "Name of shipped hardware, or path of a hardware file.", completion: .hardware)
    var hardware: String

    @Option(
        name: .shortAndLong, help: "A built-in network, or the path of a network or ONNX file.", completion: .network)
    var network: String

    @Option(
        name: .shortAndLong,
        help:
            "A shipped mapping, or the path of a mapping file (default: the one that the hardware file names, or else 'default').",
        completion: .mapping)
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
        let bench = try Workbench(input, openings)
        var healths = AnalogHealths()
        return try SingleEvaluation(
            hardware: hardware, network: network, mapping: mapping, convention: evaluation.convention,
            activity: activity,
            accuracy: { try accuracy?.simulated(network, on: $0, $1, bench) }
        ).run(bench, &healths, check: outputs.check)
    }
}
