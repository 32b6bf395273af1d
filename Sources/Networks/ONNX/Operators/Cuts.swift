/// Some elements along one axis: start, step and how many; checked against the extent.
struct Cut: Hashable {
    var axis: Int
    var start: Int
    var step: Int
    var count: Int
}

extension GraphImport {
    /// `Slice`, one layer per axis that it cuts.
    mutating func slice(_ node: NodeReader) throws(ImportFailure) -> Value {
        var value = try computed(node, 0)
        for (number, cut) in try cuts(node, value.dims).enumerated() {
            guard cut.step > 0 else {
                throw ImportFailure("its step is \(cut.step)", "only steps of 1 and more are supported")
            }
            guard cut.count >= 1 else {
                throw ImportFailure("it leaves nothing of axis \(cut.axis)", "check its starts and ends")
            }
            value = try sliced(
                node, value, axis: cut.axis, start: cut.start, step: cut.step, count: cut.count,
                name: number == 0 ? nil : "\(node.name).\(number)")
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
        let input = try computed(node, 0)
        let axis = try node.axis(try node.integer("axis") ?? 0, rank: input.dims.count)
        var start = 0
        var parts: [Value] = []
        for (index, size) in try splitSizes(node, extent: input.dims[axis]).enumerated() {
            parts.append(.computed(
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

    /// `Gather` with constant indices that are evenly spaced: a slice.
    mutating func gather(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let axis = try node.axis(try node.integer("axis") ?? 0, rank: input.dims.count)
        let constant = try constant(node, 1, "indices")
        let extent = input.dims[axis]
        var indices: [Int] = []
        for index in try constant.integers() {
            guard index >= -extent, index < extent else {
                throw ImportFailure("its index \(index) is outside of axis \(axis) of \(input.dims)", "use 0 to \(extent - 1)")
            }
            indices.append(index < 0 ? index + extent : index)
        }
        let step = indices.count > 1 ? indices[1] - indices[0] : 1
        guard let start = indices.first, step >= 1,
            zip(indices, indices.dropFirst()).allSatisfy({ $1 - $0 == step })
        else {
            throw ImportFailure(
                "its indices are not evenly spaced", "only one index, or indices with the same step, are supported")
        }
        let value = try sliced(node, input, axis: axis, start: start, step: step, count: indices.count)
        return .computed(value.reshaped(input.dims[..<axis] + constant.dims + input.dims[(axis + 1)...]))
    }

    /// `Pad` with zeros, one layer per axis that it extends.
    mutating func pad(_ node: NodeReader) throws(ImportFailure) -> Value {
        var value = try computed(node, 0)
        let mode = try node.text("mode") ?? "constant"
        guard mode == "constant" else {
            throw ImportFailure("its mode is '\(mode)'", "only padding with zeros is supported")
        }
        var filler = try node.real("value") ?? 0
        if let constant = try optionalConstant(node, 2, "values") { filler = try constant.scalar() ?? .nan }
        guard filler == 0 else { throw ImportFailure("it pads with \(filler)", "only zeros are supported") }
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
            guard (0...Limits.window).contains(before), (0...Limits.window).contains(after) else {
                throw ImportFailure("its pads are \(pads)", "0 to \(Limits.window) are supported")
            }
            let (source, place) = try layer(value, withAxis: axis, for: node)
            let layer = try append(node.name, .pad(axis: place, before: before, after: after), [source])
            value = Computed(layer: layer, dims: value.dims)
            value.dims[axis] += before + after
        }
        return .computed(value)
    }
}
