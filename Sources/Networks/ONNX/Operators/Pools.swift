extension GraphImport {
    /// `MaxPool` and `AveragePool`.
    mutating func pool(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let (source, size) = try map(node, input)
        guard let kernel = try list(node, "kernel_shape", count: input.dims.count - 2) else {
            throw ImportFailure("it has no kernel_shape", "export the model again")
        }
        let window = try window(node, kernel: kernel, size: size)
        guard window.dilation == 1 else {
            throw ImportFailure("its dilation is \(window.dilation)", "only pooling without dilation is supported")
        }
        guard node.outputs.count < 2 || uses[node.outputs[1], default: 0] == 0 else {
            throw ImportFailure("the places of its maxima are read", "only the maxima are supported")
        }
        let pooling = Pooling(
            node.operation == "MaxPool" ? .maximum : .average, window: window.kernel, stride: window.stride,
            padding: window.padding, roundsUp: try node.integer("ceil_mode") ?? 0 != 0,
            countsPadding: node.operation == "MaxPool" ? true : try node.integer("count_include_pad") ?? 0 != 0)
        let layer = try layer(node, .pool(pooling), [source])
        return .computed(Computed(layer: layer, dims: graphDims(layer, like: input)))
    }

    /// `GlobalAveragePool` and `GlobalMaxPool`.
    mutating func globalPool(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let kind: Pooling.Kind = node.operation == "GlobalMaxPool" ? .maximum : .average
        let layer = try layer(node, .globalPool(kind), [try map(node, input).layer])
        return .computed(Computed(layer: layer, dims: graphDims(layer, like: input)))
    }

    /// `ReduceMean`: over a map's height and width a global pooling, otherwise a mean along axes.
    mutating func reduceMean(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let rank = input.dims.count
        let stated = try integers(node, attribute: "axes", input: 1) ?? []
        if stated.isEmpty, try node.integer("noop_with_empty_axes") ?? 0 != 0 { return .computed(input) }
        var axes: Set<Int> = []
        for axis in stated { axes.insert(try node.axis(axis, rank: rank)) }
        if stated.isEmpty { axes = Set(0..<rank) }
        let keeps = try node.integer("keepdims") ?? 1 != 0
        let dims = input.dims.indices.compactMap { axis in
            axes.contains(axis) ? (keeps ? 1 : nil) : input.dims[axis]
        }
        if rank == 4, axes == [2, 3] {
            let layer = try layer(node, .globalPool(.average), [try map(node, input).layer])
            return .computed(Computed(layer: layer, dims: dims))
        }
        let wide = input.wideAxes
        let reduced = wide.indices.filter { axes.contains(wide[$0]) }
        guard !reduced.isEmpty else { return .computed(input.reshaped(dims)) }
        let source = try layer(input, as: wide.map { input.dims[$0] }, for: node)
        let layer = try layer(node, .mean(axes: reduced), [source])
        return .computed(Computed(layer: layer, dims: dims))
    }
}
