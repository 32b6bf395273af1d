/// Puts the bodies of a model's own functions in the place of the nodes that call them.
struct FunctionInlining {
    private let model: Onnx_ModelProto
    private let functions: [String: Onnx_FunctionProto]
    private var calls = 0

    init(_ model: Onnx_ModelProto) {
        self.model = model
        functions = Dictionary(model.functions.map { ("\($0.domain):\($0.name)", $0) }, uniquingKeysWith: { $1 })
    }

    /// The graph without calls of functions.
    ///
    /// - Throws: when functions call each other without end, or a body uses another operator set than the model.
    func graph() throws(ImportFailure) -> Onnx_GraphProto {
        guard !functions.isEmpty else { return model.graph }
        var graph = model.graph
        var copy = self
        graph.node = try copy.expanded(graph.node, depth: 0)
        return graph
    }

    private mutating func expanded(_ nodes: [Onnx_NodeProto], depth: Int) throws(ImportFailure) -> [Onnx_NodeProto] {
        var result: [Onnx_NodeProto] = []
        for node in nodes {
            guard let function = functions["\(node.domain):\(node.opType)"] else {
                result.append(node)
                continue
            }
            guard depth < 32, result.count <= 16 * Limits.layers else {
                throw ImportFailure(
                    "function '\(node.opType)' calls others without end", "export the model without local functions")
            }
            for imported in function.opsetImport where imported.domain.isEmpty || imported.domain == "ai.onnx" {
                guard
                    model.opsetImport.contains(where: {
                        ($0.domain.isEmpty || $0.domain == "ai.onnx") && $0.version == imported.version
                    })
                else {
                    throw ImportFailure(
                        "function '\(node.opType)' uses operator set \(imported.version), the model another",
                        "export the model again")
                }
            }
            calls += 1
            result += try expanded(body(of: function, calledBy: node, number: calls), depth: depth + 1)
        }
        return result
    }

    private func body(of function: Onnx_FunctionProto, calledBy call: Onnx_NodeProto, number: Int) -> [Onnx_NodeProto] {
        var names: [String: String] = ["": ""]
        for (index, input) in function.input.enumerated() {
            names[input] = index < call.input.count ? call.input[index] : ""
        }
        for (index, output) in function.output.enumerated()
        where index < call.output.count && !call.output[index].isEmpty {
            names[output] = call.output[index]
        }
        func renamed(_ name: String) -> String { names[name] ?? "\(name)#\(number)" }
        var given = Dictionary(function.attributeProto.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        for attribute in call.attribute { given[attribute.name] = attribute }
        return function.node.map { inner in
            var node = inner
            node.name =
                call.name.isEmpty ? inner.name : "\(call.name)/\(inner.name.isEmpty ? inner.opType : inner.name)"
            node.input = inner.input.map(renamed)
            node.output = inner.output.map(renamed)
            // An attribute that the call leaves out is left out in the body.
            node.attribute = inner.attribute.compactMap { attribute in
                guard !attribute.refAttrName.isEmpty else { return attribute }
                guard var value = given[attribute.refAttrName] else { return nil }
                value.name = attribute.name
                return value
            }
            return node
        }
    }
}
