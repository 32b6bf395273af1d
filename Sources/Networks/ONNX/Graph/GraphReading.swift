import Markup

extension GraphImport {
    /// Imports a whole graph; what is wrong with it is in ``problems`` afterwards.
    mutating func add(_ graph: Onnx_GraphProto, folder: String, extents: [String: Int]) {
        guard graph.node.count <= 16 * Limits.layers else {
            tell("the graph has \(graph.node.count) nodes", "at most \(16 * Limits.layers) are supported")
            return
        }
        var external = ExternalData(folder: folder)
        var scalars: [String: Double] = [:]
        // A missing file is told once, not for each tensor in it.
        var told: Set<ImportFailure> = []
        for tensor in graph.initializer {
            do throws(ImportFailure) {
                let stored = try StoredTensor(tensor, &external)
                values[tensor.name] = .constant(Constant(stored))
                if stored.dims.allSatisfy({ $0 == 1 }) { scalars[tensor.name] = stored.reals.first }
            } catch {
                values[tensor.name] = .unknown
                if told.insert(error).inserted { tell("tensor '\(tensor.name)': \(error.problem)", error.hint) }
            }
        }
        for tensor in graph.sparseInitializer {
            values[tensor.values.name] = .unknown
            tell("tensor '\(tensor.values.name)': it is sparse", "export the model with dense weights")
        }
        // Files before IR version 4 list their weights as inputs too.
        for input in graph.input where values[input.name] == nil { add(input, extents: extents) }
        guard !nodes.isEmpty || !problems.isEmpty else {
            tell("the graph has no input", "export the whole network, from its input on")
            return
        }
        tensors = graph.input.map(\.name) + graph.initializer.map(\.name) + graph.node.flatMap(\.output)
        let outputs = graph.output.map(\.name)
        guard !outputs.isEmpty else {
            tell("the graph has no output", "export the whole network, to its output")
            return
        }
        let rewritten = GraphRewriting.rewritten(graph.node, outputs: outputs, scalars: scalars)
        let live = Self.live(rewritten, outputs: outputs)
        for node in live { for input in node.input { uses[input, default: 0] += 1 } }
        for output in outputs { uses[output, default: 0] += 1 }
        for node in live { add(node) }
        for output in outputs where values[output] == nil {
            tell("no node computes the graph's output '\(output)'", nearestTensor(to: output))
        }
    }

    /// A tensor that the network reads.
    private mutating func add(_ input: Onnx_ValueInfoProto, extents: [String: Int]) {
        values[input.name] = .unknown
        guard case .tensorType(let type)? = input.type.value, type.hasShape else {
            tell("input '\(input.name)' is not a tensor with a shape", "export the model with the shape of its input")
            return
        }
        var dims: [Int] = []
        for (axis, dimension) in type.shape.dim.enumerated() {
            let isBatch = axis == 0 && type.shape.dim.count > 1
            switch dimension.value {
            case .dimValue(let extent)?:
                guard extent >= 1, extent <= Limits.elements else {
                    tell("input '\(input.name)' has an extent of \(extent)", "use 1 or more")
                    return
                }
                dims.append(Int(extent))
            case .dimParam(let name)? where extents[name] != nil: dims.append(extents[name] ?? 1)
            case _ where isBatch: dims.append(1)
            case let other:
                let name = if case .dimParam(let name)? = other { "'\(name)'" } else { "unknown" }
                tell(
                    "extent \(axis) of input '\(input.name)' is \(name)",
                    "export with a fixed extent; only the batch, extent 0, may be left open")
                return
            }
        }
        guard dims.count <= Limits.rank, dims.allSatisfy({ $0 >= 1 }), Strides.count(dims) != nil else {
            tell("input '\(input.name)' has the extents \(dims)", "at most \(Limits.rank) extents and \(Limits.elements) elements are supported")
            return
        }
        guard dims.count < 2 || dims[0] == 1 else {
            tell("input '\(input.name)' has a batch of \(dims[0])", "export the model with a batch of 1, or a symbolic one")
            return
        }
        let shape = Shape(dims.count > 1 ? Array(dims.dropFirst()) : dims)
        do {
            let layer = try append(input.name, .input(shape), [], tensor: input.name)
            values[input.name] = .computed(Computed(layer: layer, dims: dims))
        } catch {
            tell("input '\(input.name)': \(error.problem)", error.hint)
        }
    }

    /// The nodes on which the outputs depend, in their order.
    static func live(_ nodes: [Onnx_NodeProto], outputs: [String]) -> [Onnx_NodeProto] {
        var wanted = Set(outputs)
        var isLive = [Bool](repeating: false, count: nodes.count)
        for (index, node) in nodes.enumerated().reversed() where node.output.contains(where: { wanted.contains($0) }) {
            isLive[index] = true
            wanted.formUnion(node.input)
        }
        return zip(nodes, isLive).filter(\.1).map(\.0)
    }
}
