/// A neural network: layers in an order in which every layer comes after its inputs.
///
/// ```swift
/// let network = try Zoo.network(named: "resnet20")
/// network.multiplyAccumulates            // 40 551 040
/// let wider = try network.changingKernel(of: "layer1.0.conv1", to: 5)
/// ```
///
/// A network is a value: changing one gives another.
public struct Network: Hashable, Sendable {
    public let name: String
    /// In topological order; layer 0 is the (first) input.
    public private(set) var layers: [Layer]
    /// For each layer, the indices of the layers that read its output, in order.
    public let consumers: [[Int]]
    /// For each layer that shares its learnt numbers, by its index, the first layer that has them; that one is named
    /// too.
    public let sharing: [Int: Int]

    /// One layer before its shapes are known.
    public struct Node: Hashable, Sendable {
        public var name: String
        public var operation: Layer.Operation
        /// Indices of earlier nodes.
        public var inputs: [Int]
        /// The earlier layer whose learnt numbers it shares; nil for its own.
        public var weights: String?

        public init(name: String, operation: Layer.Operation, inputs: [Int], weights: String? = nil) {
            self.name = name
            self.operation = operation
            self.inputs = inputs
            self.weights = weights
        }
    }

    /// Infers every shape.
    ///
    /// - Throws: the first layer that does not fit its inputs, is named twice, or reads a later one;
    ///   and a network without layers. O(layers + edges).
    public init(name: String, nodes: [Node]) throws(NetworkError) {
        guard !nodes.isEmpty, nodes.count <= Limits.layers else {
            throw NetworkError(
                layer: nil, problem: "network '\(name)' has \(nodes.count) layers",
                remedy: "use 1 to \(Limits.layers)")
        }
        var layers: [Layer] = []
        layers.reserveCapacity(nodes.count)
        var names = Set<String>(minimumCapacity: nodes.count)
        var consumers = [[Int]](repeating: [], count: nodes.count)
        for (index, node) in nodes.enumerated() {
            guard names.insert(node.name).inserted else {
                throw NetworkError(
                    layer: node.name, problem: "the name is used twice", remedy: "give each layer its own name")
            }
            for input in node.inputs {
                guard (0..<index).contains(input) else {
                    throw NetworkError(
                        layer: node.name, problem: "it reads layer number \(input), which does not come before it",
                        remedy: "list every layer after its inputs")
                }
                consumers[input].append(index)
            }
            layers.append(
                try Layer(
                    name: node.name, operation: node.operation, inputs: node.inputs,
                    inputShapes: node.inputs.map { layers[$0].output }, weights: node.weights))
        }
        sharing = try Self.sharing(layers)
        self.name = name
        self.layers = layers
        self.consumers = consumers
    }

    /// Who shares whose learnt numbers; throws where they are of another shape, or not there.
    private static func sharing(_ layers: [Layer]) throws(NetworkError) -> [Int: Int] {
        guard layers.contains(where: { $0.weights != $0.name }) else { return [:] }
        var sharing: [Int: Int] = [:]
        var owners: [String: Int] = [:]
        for (index, layer) in layers.enumerated() {
            guard layer.weights != layer.name else {
                owners[layer.name] = index
                continue
            }
            guard let owner = owners[layer.weights], layers[owner].operation.hasWeights(like: layer.operation),
                layers[owner].matrix.map({ [$0.rows, $0.columns, $0.groups] })
                    == layer.matrix.map({ [$0.rows, $0.columns, $0.groups] })
            else {
                throw NetworkError(
                    layer: layer.name, problem: "it cannot share the weights of '\(layer.weights)'",
                    remedy: "name a layer before it of the same kind and size that has weights of its own")
            }
            sharing[index] = owner
            sharing[owner] = owner
        }
        return sharing
    }

    /// The layers as they were before shapes were inferred.
    public var nodes: [Node] {
        layers.map {
            Node(
                name: $0.name, operation: $0.operation, inputs: $0.inputs,
                weights: $0.weights == $0.name ? nil : $0.weights)
        }
    }

    /// Multiply-accumulates per inference over all layers.
    public var multiplyAccumulates: Int {
        layers.reduce(0) { $0 + $1.multiplyAccumulates }
    }

    /// Learnt numbers over all layers.
    public var parameters: Int {
        layers.reduce(0) { $0 + $1.parameters }
    }

    /// Indices of the input layers.
    public var inputs: [Int] {
        layers.indices.filter { if case .input = layers[$0].operation { true } else { false } }
    }

    /// Indices of the layers that nothing reads.
    public var outputs: [Int] {
        layers.indices.filter { consumers[$0].isEmpty }
    }

    /// Indices of the layers with a weight matrix, in order.
    public var stationaryLayers: [Int] {
        layers.indices.filter { layers[$0].isStationary }
    }

    /// The index of a layer, or nil. O(layers).
    public func index(of name: String) -> Int? {
        layers.firstIndex { $0.name == name }
    }

    /// The convolution or linear layer into which a batch-norm folds: the one before it,
    /// if nothing else reads that one's output. Nil for all other layers.
    ///
    /// A folded batch-norm costs nothing: its scale goes into the weights, its shift into the bias.
    public func foldTarget(of index: Int) -> Int? {
        guard case .batchNorm = layers[index].operation else { return nil }
        let producer = layers[index].inputs[0]
        // What several layers share cannot take up the statistics of one of them.
        return layers[producer].isStationary && consumers[producer].count == 1 && sharing[producer] == nil
            ? producer : nil
    }

    /// Changes one layer's operation.
    ///
    /// Only that layer is inferred again if its output keeps its shape.
    mutating func replace(_ index: Int, with operation: Layer.Operation) throws(NetworkError) {
        let old = layers[index]
        let new = try Layer(
            name: old.name, operation: operation, inputs: old.inputs,
            inputShapes: old.inputs.map { layers[$0].output }, weights: old.weights)
        if new.output == old.output, sharing[index] == nil {
            layers[index] = new
            return
        }
        var changed = nodes
        changed[index].operation = operation
        self = try Network(name: name, nodes: changed)
    }
}
