import Testing

@testable import Networks

@Suite struct ResidualBlockTests {
    @Test("ResNet-20 can do without the blocks that keep their shape")
    func resNet20() throws {
        let network = try Zoo.network(named: "resnet20")
        #expect(
            network.residualBlocks.map(\.name) == [
                "layer1.0", "layer1.1", "layer1.2", "layer2.1", "layer2.2", "layer3.1", "layer3.2",
            ])
        let shallower = try network.leavingOut(["layer1.1", "layer1.2", "layer2.2", "layer3.2"])
        // Each block of two 3×3 convolutions has 2·9·C²·H·W multiply-accumulates, as all but the first of a stage; in
        // all stages as many.
        let block = 2 * 9 * 16 * 16 * 32 * 32
        #expect(shallower.multiplyAccumulates == network.multiplyAccumulates - 4 * block)
        #expect(
            shallower.layers.allSatisfy { layer in
                !["layer1.1", "layer1.2", "layer2.2", "layer3.2"].contains { layer.name.hasPrefix($0 + ".") }
            })
        let reader = try #require(shallower.index(of: "layer2.0.conv1"))
        #expect(shallower.layers[shallower.layers[reader].inputs[0]].name == "layer1.0.relu2")
        // Nothing but the stem in the first stage: the block's input and result are both behind a ReLU.
        let none = try network.leavingOut(["layer1.0", "layer1.1", "layer1.2"])
        #expect(none.layers[none.layers[none.index(of: "layer2.0.conv1")!].inputs[0]].name == "relu1")
    }

    @Test("projections and transformers have blocks too, and a network without sums has none")
    func others() throws {
        #expect(
            try Zoo.network(named: "resnet18").residualBlocks.map(\.name) == [
                "layer1.0", "layer1.1", "layer2.1", "layer3.1", "layer4.1",
            ])
        #expect(try Zoo.network(named: "vgg16").residualBlocks.isEmpty)
        // Two branches a layer, told apart by their weights.
        let transformer = try Zoo.network(named: "deit-tiny")
        let names = transformer.residualBlocks.map(\.name)
        #expect(names.count == 24 && Set(names).count == 24 && names.prefix(2) == ["blocks.0.attn", "blocks.0.mlp"])
        let shallower = try transformer.leavingOut(["blocks.3.mlp"])
        #expect(!shallower.layers.contains { $0.name.hasPrefix("blocks.3.mlp.") })
        #expect(shallower.layers.contains { $0.name.hasPrefix("blocks.3.attn.") })
        let error = #expect(throws: NetworkError.self) { try Zoo.network(named: "resnet20").leavingOut(["layer2.0"]) }
        #expect(error?.problem == "network 'resnet20' has no block of that name that it could do without")
        #expect(error?.remedy.hasSuffix("layer3.1, layer3.2") == true)
    }

    @Test("what is read outside a branch keeps it")
    func readElsewhere() throws {
        var build = try NetworkBuilder("net", input: .map(channels: 4, height: 8, width: 8))
        let stem = try build.convolution("stem", build.input, channels: 4, kernel: 3)
        let branch = try build.convolution("branch", stem, channels: 4, kernel: 3)
        let sum = try build.append("sum", .add, [branch, stem])
        _ = try build.append("join", .concat(axis: 0), [sum, branch])
        #expect(try build.network().residualBlocks.isEmpty)
    }

    @Test("the trunk of each stage is one group, and its shortcut has the zeros that are left to it")
    func trunk() throws {
        let network = try Zoo.network(named: "resnet20")
        let groups = ChannelGroups(network, crossingPads: true).groups
        let trunks = groups.filter { $0.layers.count > 1 }
        #expect(
            trunks.map { $0.layers.map { network.layers[$0].name } } == [
                ["conv1", "layer1.0.conv2", "layer1.1.conv2", "layer1.2.conv2"],
                ["layer2.0.conv2", "layer2.1.conv2", "layer2.2.conv2"],
                ["layer3.0.conv2", "layer3.1.conv2", "layer3.2.conv2"],
            ])
        #expect(groups.count == 12)
        // Without, only the first convolutions of the blocks are free.
        #expect(ChannelGroups(network).groups.count == 9)

        let wide = try network.narrowed(
            Dictionary(
                uniqueKeysWithValues: groups.flatMap { group in
                    group.layers.map { (network.layers[$0].name, 2 * group.channels) }
                }))
        // All matrices twice as tall and as wide, but the stem's input and the last layer's output.
        #expect(wide.layers[wide.index(of: "layer3.2.conv1")!].output == .map(channels: 128, height: 8, width: 8))
        #expect(wide.layers[wide.index(of: "layer2.0.shortcut.pad")!].operation == .pad(axis: 0, before: 0, after: 32))
        let stem = 3 * 9 * 16 * 1024, last = 640
        #expect(wide.multiplyAccumulates == 4 * (network.multiplyAccumulates - stem - last) + 2 * stem + 2 * last)
    }

    @Test("where a later stage has fewer channels, its shortcut passes on the first ones")
    func fewer() throws {
        let network = try Zoo.network(named: "resnet20").narrowed(
            Dictionary(
                uniqueKeysWithValues: ["conv1", "layer1.0.conv2", "layer1.1.conv2", "layer1.2.conv2"].map { ($0, 48) }))
        let shortcut = network.layers[network.index(of: "layer2.0.shortcut.pad")!]
        #expect(
            shortcut.operation == .slice(Slice(axis: 0, count: 32))
                && shortcut.output == .map(channels: 32, height: 16, width: 16))
    }
}
