extension GraphImport {
    /// `If` whose condition is known: the nodes of the branch that is taken, in the place of the node.
    mutating func branch(_ node: NodeReader) throws(ImportFailure) -> [Value] {
        guard case .constant(let condition) = try value(node, 0), let isTrue = try condition.scalar() else {
            throw unsupported(node)
        }
        guard let graph = node.attribute(isTrue != 0 ? "then_branch" : "else_branch")?.g else {
            throw ImportFailure("it has no branch for its condition", "export the model again")
        }
        var names: [String: String] = [:]
        // Branches beside each other may use the same names.
        func own(_ name: String) -> String {
            if name.isEmpty { return name }
            let free = values[name] == nil ? name : "\(name)#\(values.count)"
            names[name] = free
            return free
        }
        var external = ExternalData(folder: ".")
        for tensor in graph.initializer {
            guard tensor.dataLocation != .external else {
                throw ImportFailure("its branch has tensors in another file", "export the model again")
            }
            var constant = Constant(try StoredTensor(tensor, &external))
            constant.name = own(tensor.name)
            values[constant.name] = .constant(constant)
        }
        let outputs = graph.output.map(\.name)
        var results: [String] = []
        for var inner in Self.live(graph.node, outputs: outputs) {
            inner.input = inner.input.map { names[$0] ?? $0 }
            inner.output = inner.output.map(own)
            inner.attribute = inner.attribute.map { Self.renamed($0, names) }
            for input in Self.reads(inner) { uses[input, default: 0] += 1 }
            add(inner)
        }
        results = outputs.map { names[$0] ?? $0 }
        return try results.map { result throws(ImportFailure) in
            uses[result, default: 0] += 1
            guard let value = values[result] else {
                throw ImportFailure("its branch gives '\(result)', which nothing computes", "export the model again")
            }
            return value
        }
    }

    /// What a node reads, with what the graphs in it read.
    static func reads(_ node: Onnx_NodeProto) -> [String] {
        var names = node.input
        for attribute in node.attribute where attribute.hasG {
            for inner in attribute.g.node { names += reads(inner) }
            names += attribute.g.output.map(\.name)
        }
        return names
    }

    /// An attribute with the names in its graph replaced.
    private static func renamed(_ attribute: Onnx_AttributeProto, _ names: [String: String]) -> Onnx_AttributeProto {
        guard attribute.hasG else { return attribute }
        var copy = attribute
        for index in copy.g.node.indices {
            copy.g.node[index].input = copy.g.node[index].input.map { names[$0] ?? $0 }
            copy.g.node[index].attribute = copy.g.node[index].attribute.map { renamed($0, names) }
        }
        for index in copy.g.output.indices {
            copy.g.output[index].name = names[copy.g.output[index].name] ?? copy.g.output[index].name
        }
        return copy
    }
}
