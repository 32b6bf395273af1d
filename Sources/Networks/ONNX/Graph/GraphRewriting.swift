/// The nodes of a graph while groups of them are replaced by the one operator that they spell out.
///
/// Exporters write GELU, SiLU, hard-swish and, before opset 17, layer-norm as several nodes. A group is
/// replaced only when nothing else reads what its inner nodes compute.
struct GraphRewriting {
    private(set) var nodes: [Onnx_NodeProto?]
    /// The node that computes a tensor.
    private var producers: [String: Int] = [:]
    /// The nodes that read a tensor, in order; the graph's output counts as reader -1.
    private var readers: [String: [Int]] = [:]
    /// Tensors of one number.
    private var scalars: [String: Double] = [:]

    init(_ nodes: [Onnx_NodeProto], outputs: [String], scalars: [String: Double]) {
        self.nodes = nodes
        self.scalars = scalars
        for (index, node) in nodes.enumerated() {
            for input in GraphImport.reads(node) { readers[input, default: []].append(index) }
            for output in node.output where producers[output] == nil { producers[output] = index }
        }
        for output in outputs { readers[output, default: []].append(-1) }
        for node in nodes { noteScalar(node) }
    }

    /// The graph with all known groups replaced, in the same order.
    static func rewritten(_ nodes: [Onnx_NodeProto], outputs: [String], scalars: [String: Double]) -> [Onnx_NodeProto] {
        var graph = GraphRewriting(nodes, outputs: outputs, scalars: scalars)
        for index in nodes.indices {
            switch nodes[index].opType {
            case "Erf": graph.replaceGelu(at: index)
            case "Sigmoid", "HardSigmoid": graph.replaceGated(at: index)
            case "Clip": graph.replaceHardSwish(at: index)
            case "Sqrt": graph.replaceLayerNorm(at: index)
            default: break
            }
        }
        return graph.nodes.compactMap(\.self)
    }

    /// The node that computes a tensor, if it is of that operator.
    func producer(of tensor: String, _ operation: String) -> Int? {
        guard let index = producers[tensor], nodes[index]?.opType == operation else { return nil }
        return index
    }

    /// The only node that reads a node's output, if it is of that operator.
    func onlyReader(of index: Int, _ operation: String) -> Int? {
        guard let output = output(of: index), let all = readers[output], all.count == 1, all[0] >= 0,
            nodes[all[0]]?.opType == operation
        else { return nil }
        return all[0]
    }

    /// A node's first output.
    func output(of index: Int) -> String? { nodes[index]?.output.first }

    /// A node's input, or nil where it has none.
    func input(of index: Int, _ number: Int) -> String? {
        guard let node = nodes[index], number < node.input.count, !node.input[number].isEmpty else { return nil }
        return node.input[number]
    }

    /// What a node with two inputs reads beside a tensor.
    func partner(of tensor: String, in index: Int) -> String? {
        guard let inputs = nodes[index]?.input, inputs.count == 2 else { return nil }
        if inputs[0] == tensor { return inputs[1] }
        return inputs[1] == tensor ? inputs[0] : nil
    }

    /// The number that a tensor holds, if it is constant.
    func scalar(_ tensor: String?) -> Double? { tensor.flatMap { scalars[$0] } }

    /// Whether a tensor is a constant number close to `value`.
    func isScalar(_ tensor: String?, _ value: Double) -> Bool {
        scalar(tensor).map { abs($0 - value) <= 5e-4 * abs(value) } ?? false
    }

    /// Puts one node in the place of the last of a group, with its name and output.
    ///
    /// The group's inner nodes stay: nothing reads them any more, so that they are left out as dead ends.
    mutating func replace(_ last: Int, by operation: String, inputs: [String], attributes: [Onnx_AttributeProto] = []) {
        guard let old = nodes[last] else { return }
        for input in old.input { readers[input]?.removeAll { $0 == last } }
        var node = Onnx_NodeProto()
        node.name = old.name
        node.opType = operation
        node.input = inputs
        node.output = [old.output.first ?? ""]
        node.attribute = attributes
        nodes[last] = node
        for input in inputs { readers[input, default: []].append(last) }
    }

    /// Numbers in Constant nodes, and what passes them on.
    private mutating func noteScalar(_ node: Onnx_NodeProto) {
        guard let output = node.output.first, scalars[output] == nil else { return }
        switch node.opType {
        case "Constant":
            if let value = node.attribute.first(where: { $0.name == "value" })?.t {
                scalars[output] = Self.scalar(value)
            } else if let value = node.attribute.first(where: { $0.name == "value_float" })?.f {
                scalars[output] = Double(value)
            }
        case "Identity", "Cast", "CastLike":
            if let input = node.input.first { scalars[output] = scalars[input] }
        default: break
        }
    }

    /// The number in a tensor of one element that the message itself holds.
    static func scalar(_ tensor: Onnx_TensorProto) -> Double? {
        guard tensor.dims.allSatisfy({ $0 == 1 }), tensor.dataLocation != .external else { return nil }
        var nothing = ExternalData(folder: ".")
        return (try? StoredTensor(tensor, &nothing))?.reals.first
    }
}
