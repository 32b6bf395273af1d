import Networks
import Testing

@testable import Mapping

@Suite struct StageGraphTests {
    /// ResNet-20 has 19 convolutions and a linear layer; residual additions run with the second convolution of their
    /// block.
    @Test func resNet20HasAStageForEachLayerWithWeights() throws {
        let network = try Zoo.network(named: "resnet20")
        let graph = try StageGraph(network)
        #expect(graph.stages.count == 20)
        let add = try #require(network.index(of: "layer2.0.add"))
        let conv2 = try #require(network.index(of: "layer2.0.conv2"))
        #expect(graph.stages[graph.stageOfLayer[add]].anchor == conv2)
        let stage = graph.stages[graph.stageOfLayer[add]]
        #expect(stage.arrivals == 32 * 16 * 16)
        #expect(stage.operands == 32 * 16 * 16)
        #expect(stage.followers.map { network.layers[$0.layer].operation.word } == ["add", "relu"])
    }

    @Test func everyEdgeLeadsToALaterStage() throws {
        for name in Zoo.names {
            let graph = try StageGraph(Zoo.network(named: name))
            for (index, stage) in graph.stages.enumerated() {
                #expect(stage.predecessors.allSatisfy { $0 < index }, "\(name), stage \(index)")
            }
        }
    }

    @Test func inputsAndOutputsOfTheChipAreCountedOnce() throws {
        let network = try Zoo.network(named: "resnet20")
        let graph = try StageGraph(network)
        #expect(graph.stages.map(\.externalInputs).reduce(0, +) == 3 * 32 * 32)
        #expect(graph.stages.map(\.externalOutputs).reduce(0, +) == 10)
        #expect(graph.stages[0].startShare == 2.0 / 32)
    }

    @Test(arguments: [
        ("*", "conv1", true), ("conv1", "conv1", true), ("conv1", "conv10", false),
        ("layer3.*", "layer3.0.conv1", true),
        ("layer*.conv1", "layer3.0.conv1", true), ("layer*.conv1", "layer3.0.conv12", false), ("*a*b", "xaxbb", true),
    ])
    func patternsFitNames(_ pattern: String, _ name: String, _ fits: Bool) throws {
        var build = try NetworkBuilder("one", input: .map(channels: 1, height: 4, width: 4))
        _ = try build.convolution(name, build.input, channels: 1, kernel: 3)
        let rule = LayerRule(pattern: pattern, change: SettingsChange())
        #expect(rule.applies(to: try build.network().layers[1]) == fits)
    }
}
