extension GraphImport {
    /// The functions of one element.
    mutating func activation(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        guard let function = try function(node) else { return .computed(input) }
        // A function of each element: the shape does not matter, unless it is that of a single number.
        let source = layers[input.layer].output.rank == 0 ? try layer(input, as: [1], for: node) : input.layer
        let layer = try layer(node, .activation(function), [source])
        return .computed(Computed(layer: layer, dims: input.dims))
    }

    /// Nil for a function that changes nothing.
    private func function(_ node: NodeReader) throws(ImportFailure) -> Activation? {
        switch node.operation {
        case "Relu": return .relu
        case "LeakyRelu": return .leakyRelu(slope: try node.real("alpha") ?? 0.01)
        case "Elu": return .elu(alpha: try node.real("alpha") ?? 1)
        case "Sigmoid": return .sigmoid
        case "Tanh": return .tanh
        case "Gelu": return .gelu
        case "Silu": return .silu
        case "HardSwish": return .hardSwish
        case "HardSigmoid":
            let alpha = try node.real("alpha") ?? 0.2
            let beta = try node.real("beta") ?? 0.5
            guard abs(alpha - 1 / 6) < 1e-4, beta == 0.5 else {
                throw ImportFailure("its alpha is \(alpha) and its beta \(beta)", "only 1/6 and 1/2 are supported, as in PyTorch")
            }
            return .hardSigmoid
        case "Clip": return try clip(node)
        default: throw unsupported(node)
        }
    }

    private func clip(_ node: NodeReader) throws(ImportFailure) -> Activation? {
        let minimum = try bound(node, attribute: "min", input: 1)
        let maximum = try bound(node, attribute: "max", input: 2)
        switch (minimum, maximum) {
        case (nil, nil): return nil
        case (0, 6): return .relu6
        case (0, nil): return .relu
        default:
            let limit = Double(Float.greatestFiniteMagnitude)
            let (low, high) = (minimum ?? -limit, maximum ?? limit)
            guard low <= high else {
                throw ImportFailure("its minimum \(low) is more than its maximum \(high)", "exchange them")
            }
            if low == 0, high >= limit { return .relu }
            return .clip(minimum: low, maximum: high)
        }
    }

    /// A bound, which older opsets have as an attribute and newer ones as an input.
    private func bound(_ node: NodeReader, attribute: String, input: Int) throws(ImportFailure) -> Double? {
        if let value = try node.real(attribute) { return value }
        guard let constant = try optionalConstant(node, input, "bounds") else { return nil }
        guard let value = try constant.scalar(), value.isFinite else {
            throw ImportFailure("its \(attribute) is not one finite number", "export the model again")
        }
        return value
    }

    /// `Softmax` along one axis; before opset 13 along all axes from the given one on.
    mutating func softmax(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let rank = input.dims.count
        guard rank >= 1 else { throw ImportFailure("it reads a single number", "leave it out") }
        let axis = try node.axis(try node.integer("axis") ?? (opset < 13 ? 1 : -1), rank: rank)
        if opset < 13 {
            let tail = input.dims[axis...].reduce(1, *)
            let source = try layer(input, as: input.dims[..<axis].filter { $0 != 1 } + [tail], for: node)
            let layer = try layer(node, .activation(.softmax), [source])
            return .computed(Computed(layer: layer, dims: input.dims))
        }
        // Softmax is along the last extent here: bring the axis there, and back.
        var order = Array(0..<rank)
        order.swapAt(axis, rank - 1)
        let turned = try transposed(node, input, order: order)
        let shape = turned.dims.dropLast().filter { $0 != 1 } + turned.dims.suffix(1)
        let layer = try layer(node, .activation(.softmax), [try layer(turned, as: shape, for: node)])
        return .computed(try transposed(node, Computed(layer: layer, dims: turned.dims), order: order))
    }
}
