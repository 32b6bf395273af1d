extension GraphImport {
    /// The axes of a reduction; all where none is stated, nil where then nothing is done.
    private func axes(_ node: NodeReader, rank: Int) throws(ImportFailure) -> Set<Int>? {
        let stated = try integers(node, attribute: "axes", input: 1) ?? []
        if stated.isEmpty { return try node.integer("noop_with_empty_axes") ?? 0 != 0 ? nil : Set(0..<rank) }
        var axes: Set<Int> = []
        for axis in stated { axes.insert(try node.axis(axis, rank: rank)) }
        return axes
    }

    /// `ReduceMean`, `ReduceSum` and the other reductions.
    mutating func reduction(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let keeps = try node.integer("keepdims") ?? 1 != 0
        let axes = try axes(node, rank: input.dims.count)
        func plain(_ kind: Reduction?) throws(ImportFailure) -> Value {
            guard let axes else { return .computed(input) }
            return .computed(try reduced(node, input, axes: axes, keeps: keeps, kind))
        }
        /// Σ of a tensor made of the input.
        func sum(_ tensor: Computed, suffix: String) throws(ImportFailure) -> Computed {
            guard let axes else { return tensor }
            return try reduced(node, tensor, axes: axes, keeps: keeps, .sum, suffix: suffix)
        }
        switch node.operation {
        case "ReduceMean": return try plain(nil)
        case "ReduceSum": return try plain(.sum)
        case "ReduceProd": return try plain(.product)
        case "ReduceMax": return try plain(.maximum)
        case "ReduceMin": return try plain(.minimum)
        case "ReduceL1":
            return .computed(
                try sum(try mapped(node, input, .activation(.function(.absolute)), suffix: ".absolute"), suffix: ""))
        case "ReduceSumSquare":
            return .computed(try sum(try combined(node, .multiply, input, input, suffix: ".square"), suffix: ""))
        case "ReduceL2":
            let total = try sum(try combined(node, .multiply, input, input, suffix: ".square"), suffix: ".sum")
            return .computed(try mapped(node, total, .activation(.function(.squareRoot))))
        case "ReduceLogSum":
            return .computed(try mapped(node, try sum(input, suffix: ".sum"), .activation(.function(.logarithm))))
        case "ReduceLogSumExp":
            // ln Σ e^(x − m) + m: nothing overflows.
            guard let axes else { return .computed(input) }
            let largest = try reduced(node, input, axes: axes, keeps: true, .maximum, suffix: ".largest")
            let difference = try combined(node, .arithmetic(.subtract), input, largest, suffix: ".difference")
            let total = try sum(
                try mapped(node, difference, .activation(.function(.exponential)), suffix: ".exponential"),
                suffix: ".sum")
            let logarithm = try mapped(node, total, .activation(.function(.logarithm)), suffix: ".logarithm")
            return .computed(try combined(node, .add, logarithm, largest.reshaped(logarithm.dims)))
        default: throw unsupported(node)
        }
    }

    /// A reduction along axes of the graph: over a map's height and width a global pooling, otherwise along axes of the
    /// layer.
    ///
    /// - Parameter kind: nil for the mean.
    mutating func reduced(
        _ node: NodeReader, _ input: Computed, axes: Set<Int>, keeps: Bool, _ kind: Reduction?, suffix: String = ""
    ) throws(ImportFailure) -> Computed {
        let rank = input.dims.count
        let dims = input.dims.indices.compactMap { axis in
            axes.contains(axis) ? (keeps ? 1 : nil) : input.dims[axis]
        }
        let tensor = suffix.isEmpty ? node.outputs.first : nil
        if rank == 4, axes == [2, 3], kind == nil, input.dims[0] == 1 {
            let layer = try append(
                node.name + suffix, .globalPool(.average), [try map(node, input).layer], tensor: tensor)
            return input.moved(layer, dims)
        }
        let wide = input.wideAxes
        let reduced = wide.indices.filter { axes.contains(wide[$0]) }
        guard !reduced.isEmpty else { return input.reshaped(dims) }
        let source = try layer(input, as: wide.map { input.dims[$0] }, for: node)
        let operation: Layer.Operation = kind.map { .reduce($0, axes: reduced) } ?? .mean(axes: reduced)
        return input.moved(try append(node.name + suffix, operation, [source], tensor: tensor), dims)
    }

    /// `ArgMax` and `ArgMin`.
    mutating func largestPlace(_ node: NodeReader) throws(ImportFailure) -> Value {
        var input = try computed(node, 0)
        let axis = try node.axis(try node.integer("axis") ?? 0, rank: max(input.dims.count, 1))
        guard !input.dims.isEmpty else { throw ImportFailure("it reads a single number", "leave it out") }
        if node.operation == "ArgMin" {
            input = try scaledTensor(node, input, factor: -1, offset: 0, suffix: ".negated")
        }
        let keeps = try node.integer("keepdims") ?? 1 != 0
        let kept = input.dims.indices.filter { input.dims[$0] != 1 || $0 == axis }
        let source = try layer(input, as: kept.map { input.dims[$0] }, for: node)
        let layer = try layer(
            node, .argMax(axis: kept.firstIndex(of: axis) ?? 0, last: try node.integer("select_last_index") ?? 0 != 0),
            [source])
        let dims = input.dims.indices.compactMap { $0 == axis ? (keeps ? 1 : nil) : input.dims[$0] }
        return .computed(input.moved(layer, dims).typed(.int64))
    }
}
