extension GraphImport {
    /// `Attention` of one sequence: softmax(scale · Q·Kᵀ + mask)·V for each head, without keys and values of earlier
    /// calls.
    mutating func attention(_ node: NodeReader) throws(ImportFailure) -> Value {
        var parts: [Computed] = []
        for index in 0..<3 { parts.append(try learnt(node, index)) }
        let isFlat = parts[0].dims.count == 3
        guard parts.allSatisfy({ $0.dims.count == parts[0].dims.count }), isFlat || parts[0].dims.count == 4 else {
            throw ImportFailure(
                "it reads tensors with the extents \(parts.map(\.dims))", "three or four extents are wanted")
        }
        guard try node.integer("qk_matmul_output_mode") ?? 0 >= 0, try node.integer("softmax_precision") ?? 1 == 1
        else {
            throw ImportFailure("its softmax is not in single precision", "export it with softmax_precision=1")
        }
        if isFlat {
            guard let heads = try node.integer("q_num_heads"), let shared = try node.integer("kv_num_heads"),
                heads >= 1, shared >= 1
            else {
                throw ImportFailure(
                    "it does not say how many heads there are", "q_num_heads and kv_num_heads are wanted")
            }
            for index in 0..<3 {
                let count = index == 0 ? heads : shared, dims = parts[index].dims
                guard dims[2] % count == 0 else {
                    throw ImportFailure("its \(count) heads do not divide \(dims[2]) features", "export it again")
                }
                // Batch × tokens × (heads · features) to batch × heads × tokens × features.
                let split = parts[index].reshaped([dims[0], dims[1], count, dims[2] / count])
                parts[index] = try transposed(node, split, order: [0, 2, 1, 3])
            }
        }
        let heads = parts[0].dims[1], shared = parts[1].dims[1], features = parts[0].dims[3]
        guard heads % shared == 0, parts[2].dims[1] == shared, parts[1].dims[3] == features,
            parts[1].dims[2] == parts[2].dims[2]
        else {
            throw ImportFailure(
                "its queries, keys and values have the extents \(parts.map(\.dims))", "they do not fit each other")
        }
        // Several heads of queries share one of keys and values.
        if heads != shared {
            let places = (0..<heads).map { $0 / (heads / shared) }
            for index in 1..<3 {
                parts[index] = try gathered(
                    node, parts[index], axis: 1, places, suffix: index == 1 ? ".keys" : ".values")
            }
        }
        let factor = try node.real("scale") ?? 1 / Double(features).squareRoot()
        let queries = try scaledTensor(node, parts[0], factor: factor, offset: 0, suffix: ".scaled")
        let keys = try transposed(node, parts[1], order: [0, 1, 3, 2])
        var scores = try product(node, queries, keys, suffix: ".scores")
        let cap = try node.real("softcap") ?? 0
        if cap > 0 {
            let bounded = try mapped(
                node, try scaledTensor(node, scores, factor: 1 / cap, offset: 0, suffix: ".small"), .activation(.tanh),
                suffix: ".bounded")
            scores = try scaledTensor(node, bounded, factor: cap, offset: 0, suffix: ".capped")
        }
        let (rows, columns) = (scores.dims[2], scores.dims[3])
        if try node.integer("is_causal") ?? 0 != 0 {
            let ones = try Self.triangle(rows, columns, diagonal: 0, upper: false)
            let mask = Constant(
                .reals(ones.map { $0 != 0 ? 0 : -.infinity }), dims: [rows, columns], name: "\(node.name).causal")
            scores = try combinedValue(node, .add, .computed(scores), .constant(mask), suffix: ".causal")
        }
        if node.has(3) { scores = try masked(node, scores, try operand(node, 3)) }
        var weights = try alongLast(node, scores, axis: 3, .activation(.softmax), suffix: ".softmax")
        if node.has(3), try mayHideAll(try value(node, 3)) {
            // A query that sees no key gives 0, where the softmax of nothing is undefined.
            let isNothing = try mapped(node, weights, .activation(.function(.isNaN)), suffix: ".nothing")
            let zero = Constant(.reals([0]), dims: [1, 1, 1, 1], name: "\(node.name).zero")
            weights = try combinedValue(
                node, .select, .computed(isNothing), .constant(zero), .computed(weights), suffix: ".weights")
        }
        let result = try product(node, weights, parts[2])
        guard isFlat else { return .computed(result) }
        let turned = try transposed(node, result, order: [0, 2, 1, 3])
        return .computed(turned.reshaped([turned.dims[0], turned.dims[1], turned.dims[2] * turned.dims[3]]))
    }

    /// Whether a mask may hide all keys of a query: one of numbers that are all finite cannot.
    private func mayHideAll(_ mask: Value) throws(ImportFailure) -> Bool {
        guard case .constant(let constant) = mask, constant.type.isReal else { return true }
        return try !constant.numbers().reals.allSatisfy(\.isFinite)
    }

    /// An input that a layer computes, or a learnt one as a layer.
    private mutating func learnt(_ node: NodeReader, _ index: Int) throws(ImportFailure) -> Computed {
        guard case .constant(let constant) = try value(node, index) else { return try computed(node, index) }
        let wide = constant.dims.filter { $0 != 1 }
        return Computed(
            layer: try layer(constant, as: wide.isEmpty ? [1] : wide, for: node), dims: constant.dims,
            type: constant.type)
    }

    /// A mask of numbers is added, one of truth values hides what is false.
    private mutating func masked(
        _ node: NodeReader, _ scores: Computed, _ mask: Value
    ) throws(ImportFailure) -> Computed {
        guard Strides.broadcastShape(mask.dims, scores.dims) == scores.dims else {
            throw ImportFailure(
                "its mask has the extents \(mask.dims) for scores of \(scores.dims)",
                "a mask that can be repeated to them is wanted")
        }
        let isTruth =
            switch mask {
            case .computed(let value): value.type == .bool
            case .constant(let constant): constant.type == .bool
            case .unknown: false
            }
        guard isTruth else { return try combinedValue(node, .add, .computed(scores), mask, suffix: ".masked") }
        let nothing = Constant(
            .reals([-.infinity]), dims: Array(repeating: 1, count: scores.dims.count), name: "\(node.name).hidden")
        return try combinedValue(node, .select, mask, .computed(scores), .constant(nothing), suffix: ".masked")
    }
}
