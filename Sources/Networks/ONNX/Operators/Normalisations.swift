extension GraphImport {
    /// `BatchNormalization` with fixed statistics.
    mutating func batchNorm(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let scale = try constant(node, 1, "scales")
        guard input.dims.count >= 2, input.dims.count <= 4, input.dims[0] == 1 else {
            throw ImportFailure(
                "it reads a tensor with the extents \(input.dims)",
                "a batch of 1, then channels, then at most height and width is wanted")
        }
        let channels = input.dims[1]
        let parts = [
            ("weight", scale), ("bias", try constant(node, 2, "shifts")),
            ("running_mean", try constant(node, 3, "means")), ("running_var", try constant(node, 4, "variances")),
        ]
        for (what, part) in parts where part.count != channels {
            throw ImportFailure("its \(what) has \(part.count) numbers for \(channels) channels", "one per channel is wanted")
        }
        let source = input.dims.count == 2
            ? try layer(input, as: [channels], for: node) : try map(node, input).layer
        let layer = try layer(
            node, .batchNorm(epsilon: try node.real("epsilon") ?? 1e-5), [source], name: moduleName(node, scale))
        for (what, part) in parts { add(part.reshaped([channels]), as: "\(layers[layer].name).\(what)") }
        return .computed(Computed(layer: layer, dims: input.dims))
    }

    /// `LayerNormalization` over the last axis, or over the last few together.
    mutating func layerNorm(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let scale = try constant(node, 1, "scales")
        let axis = try node.axis(try node.integer("axis") ?? -1, rank: input.dims.count)
        let features = input.dims[axis...].reduce(1, *)
        guard scale.count == features else {
            throw ImportFailure("it has \(scale.count) scales for \(features) features", "one per feature is wanted")
        }
        let bias = try optionalConstant(node, 2, "shifts")
        try checkBias(bias, count: features)
        let lead = input.dims[..<axis].filter { $0 != 1 }
        let source = try layer(input, as: lead + [features], for: node)
        let layer = try layer(
            node, .layerNorm(epsilon: try node.real("epsilon") ?? 1e-5), [source], name: moduleName(node, scale))
        add(scale.reshaped([features]), as: layers[layer].name + ".weight")
        if let bias { add(bias.reshaped([features]), as: layers[layer].name + ".bias") }
        return .computed(Computed(layer: layer, dims: input.dims))
    }
}
