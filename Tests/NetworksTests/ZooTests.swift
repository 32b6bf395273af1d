import Testing

@testable import Networks

/// He et al., arXiv 1512.03385, table 6, gives 0.27 M parameters; the exact figures are those of
/// https://github.com/akamaster/pytorch_resnet_cifar10 (269 722 with option A) and
/// 40.55 M multiply-accumulates.
@Test func resNet20HasThePublishedCounts() throws {
    let network = try Zoo.network(named: "resnet20")
    #expect(network.parameters == 269_722)
    #expect(network.multiplyAccumulates == 40_551_040)
    #expect(network.layers[network.outputs[0]].output == .vector(10))
}
