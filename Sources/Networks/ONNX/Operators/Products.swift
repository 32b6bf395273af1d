extension GraphImport {
    /// `Gemm` with constant weights: a linear layer.
    mutating func gemm(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let weight = try constant(node, 1, "weights")
        let bias = try optionalConstant(node, 2, "biases")
        for factor in ["alpha", "beta"] {
            if let value = try node.real(factor), value != 1 {
                throw ImportFailure("its \(factor) is \(value)", "only 1 is supported: scale the weights instead")
            }
        }
        guard try node.integer("transA") ?? 0 == 0 else {
            throw ImportFailure("it transposes its first input", "transpose the tensor before it instead")
        }
        guard weight.dims.count == 2, input.dims.count == 2 else {
            throw ImportFailure(
                "it multiplies tensors with the extents \(input.dims) and \(weight.dims)", "two matrices are wanted")
        }
        let outputsFirst = try node.integer("transB") ?? 0 != 0 ? weight : try weight.transposed([1, 0])
        return try linear(node, input, outputsFirst, bias: bias)
    }

    /// `MatMul`: a linear layer where one input is constant, a product of two tensors where none is.
    mutating func matmul(_ node: NodeReader) throws(ImportFailure) -> Value {
        switch (try value(node, 0), try value(node, 1)) {
        case (.computed(let input), .constant(let weight)):
            guard weight.dims.count == 2, input.dims.count >= 1 else { throw stackedWeights(weight) }
            return try linear(node, input, try weight.transposed([1, 0]), bias: nil)
        case (.constant(let weight), .computed(let input)):
            guard weight.dims.count == 2, input.dims.count >= 2 else { throw stackedWeights(weight) }
            // W·x is (xᵀ·Wᵀ)ᵀ.
            let order = swappingLast(input.dims.count)
            let turned = try transposed(node, input, order: order)
            let product = try linear(node, turned, weight, bias: nil)
            guard case .computed(let result) = product else { return product }
            return .computed(try transposed(node, result, order: order))
        case (.computed(let first), .computed(let second)):
            return try product(node, first, second)
        default:
            throw unsupported(node)
        }
    }

    private func stackedWeights(_ weight: Constant) -> ImportFailure {
        ImportFailure(
            "it multiplies with constant weights of the extents \(weight.dims)",
            "a matrix is wanted: split the stack into one product each")
    }

    /// A linear layer over the last axis.
    ///
    /// - Parameter weight: output features × input features.
    private mutating func linear(
        _ node: NodeReader, _ input: Computed, _ weight: Constant, bias: Constant?
    ) throws(ImportFailure) -> Value {
        let (outputs, features) = (weight.dims[0], weight.dims[1])
        guard input.dims.last == features, outputs >= 1 else {
            throw ImportFailure(
                "its weights are for \(features) features, but its input has the extents \(input.dims)",
                "the last extent has to be \(features)")
        }
        try checkBias(bias, count: outputs)
        let lead = input.dims.dropLast()
        let tokens = lead.reduce(1, *)
        let source = try layer(input, as: tokens == 1 ? [features] : [tokens, features], for: node)
        let layer = try layer(
            node, .linear(Linear(outputFeatures: outputs, bias: bias != nil)), [source], name: moduleName(node, weight))
        add(weight, as: layers[layer].name + ".weight")
        if let bias { add(bias.reshaped([outputs]), as: layers[layer].name + ".bias") }
        return .computed(Computed(layer: layer, dims: lead + [outputs]))
    }

    /// A product of two computed tensors, as in attention.
    private mutating func product(
        _ node: NodeReader, _ first: Computed, _ second: Computed
    ) throws(ImportFailure) -> Value {
        let rank = first.dims.count
        guard rank >= 2, second.dims.count == rank, first.dims.dropLast(2) == second.dims.dropLast(2) else {
            throw ImportFailure(
                "it multiplies tensors with the extents \(first.dims) and \(second.dims)",
                "all extents but the last two have to agree: expand them before the product")
        }
        let lead = first.dims.dropLast(2)
        let stack = lead.filter { $0 != 1 }
        let layer = try layer(
            node, .matmul(MatrixProduct()),
            [
                try layer(first, as: stack + first.dims.suffix(2), for: node),
                try layer(second, as: stack + second.dims.suffix(2), for: node),
            ])
        return .computed(Computed(layer: layer, dims: lead + [first.dims[rank - 2], second.dims[rank - 1]]))
    }

    /// The order that exchanges the last two of `rank` axes.
    func swappingLast(_ rank: Int) -> [Int] {
        Array(0..<rank - 2) + [rank - 1, rank - 2]
    }
}
