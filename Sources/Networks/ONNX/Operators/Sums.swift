extension GraphImport {
    /// `Add`, and `Sum` of any number of tensors.
    mutating func sum(_ node: NodeReader) throws(ImportFailure) -> Value {
        guard !node.inputs.isEmpty else { throw ImportFailure("it has no inputs", "export the model again") }
        var total = try value(node, 0)
        for index in 1..<max(node.inputs.count, 1) {
            switch (total, try value(node, index)) {
            case (.computed(let first), .computed(let second)):
                total = .computed(try combined(node, .add, first, second))
            case (.computed(let tensor), .constant(let constant)):
                total = .computed(try shifted(node, tensor, constant, read: node.inputs[index - 1]))
            case (.constant(let constant), .computed(let tensor)):
                total = .computed(try shifted(node, tensor, constant, read: node.inputs[index]))
            default: throw unsupported(node)
            }
        }
        return total
    }

    /// `Sub`: x − c is a shift, c − x a scaling by −1 and a shift, x − y the sum of x and −y.
    mutating func difference(_ node: NodeReader) throws(ImportFailure) -> Value {
        switch (try value(node, 0), try value(node, 1)) {
        case (.computed(let first), .computed(let second)):
            guard case .computed(let negated) = try scaled(node, second, factor: -1, offset: 0, suffix: ".negated")
            else { throw unsupported(node) }
            return .computed(try combined(node, .add, first, negated))
        case (.computed(let tensor), .constant(let constant)):
            guard let offset = try constant.scalar() else { throw notOneNumber(constant, "subtracts") }
            return try scaled(node, tensor, factor: 1, offset: -offset)
        case (.constant(let constant), .computed(let tensor)):
            guard let offset = try constant.scalar() else { throw notOneNumber(constant, "subtracts from") }
            return try scaled(node, tensor, factor: -1, offset: offset)
        default: throw unsupported(node)
        }
    }

    /// `Mul`.
    mutating func product(_ node: NodeReader) throws(ImportFailure) -> Value {
        switch (try value(node, 0), try value(node, 1)) {
        case (.computed(let first), .computed(let second)):
            return .computed(try combined(node, .multiply, first, second))
        case (.computed(let tensor), .constant(let constant)), (.constant(let constant), .computed(let tensor)):
            if constant.dims.count <= tensor.dims.count, let factor = try constant.scalar() {
                return try scaled(node, tensor, factor: factor, offset: 0)
            }
            return .computed(try combined(node, .multiply, tensor, constant))
        default: throw unsupported(node)
        }
    }

    /// `Div` by a constant.
    mutating func quotient(_ node: NodeReader) throws(ImportFailure) -> Value {
        guard case .computed(let tensor) = try value(node, 0), case .constant(let constant) = try value(node, 1) else {
            throw ImportFailure("it divides by a computed tensor", "only division by one constant number is supported")
        }
        guard let divisor = try constant.scalar() else { throw notOneNumber(constant, "divides by") }
        return try scaled(node, tensor, factor: 1 / divisor, offset: 0)
    }

    private func notOneNumber(_ constant: Constant, _ verb: String) -> ImportFailure {
        ImportFailure(
            "it \(verb) a constant of the extents \(constant.dims)",
            "one number is wanted; for several, export with Add or Mul")
    }

    /// factor·x + offset.
    mutating func scaled(
        _ node: NodeReader, _ input: Computed, factor: Double, offset: Double, suffix: String = ""
    ) throws(ImportFailure) -> Value {
        guard factor.isFinite, offset.isFinite else {
            throw ImportFailure("it scales by \(factor) and shifts by \(offset)", "finite numbers are wanted")
        }
        if factor == 1, offset == 0 { return .computed(input) }
        let layer = try append(
            node.name + suffix, .scale(factor: factor, offset: offset), [input.layer], tensor: node.outputs.first)
        return .computed(input.reshaped(input.dims, of: layer))
    }

    /// Adds a constant: one number is a shift, one per output of the layer before it a bias, anything
    /// else a learnt tensor of its own.
    ///
    /// - Parameter read: the name under which the node reads `input`.
    private mutating func shifted(
        _ node: NodeReader, _ input: Computed, _ constant: Constant, read: String
    ) throws(ImportFailure) -> Computed {
        if try addBias(input, constant, read: read) { return input }
        if constant.dims.count <= input.dims.count, let offset = try constant.scalar(),
            case .computed(let result) = try scaled(node, input, factor: 1, offset: offset) {
            return result
        }
        return try combined(node, .add, input, constant)
    }

    /// Gives the constant to a linear layer or convolution without biases, if nothing else reads its output.
    private mutating func addBias(_ input: Computed, _ constant: Constant, read: String) throws(ImportFailure) -> Bool {
        guard tensorOfLayer[input.layer] == read, uses[read] == 1 else { return false }
        let old = layers[input.layer]
        let outputs: Int
        let wide: Int
        let operation: Layer.Operation
        switch old.operation {
        case .linear(var linear) where !linear.bias:
            linear.bias = true
            (outputs, wide, operation) = (linear.outputFeatures, input.dims.count - 1, .linear(linear))
        case .convolution(var convolution) where !convolution.bias:
            convolution.bias = true
            (outputs, wide, operation) = (convolution.outputChannels, 1, .convolution(convolution))
        default: return false
        }
        let missing = input.dims.count - constant.dims.count
        guard missing >= 0, constant.count == outputs, wide >= missing, constant.dims[wide - missing] == outputs else {
            return false
        }
        do {
            layers[input.layer] = try Layer(
                name: old.name, operation: operation, inputs: old.inputs, inputShapes: old.inputs.map { layers[$0].output })
        } catch {
            throw ImportFailure(error)
        }
        nodes[input.layer].operation = operation
        add(constant.reshaped([outputs]), as: old.name + ".bias")
        return true
    }
}

extension Computed {
    /// The same extents on another layer.
    func reshaped(_ dims: [Int], of layer: Int) -> Computed { Computed(layer: layer, dims: dims) }
}
