/// Which convolutions of a network may have another number of output channels without anything else being changed but
/// the input channels of what reads them.
///
/// ```swift
/// let groups = ChannelGroups(network)
/// let narrower = try network.narrowed(["layer1.0.conv1": 8])
/// ```
///
/// Channels that are added to each other have to be as many, so that all convolutions of a residual stream are one
/// group. Not free are the network's outputs, what is joined, padded, cut or reshaped on the way, what shares its
/// weights, grouped convolutions and what they read, channels behind a function that does not leave 0 at 0, and those
/// behind a batch-norm that does not fold.
///
/// With `crossingPads`, zeros that a shortcut adds to its channels (He et al., arXiv 1512.03385, option A) are as many
/// as the channels on both sides leave to it, so that each stage of such a network is a group of its own: stem or
/// shortcut, and the last layers of its blocks.
public struct ChannelGroups: Hashable, Sendable {
    /// Convolutions whose output channels are as many.
    public struct Group: Hashable, Sendable {
        /// Indices of the network's layers, in order.
        public var layers: [Int]
        public var channels: Int
    }

    /// Those that are free, in the order of their first layers.
    public let groups: [Group]
    /// For each layer of the network the group that its output's channels are of; nil where they are not free.
    public let groupOfLayer: [Int?]

    /// O(layers + edges).
    public init(_ network: Network, crossingPads: Bool = false) {
        var classes = Classes(count: network.layers.count, crossesPads: crossingPads)
        for (index, layer) in network.layers.enumerated() { classes.add(index, layer, in: network) }
        for output in network.outputs { classes.fix(output) }
        var groups: [Group] = []
        var groupOfRoot: [Int: Int] = [:]
        for (index, layer) in network.layers.enumerated() {
            guard let convolution = layer.convolution, let root = classes.freeRoot(of: index) else { continue }
            if let group = groupOfRoot[root] {
                groups[group].layers.append(index)
            } else {
                groupOfRoot[root] = groups.count
                groups.append(Group(layers: [index], channels: convolution.outputChannels))
            }
        }
        self.groups = groups
        groupOfLayer = network.layers.indices.map { index in classes.freeRoot(of: index).flatMap { groupOfRoot[$0] } }
    }

    /// Layers whose outputs' channels are the same, as a forest of parents.
    private struct Classes {
        var parent: [Int]
        var isFixed: [Bool]
        let crossesPads: Bool

        init(count: Int, crossesPads: Bool) {
            self.crossesPads = crossesPads
            parent = Array(0..<count)
            isFixed = [Bool](repeating: false, count: count)
        }

        func root(_ index: Int) -> Int {
            var index = index
            while parent[index] != index { index = parent[index] }
            return index
        }

        func freeRoot(of index: Int) -> Int? {
            let root = root(index)
            return isFixed[root] ? nil : root
        }

        mutating func fix(_ index: Int) { isFixed[root(index)] = true }

        mutating func join(_ a: Int, _ b: Int) {
            let (a, b) = (root(a), root(b))
            isFixed[a] = isFixed[a] || isFixed[b]
            parent[b] = a
        }

        /// Says what a layer's channels have to do with those it reads.
        mutating func add(_ index: Int, _ layer: Layer, in network: Network) {
            // Layers that share their weights keep the shape of them.
            if layer.weights != layer.name, let owner = network.index(of: layer.weights) {
                for sharing in [owner, index] {
                    fix(sharing)
                    for input in network.layers[sharing].inputs { fix(input) }
                }
            }
            let passes: Bool
            switch layer.operation {
            case .convolution(let convolution):
                guard convolution.groups > 1 else { return }
                passes = false
            case .linear:
                // Reads any number of channels, as a vector; has features, not channels.
                isFixed[index] = true
                return
            case .batchNorm: passes = network.foldTarget(of: index) != nil
            case .activation(let activation): passes = activation.keepsZero
            case .pool, .globalPool: passes = true
            case .scale(_, let offset): passes = offset == 0
            case .add: passes = Set(layer.inputs.map { network.layers[$0].output }).count == 1
            case .slice(let slice): passes = slice.axis > 0 && layer.output.rank == 3
            case .pad(let axis, let before, let after, let value):
                // Channels on both sides are free, each by themselves.
                if crossesPads, value == 0, axis == 0, layer.output.rank == 3, before >= 0, after >= 0 { return }
                passes = value == 0 && axis > 0 && layer.output.rank == 3
            case .flatten:
                passes = network.consumers[index].allSatisfy {
                    if case .linear = network.layers[$0].operation { true } else { false }
                }
            default: passes = false
            }
            if passes {
                for input in layer.inputs { join(input, index) }
            } else {
                isFixed[index] = true
                for input in layer.inputs { fix(input) }
            }
        }
    }
}

extension Network {
    /// The same network with other numbers of output channels in some convolutions.
    ///
    /// A shortcut that adds zero channels adds as many as are wanted then, all at the end where these are channels of
    /// one of the convolutions: so channel i of one stage is added to channel i of the next at every width. (A network
    /// that has some of them before is the same but for the order of its channels.) Where the stage behind has fewer
    /// channels than the one before, the shortcut passes on the first of them.
    ///
    /// - Parameter channels: by the names of convolutions.
    /// - Throws: where a name is no convolution's, or the network's shapes do not fit any more.
    public func narrowed(_ channels: [String: Int]) throws(NetworkError) -> Network {
        var nodes = nodes
        for (name, count) in channels.sorted(by: { $0.key < $1.key }) {
            guard let index = index(of: name), var convolution = layers[index].convolution else {
                throw NetworkError(
                    layer: name, problem: "network '\(self.name)' has no such convolution",
                    remedy: "name one of its convolutions")
            }
            convolution.outputChannels = count
            nodes[index].operation = .convolution(convolution)
        }
        adaptPads(in: &nodes, to: channels)
        return try Network(name: name, nodes: nodes)
    }
}

extension Network {
    /// Gives shortcuts that add zero channels as many as the channels on both sides leave to them, or lets them pass on
    /// the first ones alone.
    private func adaptPads(in nodes: inout [Node], to channels: [String: Int]) {
        let pads = nodes.indices.filter { if case .pad(0, _, _, 0) = nodes[$0].operation { true } else { false } }
        guard !pads.isEmpty else { return }
        let groups = ChannelGroups(self, crossingPads: true)
        /// Channels of a layer's group now, and whether they are among those that were given.
        func now(_ index: Int) -> (count: Int, isGiven: Bool) {
            guard let group = groups.groupOfLayer[index] else { return (layers[index].output.channels, false) }
            let member = groups.groups[group].layers[0]
            let isGiven = groups.groups[group].layers.contains { channels[layers[$0].name] != nil }
            return (nodes[member].operation.outputChannels ?? layers[index].output.channels, isGiven)
        }
        for pad in pads {
            let (output, isOutputGiven) = now(pad), (input, isInputGiven) = now(nodes[pad].inputs[0])
            guard isOutputGiven || isInputGiven else { continue }
            nodes[pad].operation =
                output >= input
                ? .pad(axis: 0, before: 0, after: output - input) : .slice(Slice(axis: 0, count: output))
        }
    }
}

extension Layer.Operation {
    fileprivate var outputChannels: Int? {
        if case .convolution(let convolution) = self { convolution.outputChannels } else { nil }
    }
}

extension Activation {
    /// Whether the function of 0 is 0, element by element.
    fileprivate var keepsZero: Bool {
        switch self {
        case .relu, .relu6, .leakyRelu, .elu, .tanh, .gelu, .silu, .hardSwish: true
        case .clip(let minimum, let maximum): minimum <= 0 && maximum >= 0
        case .function(let function): function.keepsZero
        case .sigmoid, .hardSigmoid, .softmax, .logSoftmax: false
        }
    }
}
