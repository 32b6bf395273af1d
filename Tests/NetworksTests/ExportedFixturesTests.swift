import Foundation
import Testing

@testable import Networks

// What PyTorch's exporters make of real networks: see Fixtures/make_fixtures.py.

private let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")

/// Reads a fixture from a folder in which `weights.bin` is as long as the longest tensor, and empty.
private func fixture(_ name: String) throws -> ImportedModel {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("naxdse-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let model = folder.appendingPathComponent("\(name).onnx")
    try FileManager.default.copyItem(at: fixtures.appendingPathComponent("\(name).onnx"), to: model)
    let weights = folder.appendingPathComponent("weights.bin")
    try Data().write(to: weights)
    let handle = try FileHandle(forWritingTo: weights)
    try handle.truncate(atOffset: 16 << 20)
    try handle.close()
    return try ONNXReader(model.path).read()
}

/// Numbers that folding batch-norm into convolutions leaves out: of its scale and shift only the shift is left.
private func foldedAway(_ network: Network) -> Int {
    network.layers.filter { $0.operation.word == "batch-norm" }.reduce(0) { $0 + $1.output.channels }
}

@Test func anExportWithBatchNormHasTheLayersOfTheZoo() throws {
    let imported = try fixture("resnet18-raw-9")
    let zoo = try Zoo.network(named: "resnet18")
    #expect(imported.opset == 9)
    #expect(imported.network.parameters == zoo.parameters)
    #expect(imported.network.multiplyAccumulates == zoo.multiplyAccumulates)
    let words = imported.network.layers.map(\.operation.word).sorted()
    #expect(words == zoo.layers.map(\.operation.word).sorted())
    let matrices = Dictionary(
        uniqueKeysWithValues: zoo.stationaryLayers.map { (zoo.layers[$0].name, zoo.layers[$0].matrix) })
    for index in imported.network.stationaryLayers {
        let layer = imported.network.layers[index]
        #expect(layer.matrix == matrices[layer.name])
    }
    #expect(imported.weights.shape(of: "layer2.0.downsample.0.weight") == Shape([128, 64, 1, 1]))
    #expect(imported.weights.shape(of: "fc.bias") == .vector(1000))
}

@Test(arguments: ["resnet18", "mobilenetv2"])
func anExportWithFoldedBatchNormAndAnOpenBatchHasTheCountsOfTheZoo(name: String) throws {
    let imported = try fixture("\(name)-dynamo-18").network
    let zoo = try Zoo.network(named: name)
    #expect(imported.multiplyAccumulates == zoo.multiplyAccumulates)
    #expect(imported.parameters == zoo.parameters - foldedAway(zoo))
    #expect(imported.layers[imported.outputs[0]].output == .vector(1000))
}

/// 2 542 856 parameters of which 6 056 are scales (torchvision's page; the channels of its batch-norms);
/// 56.5 M multiply-accumulates. Its blocks scale channels by a product of 1×1 maps.
@Test func squeezeAndExcitationIsImported() throws {
    let network = try fixture("mobilenetv3-dynamo-18").network
    #expect(network.parameters == 2_542_856 - 6_056)
    #expect(network.multiplyAccumulates == 56_510_400)
    #expect(network.layers.filter { $0.operation.word == "multiply" }.count == 9)
    #expect(network.layers.contains { $0.operation == .activation(.hardSwish) })
}

@Test(arguments: ["deit2-raw-13", "deit2-open-17", "deit2-dynamo-18", "deit2-dynamo-20"])
func aTransformerHasTheCountsOfTheZooHoweverItIsExported(name: String) throws {
    let imported = try fixture(name).network
    let zoo = try Zoo.deiTTiny(blocks: 2)
    #expect(imported.parameters == zoo.parameters)
    #expect(imported.multiplyAccumulates == zoo.multiplyAccumulates)
    for word in ["layer-norm", "gelu", "softmax", "matmul", "linear", "constant", "concat"] {
        let count = imported.layers.filter { $0.operation.word == word }.count
        #expect(count == zoo.layers.filter { $0.operation.word == word }.count, "\(word)")
    }
}
