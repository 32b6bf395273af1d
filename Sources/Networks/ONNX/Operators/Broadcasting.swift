extension GraphImport {
    /// A sum or product of two computed tensors, extents of 1 repeated.
    mutating func combined(
        _ node: NodeReader, _ operation: Layer.Operation, _ first: Computed, _ second: Computed
    ) throws(ImportFailure) -> Computed {
        let (dims, shapes) = try aligned(first.dims, second.dims, existing: [
            layers[first.layer].output.dimensions, layers[second.layer].output.dimensions,
        ])
        let inputs = [
            try layer(first, as: shapes[0], for: node), try layer(second, as: shapes[1], for: node),
        ]
        return Computed(layer: try layer(node, operation, inputs), dims: dims)
    }

    /// A sum or product of a computed tensor and a learnt one.
    mutating func combined(
        _ node: NodeReader, _ operation: Layer.Operation, _ first: Computed, _ second: Constant
    ) throws(ImportFailure) -> Computed {
        let (dims, shapes) = try aligned(
            first.dims, second.dims, existing: [layers[first.layer].output.dimensions, second.dims])
        let source = try layer(first, as: shapes[0], for: node)
        let constant = try layer(second, as: shapes[1], for: node)
        return Computed(layer: try layer(node, operation, [source, constant]), dims: dims)
    }

    /// The extents of the result in the graph, and the shapes that the two layers' outputs have to have.
    ///
    /// As few reshapes as possible: none where both layers have the same shape already, otherwise
    /// only the batch dropped where that is what they have, otherwise all extents that are 1 in the result.
    private func aligned(
        _ first: [Int], _ second: [Int], existing: [[Int]]
    ) throws(ImportFailure) -> (dims: [Int], shapes: [[Int]]) {
        guard let dims = Strides.broadcastShape(first, second), Strides.count(dims) != nil else {
            throw ImportFailure(
                "it combines tensors with the extents \(first) and \(second)",
                "they have to be alike, or 1 where one is repeated")
        }
        if first == second, existing[0] == existing[1] { return (dims, existing) }
        let full = [first, second].map { Array(repeating: 1, count: dims.count - $0.count) + $0 }
        let withoutBatch = full.map { Array($0.dropFirst()) }
        if dims.first == 1, withoutBatch == existing { return (dims, withoutBatch) }
        let wide = dims.indices.filter { dims[$0] != 1 }
        let kept = wide.isEmpty ? Array(dims.indices.suffix(1)) : wide
        return (dims, full.map { shape in kept.map { shape[$0] } })
    }
}
