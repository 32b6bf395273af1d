/// A node of the graph with its attributes typed; what is wrong with one is an error that names it.
struct NodeReader {
    let node: Onnx_NodeProto
    let opset: Int

    var operation: String { node.opType }
    var inputs: [String] { node.input }
    var outputs: [String] { node.output }

    /// The name, or that of the first output where there is none.
    var name: String { node.name.isEmpty ? node.output.first ?? node.opType : node.name }

    /// Whether input number `index` is given (an empty name leaves it out).
    func has(_ index: Int) -> Bool { index < inputs.count && !inputs[index].isEmpty }

    func attribute(_ name: String) -> Onnx_AttributeProto? {
        node.attribute.first { $0.name == name }
    }

    func integer(_ name: String) throws(ImportFailure) -> Int? {
        guard let attribute = attribute(name) else { return nil }
        guard attribute.hasI, attribute.type == .int || attribute.type == .undefined else {
            throw wrongType(name, "an integer")
        }
        return Int(attribute.i)
    }

    func integers(_ name: String) throws(ImportFailure) -> [Int]? {
        guard let attribute = attribute(name) else { return nil }
        guard attribute.type == .ints || attribute.type == .undefined else {
            throw wrongType(name, "a list of integers")
        }
        return attribute.ints.map { Int($0) }
    }

    func real(_ name: String) throws(ImportFailure) -> Double? {
        guard let attribute = attribute(name) else { return nil }
        guard attribute.hasF, attribute.type == .float || attribute.type == .undefined else {
            throw wrongType(name, "a real number")
        }
        guard attribute.f.isFinite else {
            throw ImportFailure("its \(name) is \(attribute.f)", "a finite number is wanted")
        }
        // The shortest text of the single-precision number, so that 1e-5 does not become 9.99999974e-6.
        return Double("\(attribute.f)") ?? Double(attribute.f)
    }

    func text(_ name: String) throws(ImportFailure) -> String? {
        guard let attribute = attribute(name) else { return nil }
        guard attribute.hasS, attribute.type == .string || attribute.type == .undefined else {
            throw wrongType(name, "a text")
        }
        return String(decoding: attribute.s, as: UTF8.self)
    }

    private func wrongType(_ name: String, _ wanted: String) -> ImportFailure {
        ImportFailure("its attribute \(name) has the wrong type", "\(wanted) is wanted")
    }

    /// An axis counted from the end when negative, checked against a rank.
    func axis(_ axis: Int, rank: Int) throws(ImportFailure) -> Int {
        guard axis >= -rank, axis < rank else {
            throw ImportFailure(
                "axis \(axis) does not exist in a tensor with \(rank) axes", "the axes are \(-rank) to \(rank - 1)")
        }
        return axis < 0 ? axis + rank : axis
    }

    /// What is wrong, with the node, the operator and its version.
    func describe(_ failure: ImportFailure) -> String {
        "node '\(name)' (\(operation.isEmpty ? "no operator" : operation), opset \(opset)): \(failure.problem)"
    }
}
