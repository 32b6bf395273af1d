import ArgumentParser
import Catalogue
import Circuit
import Cost
import Hardware
import Mapping
import Markup
import Networks
import System

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `--accuracy RESULT.json …` and `--data DIR`: simulated accuracy beside the cost.
struct AccuracyOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: "What `simulate --json` wrote for these architectures, to show their accuracies beside the cost; of one with several mappings that of the one in use.",
        completion: .file(extensions: ["json"]))
    var accuracy: [String] = []

    @Option(help: "Simulate the accuracy on this folder of CIFAR-10 or Tiny ImageNet; the network is an ONNX file with weights. Takes as long as simulate.", completion: .directory)
    var data: String?

    @Option(help: "How many test images, with --data.")
    var images = 100

    func validate() throws {
        if images < 1 { throw ValidationError("use at least 1 image") }
        if !accuracy.isEmpty, data != nil { throw ValidationError("--accuracy has the results that --data would make: give one of them") }
    }

    /// - Throws: what is wrong with the results that are named.
    func results() throws -> [StoredAccuracy] { try accuracy.map(StoredAccuracy.init(reading:)) }

    /// The accuracy with everything that can go wrong, where it is to be simulated.
    ///
    /// - Parameter network: as the user named it.
    func simulated(_ network: String, on architecture: Architecture, _ mapping: MappingSpecification, _ inputs: Inputs) throws -> SimulatedAccuracy? {
        guard let data else { return nil }
        let trained = try TrainedNetwork(network, weights: nil, inputs)
        let mapped = try Planner(architecture, mapping, mappers: Catalogue.mappers()).place(trained.network.network)
        var options = Simulation.Options()
        options.images = images
        options.threads = coreCount
        let simulation = try Simulation(trained.network, mapped, architecture, DataSet(folder: data), options)
        guard let last = simulation.cases.last else { preconditionFailure("there are always cases") }
        let accuracy = try simulation.run(last).accuracy
        return SimulatedAccuracy(share: accuracy.share, interval: accuracy.interval, images: accuracy.images)
    }
}

/// The result of one simulation, as it was written.
struct StoredAccuracy {
    let file: InputFile
    let hardware: String
    let network: String
    let mapping: String
    let accuracy: SimulatedAccuracy

    private struct Written: Decodable {
        struct Row: Decodable {
            var computed: String
            var accuracy: Double
            var hits: Int
            var interval_95: [Double]
        }
        var network, hardware, mapping: String
        var images: Int
        var results: [Row]
    }

    /// Larger than any result.
    private static let sizeLimit = 4 << 20

    init(reading path: String) throws {
        let bytes: [UInt8]
        do throws(ReadingError) {
            bytes = try RegularFile.bytes(of: path, limit: Self.sizeLimit)
        } catch {
            throw InputError("'\(path)' \(error.reason)", hint: "give what `naxdse simulate … --json` wrote")
        }
        guard let written = try? JSONDecoder().decode(Written.self, from: Data(bytes)),
            let last = written.results.last, last.interval_95.count == 2, last.interval_95[0] <= last.interval_95[1],
            (0...1).contains(last.accuracy)
        else {
            throw InputError("'\(path)' is no result of a simulation", hint: "give what `naxdse simulate … --json` wrote")
        }
        file = InputFile(hashing: path) ?? InputFile(path: path, sha256: "")
        hardware = written.hardware
        network = written.network
        mapping = written.mapping
        // The last row has everything together that can go wrong.
        accuracy = SimulatedAccuracy(share: last.accuracy, interval: last.interval_95[0]...last.interval_95[1], images: written.images)
    }
}

extension [StoredAccuracy] {
    /// Of the network on the hardware with the mapping.
    func accuracy(of evaluation: Evaluation) -> SimulatedAccuracy? {
        last { $0.hardware == evaluation.hardware && $0.network == evaluation.network && $0.mapping == evaluation.mapping }?.accuracy
    }

    /// Those that belong to none of the evaluations, which is worth a word.
    func notes(unusedBy evaluations: [Evaluation]) -> [(subject: String, words: String)] {
        filter { result in !evaluations.contains { [result].accuracy(of: $0) != nil } }.map {
            ("", "\($0.file.path) is of \($0.network) on \($0.hardware) with mapping \($0.mapping), which is not here: its accuracy is not shown")
        }
    }
}
