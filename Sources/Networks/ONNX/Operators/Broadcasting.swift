extension GraphImport {
    /// A function of two computed tensors, extents of 1 repeated.
    mutating func combined(
        _ node: NodeReader, _ operation: Layer.Operation, _ first: Computed, _ second: Computed, suffix: String = ""
    ) throws(ImportFailure) -> Computed {
        try combinedValue(node, operation, .computed(first), .computed(second), suffix: suffix)
    }

    /// A function of two or three tensors, computed or learnt, extents of 1 repeated.
    mutating func combinedValue(
        _ node: NodeReader, _ operation: Layer.Operation, _ parts: Value..., suffix: String = ""
    ) throws(ImportFailure) -> Computed {
        let (dims, shapes) = try aligned(parts)
        var inputs: [Int] = []
        for (part, shape) in zip(parts, shapes) { inputs.append(try layer(part, as: shape, for: node)) }
        let layer = try append(node.name + suffix, operation, inputs, tensor: suffix.isEmpty ? node.outputs.first : nil)
        let types = parts.suffix(2).map { part in
            switch part {
            case .computed(let value): value.type
            case .constant(let constant): constant.type
            case .unknown: ElementType.float32
            }
        }
        return Computed(layer: layer, dims: dims, type: types[0])
    }

    /// The extents of the result in the graph, and the shapes that the layers' outputs have to have.
    ///
    /// As few reshapes as possible: none where all layers have the same shape already, otherwise
    /// only the batch dropped where that is what they have, otherwise all extents that are 1 in the result.
    private func aligned(_ parts: [Value]) throws(ImportFailure) -> (dims: [Int], shapes: [[Int]]) {
        var dims: [Int] = []
        for part in parts {
            guard let both = Strides.broadcastShape(dims, part.dims), Strides.count(both) != nil else {
                let extents = parts.map { "\($0.dims)" }.joined(separator: " and ")
                throw ImportFailure(
                    "it combines tensors with the extents \(extents)",
                    "they have to be alike, or 1 where one is repeated")
            }
            dims = both
        }
        let existing = parts.map { part in
            switch part {
            case .computed(let value): layers[value.layer].output.dimensions
            case .constant, .unknown: part.dims
            }
        }
        if parts.allSatisfy({ $0.dims == parts[0].dims }), existing.allSatisfy({ $0 == existing[0] }),
            !existing[0].isEmpty
        {
            return (dims, existing)
        }
        let full = parts.map { Array(repeating: 1, count: dims.count - $0.dims.count) + $0.dims }
        let withoutBatch = full.map { Array($0.dropFirst()) }
        if dims.count > 1, dims.first == 1,
            zip(parts, zip(withoutBatch, existing)).allSatisfy({ part, shapes in
                if case .computed = part { shapes.0 == shapes.1 } else { true }
            })
        {
            return (dims, withoutBatch)
        }
        let wide = dims.indices.filter { dims[$0] != 1 }
        let kept = wide.isEmpty ? Array(dims.indices.suffix(1)) : wide
        if kept.isEmpty { return (dims, full.map { _ in [1] }) }
        return (dims, full.map { shape in kept.map { shape[$0] } })
    }
}
