import ArgumentParser
import Cost
import Diagnostics
import Hardware
import Mapping
import System
import Workbench

/// `--accuracy RESULT.json …` and `--data DIR`: simulated accuracy beside the cost.
struct AccuracyOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help:
            "What `simulate --json` wrote for these architectures, to show their accuracies beside the cost; of one with several mappings that of the one in use.",
        completion: .file(extensions: ["json"]))
    var accuracy: [String] = []

    @Option(
        help:
            "Simulate the accuracy on this folder of CIFAR-10 or Tiny ImageNet; the network is an ONNX file with weights. Takes as long as simulate.",
        completion: .directory)
    var data: String?

    @Option(help: "How many test images, with --data.")
    var images = 100

    func validate() throws {
        if images < 1 { throw ValidationError("use at least 1 image") }
        if !accuracy.isEmpty, data != nil {
            throw ValidationError("--accuracy has the results that --data would make: give one of them")
        }
    }

    /// - Throws: what is wrong with the results that are named.
    func results() throws -> [StoredAccuracy] { try accuracy.map(StoredAccuracy.init(reading:)) }

    /// The accuracy with everything that can go wrong, where it is to be simulated.
    ///
    /// - Parameter network: as the user named it.
    func simulated(
        _ network: String, on architecture: Architecture, _ mapping: MappingSpecification, _ bench: Workbench
    ) throws -> SimulatedAccuracy? {
        guard let data else { return nil }
        return try bench.simulatedAccuracy(of: network, on: architecture, mapping, data: data, images: images)
    }
}
