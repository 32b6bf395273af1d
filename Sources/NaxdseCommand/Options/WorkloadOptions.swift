import ArgumentParser
import Networks
import Workbench

/// One network and one mapping, for commands that evaluate them on many architectures.
struct WorkloadOptions: ParsableArguments {
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
}

/// The same where a network need not be named.
struct OptionalWorkload: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: "A built-in network, or the path of a network or ONNX file. Without one there are no figures.",
        completion: .network)
    var network: String?

    @Option(
        name: .shortAndLong,
        help:
            "A shipped mapping, or the path of a mapping file (default: the one that the first hardware file names, or else 'default').",
        completion: .mapping)
    var mapping: String?

    @OptionGroup var openings: ImportOpenings

    func validate() throws {
        if network == nil, openings.options != ImportOptions() {
            throw ValidationError(
                "--extent, --batch, --constant and --network-output are of an ONNX network: name it with --network")
        }
        if mapping != nil, network == nil {
            throw ValidationError("--mapping places a network: name it with --network")
        }
    }
}
