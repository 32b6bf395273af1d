import Foundation
import Networks
import Testing

@testable import DataSets
@testable import Simulation
@testable import Surrogates

/// A trained ResNet-20 and what PyTorch makes of the first 32 test images of CIFAR-10: Benchmarks/train-resnet20.
private struct Trained {
    let folded: FoldedNetwork
    let images: [[Float]]
    let scores: [[Double]]

    init() throws {
        let folder =
            #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Benchmarks/train-resnet20/"
        let model = try ONNXReader(folder + "resnet20.onnx").read()
        folded = try FoldedNetwork(model.network) { try model.weights.tensor($0) }
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder + "first-images.bin")))
        let normalisation = DataSet.Normalisation(mean: [0.4914, 0.4822, 0.4465], deviation: [0.2470, 0.2435, 0.2616])
        images = (0..<32).map { normalisation.elements(Array(bytes[$0 * 3073 + 1..<($0 + 1) * 3073])) }
        scores = try String(contentsOfFile: folder + "logits.csv", encoding: .utf8).split(separator: "\n").map { line in
            line.split(separator: ",").compactMap { Double($0) }
        }
    }
}

@Suite struct PyTorchTests {
    /// Unoptimised builds take a second an image: two say as much as all.
    @Test func floatScoresAreThoseOfPyTorch() throws {
        let trained = try Trained()
        let network = try FloatNetwork(trained.folded)
        for k in [0, 5] {
            let scores = network.scores(of: trained.images[k])
            let largest = trained.scores[k].reduce(0) { max($0, abs($1)) }
            for (mine, theirs) in zip(scores, trained.scores[k]) {
                #expect(abs(mine - theirs) < 2e-5 * largest, "image \(k)")
            }
        }
    }

    /// Eight bits are near, and choose the class that PyTorch chooses.
    @Test func integersAreNearPyTorch() throws {
        let trained = try Trained()
        let chip = Chip(rows: 128, columns: 128, activeRows: 128)
        let mapped = try chip.place(trained.folded.network)
        let network = try QuantisedNetwork(
            FloatNetwork(trained.folded), mapped.graph, precisions: mapped.stages.map(\.precision),
            calibration: Array(trained.images[1...2]))
        let scores = try network.scores(of: trained.images[0])
        let largest = trained.scores[0].reduce(0) { max($0, abs($1)) }
        for (mine, theirs) in zip(scores, trained.scores[0]) { #expect(abs(mine - theirs) < 0.1 * largest) }
        #expect(Accuracy.choice(scores) == Accuracy.choice(trained.scores[0]))
    }
}
