/// Part of a network that is added to what it reads, with its shape unchanged: the network is one without it too.
///
/// ```swift
/// let blocks = network.residualBlocks                      // layer1.0, layer1.1, … of resnet20, but layer2.0 and layer3.0
/// let shallower = try network.leavingOut(["layer1.1"])
/// ```
///
/// NAX's zero operator (arXiv 2106.12125) for residual networks: the branch gives 0 and the sum its other operand.
public struct ResidualBlock: Hashable, Sendable {
    /// What the names of the branch's layers begin with, up to a dot: `layer1.1`; the sum's name where they have no
    /// such beginning.
    public var name: String
    /// Indices of the layers that go: the branch, the sum, and an activation behind it that changes nothing without the
    /// branch.
    public var layers: [Int]
    /// The layer whose result takes the place of the last one's.
    public var input: Int

    /// The last of ``layers``, whose result others read.
    public var output: Int { layers.last! }
}

extension Network {
    /// Blocks that can be left out, each by itself or with others, in the order of their sums.
    ///
    /// A block is all that lies between a layer and a sum that adds that layer's result: nothing of it is read
    /// elsewhere, it reads nothing else, and it holds weights. A block that changes the shape adds something else to
    /// its branch, and is none. O(layers × blocks).
    public var residualBlocks: [ResidualBlock] {
        layers.indices.compactMap { index in
            guard case .add = layers[index].operation, layers[index].inputs.count == 2 else { return nil }
            let inputs = layers[index].inputs
            return block(adding: inputs[0], to: inputs[1], by: index)
                ?? block(adding: inputs[1], to: inputs[0], by: index)
        }
    }

    private func block(adding end: Int, to input: Int, by sum: Int) -> ResidualBlock? {
        guard end > input, layers[end].output == layers[input].output else { return nil }
        // Backwards from the branch's end; whatever is read before the input is no branch of it.
        var branch: Set<Int> = [end]
        var open = [end]
        while let layer = open.popLast() {
            guard !layers[layer].inputs.isEmpty else { return nil }
            for source in layers[layer].inputs where source != input && !branch.contains(source) {
                guard source > input else { return nil }
                branch.insert(source)
                open.append(source)
            }
        }
        guard branch.allSatisfy({ consumers[$0].allSatisfy { branch.contains($0) || $0 == sum } }),
            branch.contains(where: { layers[$0].isStationary })
        else { return nil }
        // Weights that a layer outside uses too have to stay.
        let names = Set(branch.map { layers[$0].name })
        guard layers.indices.allSatisfy({ branch.contains($0) || !names.contains(layers[$0].weights) }) else {
            return nil
        }
        var gone = branch.sorted() + [sum]
        if consumers[sum].count == 1, case .activation(let activation) = layers[consumers[sum][0]].operation,
            activation.isIdempotent,
            layers[input].operation == layers[consumers[sum][0]].operation
        {
            gone.append(consumers[sum][0])
        }
        return ResidualBlock(
            name: commonName(branch.map { layers[$0].name }) ?? layers[sum].name, layers: gone, input: input)
    }

    /// The same network without some of its blocks.
    ///
    /// - Parameter names: of ``residualBlocks``.
    /// - Throws: where there is no such block.
    public func leavingOut(_ names: [String]) throws(NetworkError) -> Network {
        guard !names.isEmpty else { return self }
        let blocks = residualBlocks
        var isGone = [Bool](repeating: false, count: layers.count)
        var replacement: [Int: Int] = [:]
        for name in names {
            guard let block = blocks.first(where: { $0.name == name }) else {
                throw NetworkError(
                    layer: name, problem: "network '\(self.name)' has no block of that name that it could do without",
                    remedy: blocks.isEmpty
                        ? "it has none: leave out such choices"
                        : "it could do without \(blocks.map(\.name).joined(separator: ", "))")
            }
            for layer in block.layers { isGone[layer] = true }
            replacement[block.output] = block.input
        }
        func source(_ index: Int) -> Int {
            var index = index
            while let next = replacement[index] { index = next }
            return index
        }
        var places = [Int](repeating: 0, count: layers.count), kept: [Node] = []
        for (index, node) in nodes.enumerated() where !isGone[index] {
            places[index] = kept.count
            kept.append(
                Node(
                    name: node.name, operation: node.operation, inputs: node.inputs.map { places[source($0)] },
                    weights: node.weights))
        }
        return try Network(name: name, nodes: kept)
    }
}

/// What all names begin with, up to a dot.
private func commonName(_ names: [String]) -> String? {
    let parts = names.map { $0.split(separator: ".") }
    // The last part is a layer's own.
    var common = parts[0].dropLast()
    for name in parts { common = common.prefix(zip(common, name.dropLast()).prefix { $0 == $1 }.count) }
    return common.isEmpty ? nil : common.joined(separator: ".")
}

extension Activation {
    /// Whether it leaves its own results as they are.
    fileprivate var isIdempotent: Bool {
        switch self {
        case .relu, .relu6, .clip: true
        case .leakyRelu, .elu, .sigmoid, .tanh, .gelu, .silu, .hardSigmoid, .hardSwish, .softmax, .logSoftmax,
            .function:
            false
        }
    }
}
