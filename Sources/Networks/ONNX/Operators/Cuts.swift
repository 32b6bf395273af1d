/// Some elements along one axis: start, step and how many; checked against the extent.
struct Cut: Hashable {
    var axis: Int
    var start: Int
    var step: Int
    var count: Int
}

extension GraphImport {
    /// `Slice`, one layer per axis that it cuts; backwards where a step is negative.
    mutating func slice(_ node: NodeReader) throws(ImportFailure) -> Value {
        var value = try coded(node, 0)
        for (number, cut) in try cuts(node, value.dims).enumerated() {
            guard cut.count >= 1 else {
                throw ImportFailure("it leaves nothing of axis \(cut.axis)", "check its starts and ends")
            }
            let suffix = number == 0 ? "" : ".\(number)"
            value =
                cut.step > 0
                ? try sliced(
                    node, value, axis: cut.axis, start: cut.start, step: cut.step, count: cut.count,
                    name: node.name + suffix)
                : try gathered(
                    node, value, axis: cut.axis, (0..<cut.count).map { cut.start + $0 * cut.step }, suffix: suffix)
        }
        return .computed(value)
    }

    /// The cuts of a `Slice`, with starts and ends bounded as ONNX says.
    func cuts(_ node: NodeReader, _ dims: [Int]) throws(ImportFailure) -> [Cut] {
        guard let starts = try integers(node, attribute: "starts", input: 1),
            let ends = try integers(node, attribute: "ends", input: 2)
        else { throw ImportFailure("it has no starts or no ends", "export the model again") }
        let axes = try integers(node, attribute: "axes", input: 3) ?? Array(starts.indices)
        let steps = try optionalConstant(node, 4, "steps")?.integers() ?? Array(repeating: 1, count: starts.count)
        guard ends.count == starts.count, axes.count == starts.count, steps.count == starts.count else {
            throw ImportFailure("its starts, ends, axes and steps are not equally many", "export the model again")
        }
        var cuts: [Cut] = []
        for index in starts.indices {
            let axis = try node.axis(axes[index], rank: dims.count)
            guard !cuts.contains(where: { $0.axis == axis }) else {
                throw ImportFailure("it cuts axis \(axis) twice", "name each axis once")
            }
            let (extent, step) = (dims[axis], steps[index])
            guard step != 0, step > Int.min else { throw ImportFailure("its step is \(step)", "use 1 or more") }
            func bounded(_ place: Int, _ range: ClosedRange<Int>) -> Int {
                let fromStart = place < 0 ? place + extent : place
                return min(max(fromStart, range.lowerBound), range.upperBound)
            }
            let start = bounded(starts[index], step > 0 ? 0...extent : 0...max(extent - 1, 0))
            let end = bounded(ends[index], step > 0 ? 0...extent : -1...max(extent - 1, -1))
            let length = step > 0 ? end - start : start - end
            let count = length <= 0 ? 0 : (length - 1) / abs(step) + 1
            cuts.append(Cut(axis: axis, start: start, step: step, count: count))
        }
        return cuts
    }

    /// `Split`, one slice per output.
    mutating func split(_ node: NodeReader) throws(ImportFailure) -> [Value] {
        let input = try coded(node, 0)
        let axis = try node.axis(try node.integer("axis") ?? 0, rank: input.dims.count)
        var start = 0
        var parts: [Value] = []
        for (index, size) in try splitSizes(node, extent: input.dims[axis]).enumerated() {
            // What nothing reads is left out.
            guard uses[node.outputs[index], default: 0] > 0 else {
                start += size
                parts.append(.unknown)
                continue
            }
            parts.append(
                .computed(
                    try sliced(node, input, axis: axis, start: start, count: size, name: "\(node.name).\(index)")))
            start += size
        }
        return parts
    }

    /// The sizes of the parts, which sum to the extent.
    func splitSizes(_ node: NodeReader, extent: Int) throws(ImportFailure) -> [Int] {
        let count = node.outputs.count
        if let sizes = try integers(node, attribute: "split", input: 1) {
            guard sizes.count == count, sizes.allSatisfy({ (1...max(extent, 1)).contains($0) }),
                sizes.reduce(0, +) == extent
            else {
                throw ImportFailure(
                    "it splits \(extent) into the parts \(sizes)", "\(count) parts with the sum \(extent) are wanted")
            }
            return sizes
        }
        if let stated = try node.integer("num_outputs"), stated != count {
            throw ImportFailure("it has \(count) outputs, but says \(stated)", "export the model again")
        }
        // Equal parts, the last one smaller (opset 18).
        guard count >= 1, count <= extent else {
            throw ImportFailure("it splits \(extent) into \(count) parts", "use 1 to \(extent) parts")
        }
        let size = (extent + count - 1) / count
        let last = extent - size * (count - 1)
        guard last >= 1 else {
            throw ImportFailure("it splits \(extent) into \(count) parts of \(size)", "export with explicit sizes")
        }
        return Array(repeating: size, count: count - 1) + [last]
    }

    /// `Gather`: by constant indices elements along an axis, by computed ones rows of a constant table.
    mutating func gather(_ node: NodeReader) throws(ImportFailure) -> Value {
        if case .constant(let table) = try value(node, 0), case .computed(let ids) = try value(node, 1) {
            let axis = try node.axis(try node.integer("axis") ?? 0, rank: table.dims.count)
            return .computed(try embedding(node, table, try plain(ids, node), axis: axis))
        }
        let input = try coded(node, 0)
        let axis = try node.axis(try node.integer("axis") ?? 0, rank: input.dims.count)
        let constant = try constant(node, 1, "indices")
        let indices = try places(constant, extent: input.dims[axis], axis: axis, input.dims)
        let value = try gathered(node, input, axis: axis, indices)
        return .computed(value.reshaped(input.dims[..<axis] + constant.dims + input.dims[(axis + 1)...]))
    }

    /// Indices, counted from the end where negative.
    private func places(_ constant: Constant, extent: Int, axis: Int, _ dims: [Int]) throws(ImportFailure) -> [Int] {
        try constant.integers().map { index throws(ImportFailure) in
            guard index >= -extent, index < extent else {
                throw ImportFailure(
                    "its index \(index) is outside of axis \(axis) of \(dims)", "use 0 to \(extent - 1)")
            }
            return index < 0 ? index + extent : index
        }
    }

    /// Rows of a table by computed ids: an embedding.
    private mutating func embedding(
        _ node: NodeReader, _ table: Constant, _ ids: Computed, axis: Int
    ) throws(ImportFailure) -> Computed {
        guard axis == 0 || table.dims[..<axis].allSatisfy({ $0 == 1 }), table.count > 0 else {
            throw ImportFailure(
                "it takes columns of a table by ids that the network computes",
                "transpose the table, and take rows of it")
        }
        let tail = Array(table.dims[(axis + 1)...])
        let features = tail.reduce(1, *)
        let wide = ids.dims.filter { $0 != 1 }
        let source = try layer(ids, as: wide.isEmpty ? [1] : wide, for: node)
        let layer = try weightLayer(
            node, .embedding(Embedding(rows: table.dims[axis], features: features)), [source],
            weight: table.reshaped([table.dims[axis], features]), bias: nil)
        return Computed(layer: layer, dims: table.dims[..<axis] + ids.dims + tail, type: table.type)
    }

    /// `GatherElements` and `GatherND` by constant indices.
    mutating func gatheredElements(_ node: NodeReader) throws(ImportFailure) -> Value {
        // A row of constants looked up by computed places is a table of one feature.
        if node.operation == "GatherElements", case .constant(let row) = try value(node, 0),
            case .computed(let ids) = try value(node, 1)
        {
            let axis = try node.axis(try node.integer("axis") ?? 0, rank: row.dims.count)
            guard row.count == row.dims[axis], ids.dims.count == row.dims.count else {
                throw ImportFailure(
                    "it looks up computed places in constants with the extents \(row.dims)",
                    "only one row of them is supported")
            }
            let table = row.reshaped([row.count, 1])
            let found = try embedding(node, table, try plain(ids, node), axis: 0)
            return .computed(found.reshaped(ids.dims))
        }
        let input = try coded(node, 0)
        let indices = try constant(node, 1, "indices")
        try checkFoldingSize(indices.dims)
        let (places, dims) =
            node.operation == "GatherElements"
            ? (try elementPlaces(node, input.dims, indices), indices.dims) : try blockPlaces(node, input.dims, indices)
        return .computed(try picked(node, [.computed(input)], places, dims: dims, like: input))
    }

    /// `OneHot` of computed ids: where an id is a place's number, from the end where it is negative, the second value,
    /// else the first.
    mutating func oneHot(_ node: NodeReader) throws(ImportFailure) -> Value {
        let ids = try computed(node, 0)
        let values = try constant(node, 2, "values"), numbers = try values.numbers().reals
        guard let depth = try constant(node, 1, "depth").scalar(), depth >= 1, depth <= Double(Constant.foldingLimit),
            numbers.count == 2
        else {
            throw ImportFailure(
                "its depth or values are no numbers of one", "a depth of 1 or more and two values are wanted")
        }
        let axis = try node.axis(try node.integer("axis") ?? -1, rank: ids.dims.count + 1)
        let count = Int(depth)
        var dims = ids.dims, places = Array(repeating: 1, count: ids.dims.count + 1)
        dims.insert(1, at: axis)
        places[axis] = count
        func hits(_ first: Int, _ suffix: String) throws(ImportFailure) -> Computed {
            let numbers = Constant(
                .integers((0..<count).map { $0 + first }), dims: places, name: "\(node.name)\(suffix)-ids")
            return try combinedValue(
                node, .arithmetic(.equal), .computed(ids.reshaped(dims)), .constant(numbers), suffix: suffix)
        }
        let both = try combined(node, .add, try hits(0, ".hits"), try hits(-count, ".from-end"), suffix: ".either")
        return .computed(
            try scaledTensor(node, both, factor: numbers[1] - numbers[0], offset: numbers[0]).typed(values.type))
    }

    /// For each index the place in the tensor: the own place, moved along the axis.
    func elementPlaces(_ node: NodeReader, _ dims: [Int], _ indices: Constant) throws(ImportFailure) -> [Int] {
        let axis = try node.axis(try node.integer("axis") ?? 0, rank: dims.count)
        guard indices.dims.count == dims.count, dims.indices.allSatisfy({ $0 == axis || indices.dims[$0] <= dims[$0] })
        else {
            throw ImportFailure(
                "its indices have the extents \(indices.dims) for \(dims)",
                "as many axes, and no more elements, are wanted")
        }
        var strides = Strides.of(dims)
        let stride = strides[axis]
        strides[axis] = 0
        return zip(
            Strides.walk(indices.dims, strides: strides), try places(indices, extent: dims[axis], axis: axis, dims)
        ).map { $0 + $1 * stride }
    }

    /// For each index tuple of `GatherND` or `ScatterND` the places of the block that it names.
    func blockPlaces(
        _ node: NodeReader, _ dims: [Int], _ indices: Constant
    ) throws(ImportFailure) -> (places: [Int], dims: [Int]) {
        let batch = try node.integer("batch_dims") ?? 0
        guard let depth = indices.dims.last, batch >= 0, batch < indices.dims.count, batch + depth <= dims.count,
            Array(indices.dims[..<batch]) == Array(dims[..<batch])
        else {
            throw ImportFailure("its indices have the extents \(indices.dims) for \(dims)", "export the model again")
        }
        let strides = Strides.of(dims)
        let rows = indices.dims.dropLast().reduce(1, *)
        let own = Strides.walk(Array(dims[..<batch]), strides: Array(strides[..<batch]))
        let inner = Strides.walk(Array(dims[(batch + depth)...]), strides: Array(strides[(batch + depth)...]))
        let numbers = try indices.integers()
        try checkFoldingSize([rows, inner.count])
        var result: [Int] = []
        for row in 0..<rows {
            var base = own[row / max(rows / max(own.count, 1), 1)]
            for k in 0..<depth {
                let (index, extent) = (numbers[row * depth + k], dims[batch + k])
                guard index >= -extent, index < extent else {
                    throw ImportFailure("its index \(index) is outside of \(dims)", "use 0 to \(extent - 1)")
                }
                base += (index < 0 ? index + extent : index) * strides[batch + k]
            }
            result += inner.map { base + $0 }
        }
        return (result, indices.dims.dropLast() + dims[(batch + depth)...])
    }

    /// `ScatterElements` and `ScatterND` by constant indices: some elements come from the updates.
    mutating func scatter(_ node: NodeReader) throws(ImportFailure) -> Value {
        let (data, updates) = (try operand(node, 0), try operand(node, 2))
        let indices = try constant(node, 1, "indices")
        let reduction = try node.text("reduction") ?? "none"
        guard reduction == "none" else {
            throw ImportFailure("its reduction is '\(reduction)'", "only 'none' is supported")
        }
        let places =
            node.operation == "ScatterND"
            ? try blockPlaces(node, data.dims, indices).places : try elementPlaces(node, data.dims, indices)
        let count = data.dims.reduce(1, *)
        guard updates.dims.reduce(1, *) == places.count else {
            throw ImportFailure("it has \(updates.dims) updates for \(places.count) places", "export the model again")
        }
        try checkFoldingSize(data.dims)
        var sources = Array(0..<count)
        for (number, place) in places.enumerated() { sources[place] = count + number }
        let model: Computed
        switch (data, updates) {
        case (.computed(let value), _), (_, .computed(let value)): model = value
        default: throw unsupported(node)
        }
        return .computed(try picked(node, [data, updates], sources, dims: data.dims, like: model))
    }

    /// `Pad`, one layer per axis that it extends or, where its pads are negative, cuts.
    mutating func pad(_ node: NodeReader) throws(ImportFailure) -> Value {
        var value = try computed(node, 0)
        let mode = try node.text("mode") ?? "constant"
        guard ["constant", "reflect", "edge", "wrap"].contains(mode) else {
            throw ImportFailure("its mode is '\(mode)'", "choose one of constant, reflect, edge, wrap")
        }
        var filler = Double(node.attribute("value")?.f ?? 0)
        if let constant = try optionalConstant(node, 2, "values") { filler = try constant.scalar() ?? .nan }
        guard !filler.isNaN else { throw ImportFailure("it pads with something that is no number", "give one number") }
        let limit = Double(Float.greatestFiniteMagnitude)
        filler = min(max(filler, -limit), limit)
        guard let pads = try integers(node, attribute: "pads", input: 1) else {
            throw ImportFailure("it has no pads", "export the model again")
        }
        var axes = Array(value.dims.indices)
        if let stated = try optionalConstant(node, 3, "axes")?.integers() {
            axes = []
            for axis in stated { axes.append(try node.axis(axis, rank: value.dims.count)) }
        }
        guard pads.count == 2 * axes.count, Set(axes).count == axes.count else {
            throw ImportFailure("it has \(pads.count) pads for \(axes.count) axes", "two per axis are wanted")
        }
        for (index, axis) in axes.enumerated() {
            let (before, after) = (pads[index], pads[index + axes.count])
            if before == 0, after == 0 { continue }
            let extent = value.dims[axis]
            guard abs(before) <= Limits.window, abs(after) <= Limits.window, extent + before + after >= 1 else {
                throw ImportFailure(
                    "its pads are \(pads)", "at most \(Limits.window), and some elements left, are supported")
            }
            if mode == "constant" {
                value = try padded(
                    node, value, axis: axis, before: max(before, 0), after: max(after, 0), value: filler, suffix: "")
                if before < 0 || after < 0 {
                    value = try sliced(
                        node, value, axis: axis, start: max(-before, 0), count: extent + before + after,
                        name: node.name + ".cut")
                }
                continue
            }
            guard mode != "reflect" || (extent > 1 && max(before, after) < extent) || (before <= 0 && after <= 0) else {
                throw ImportFailure(
                    "it reflects \(before) and \(after) elements of \(extent)", "fewer than there are can be reflected")
            }
            let places = (-before..<extent + after).map { place in
                switch mode {
                case "edge": min(max(place, 0), extent - 1)
                case "wrap": ((place % extent) + extent) % extent
                default: place < 0 ? -place : place >= extent ? 2 * (extent - 1) - place : place
                }
            }
            value = try gathered(node, value, axis: axis, places)
        }
        return .computed(value)
    }

    /// One number before and after along an axis; the value itself where none is added.
    mutating func padded(
        _ node: NodeReader, _ input: Computed, axis: Int, before: Int, after: Int, value: Double, suffix: String
    ) throws(ImportFailure) -> Computed {
        if before == 0, after == 0 { return input }
        let (source, place) = try layer(input, withAxis: axis, for: node)
        let layer = try append(
            node.name + suffix, .pad(axis: place, before: before, after: after, value: value), [source])
        var dims = input.dims
        dims[axis] += before + after
        return input.moved(layer, dims)
    }
}
