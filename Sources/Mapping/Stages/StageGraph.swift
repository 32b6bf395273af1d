import Networks

/// A network as stages in an order in which every stage comes after those it reads.
///
/// A digital layer belongs to the deepest stage that it reads, depth being the number of stages before it;
/// of equally deep ones to the later. Then every edge between stages leads from a lower (depth, position)
/// to a higher one, so that the stages of any network can be ordered. Layers before the first
/// stage belong to it.
public struct StageGraph: Hashable, Sendable {
    public let stages: [Stage]
    /// For each layer of the network, its stage.
    public let stageOfLayer: [Int]

    /// - Throws: when no layer holds weights.
    public init(_ network: Network) throws(NetworkError) {
        let layers = network.layers
        guard !network.stationaryLayers.isEmpty else {
            throw NetworkError(
                layer: nil, problem: "network '\(network.name)' has no layer with weights to place on crossbars",
                remedy: "give it a convolution or a linear layer")
        }
        let owners = Self.owners(of: network)
        let anchors = owners.order
        var position = [Int](repeating: 0, count: layers.count)
        for (index, anchor) in anchors.enumerated() { position[anchor] = index }
        let stageOfLayer = owners.anchorOfLayer.map { position[$0] }

        var members = [[Int]](repeating: [], count: anchors.count)
        for index in layers.indices { members[stageOfLayer[index]].append(index) }
        stages = anchors.indices.map { stage in
            Self.stage(stage, anchor: anchors[stage], members: members[stage], stageOfLayer, network)
        }
        self.stageOfLayer = stageOfLayer
    }

    /// For each layer the anchor it belongs to, and the anchors by depth and position.
    private static func owners(of network: Network) -> (anchorOfLayer: [Int], order: [Int]) {
        let layers = network.layers
        var anchorOfLayer = [Int?](repeating: nil, count: layers.count)
        var depth = [Int](repeating: 0, count: layers.count)
        for (index, layer) in layers.enumerated() {
            let before = layer.inputs.compactMap { anchorOfLayer[$0] }
            if layer.isStationary {
                depth[index] = 1 + (before.map { depth[$0] }.max() ?? 0)
                anchorOfLayer[index] = index
            } else {
                anchorOfLayer[index] = before.max { (depth[$0], $0) < (depth[$1], $1) }
            }
        }
        let order = network.stationaryLayers.sorted { (depth[$0], $0) < (depth[$1], $1) }
        return (anchorOfLayer.map { $0 ?? order[0] }, order)
    }

    private static func stage(_ stage: Int, anchor: Int, members: [Int], _ stageOfLayer: [Int], _ network: Network) -> Stage {
        let layers = network.layers
        var predecessors = Set<Int>()
        var arrivals = 0, operands = 0, externalInputs = 0, externalOutputs = 0
        var followers: [Stage.Follower] = []
        // The anchor's own chain of input: everything it reads, through layers before it that only move data.
        let upstream = upstreamMembers(of: anchor, stage: stage, stageOfLayer, network)
        for index in members {
            let layer = layers[index]
            for input in layer.inputs {
                let isExternal = if case .input = layers[input].operation { true } else { false }
                let crosses = stageOfLayer[input] != stage
                guard crosses || isExternal else { continue }
                let values = layers[input].outputElements
                if upstream.contains(index) { arrivals += values } else { operands += values }
                if isExternal { externalInputs += values }
                if crosses { predecessors.insert(stageOfLayer[input]) }
            }
            if network.consumers[index].isEmpty, !isInput(layer) { externalOutputs += layer.outputElements }
            let work = DigitalWork(of: layer, isFolded: network.foldTarget(of: index) != nil)
            if !work.isEmpty { followers.append(Stage.Follower(layer: index, work: work)) }
        }
        return Stage(
            anchor: anchor, followers: followers, predecessors: predecessors.sorted(), arrivals: arrivals,
            operands: operands, externalInputs: externalInputs, externalOutputs: externalOutputs,
            startShare: startShare(of: layers[anchor], in: network))
    }

    /// The anchor and those members of its stage that its input passes through.
    private static func upstreamMembers(of anchor: Int, stage: Int, _ stageOfLayer: [Int], _ network: Network) -> Set<Int> {
        var found: Set<Int> = [anchor]
        var open = [anchor]
        while let index = open.popLast() {
            for input in network.layers[index].inputs where stageOfLayer[input] == stage && found.insert(input).inserted {
                open.append(input)
            }
        }
        return found
    }

    private static func isInput(_ layer: Layer) -> Bool {
        if case .input = layer.operation { true } else { false }
    }

    /// The rows of a map that the first window covers, of all rows; all of it for everything else.
    private static func startShare(of layer: Layer, in network: Network) -> Double {
        guard let convolution = layer.convolution else { return 1 }
        let height = network.layers[layer.inputs[0]].output.height
        let window = convolution.dilation.height * (convolution.kernel.height - 1) + 1 - convolution.padding.top
        return min(1, max(1, Double(window)) / Double(height))
    }
}
