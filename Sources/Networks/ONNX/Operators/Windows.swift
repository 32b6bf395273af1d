/// Kernel, stride, padding and dilation of a node that slides a window.
struct Window {
    var kernel: Extent
    var stride: Extent
    var padding: Padding
    var dilation: Extent
}

extension GraphImport {
    /// The channels × height × width that a window slides over; one axis alone counts as the width.
    ///
    /// - Returns: the layer of that shape, and the extents of the map.
    mutating func map(_ node: NodeReader, _ value: Computed) throws(ImportFailure) -> (layer: Int, size: [Int]) {
        guard value.dims.count == 3 || value.dims.count == 4 else {
            throw ImportFailure(
                "it reads a tensor with the extents \(value.dims)",
                "batch × channels × height × width or batch × channels × width is wanted")
        }
        guard value.dims[0] == 1 else {
            throw ImportFailure(
                "its batch is \(value.dims[0])", "export the model with a batch of 1, or a symbolic one")
        }
        let size = value.dims.count == 4 ? Array(value.dims[1...]) : [value.dims[1], 1, value.dims[2]]
        return (try layer(value, as: size, for: node), size)
    }

    /// The extents of a map in the graph: with the batch, and without a height where the input had none.
    func graphDims(_ layer: Int, like value: Computed) -> [Int] {
        let size = layers[layer].output.dimensions
        return value.dims.count == 4 ? [1] + size : [1, size[0], size[2]]
    }

    /// Reads the attributes of a window.
    ///
    /// - Parameters:
    ///   - kernel: height and width, or the width alone, from the weights or the attribute.
    ///   - size: channels, height, width of the map.
    func window(_ node: NodeReader, kernel: [Int], size: [Int]) throws(ImportFailure) -> Window {
        let rank = kernel.count
        guard rank == 1 || rank == 2 else {
            throw ImportFailure("its window has \(rank) axes", "1 or 2 are supported")
        }
        let strides = try list(node, "strides", count: rank) ?? Array(repeating: 1, count: rank)
        let dilations = try list(node, "dilations", count: rank) ?? Array(repeating: 1, count: rank)
        for (what, values) in [("kernel", kernel), ("stride", strides), ("dilation", dilations)] {
            guard values.allSatisfy({ (1...Limits.window).contains($0) }) else {
                throw ImportFailure("its \(what) is \(values)", "1 to \(Limits.window) are supported")
            }
        }
        let pads = try padding(node, kernel: kernel, strides: strides, dilations: dilations, size: Array(size.suffix(rank)))
        func extent(_ values: [Int]) -> Extent { Extent(height: rank == 2 ? values[0] : 1, width: values[rank - 1]) }
        return Window(
            kernel: extent(kernel), stride: extent(strides),
            padding: Padding(
                top: rank == 2 ? pads[0] : 0, left: pads[rank - 1], bottom: rank == 2 ? pads[2] : 0,
                right: pads[2 * rank - 1]),
            dilation: extent(dilations))
    }

    /// Begins along all axes, then ends along all axes.
    private func padding(
        _ node: NodeReader, kernel: [Int], strides: [Int], dilations: [Int], size: [Int]
    ) throws(ImportFailure) -> [Int] {
        let rank = kernel.count
        switch try node.text("auto_pad") ?? "NOTSET" {
        case "NOTSET", "":
            let pads = try list(node, "pads", count: 2 * rank) ?? Array(repeating: 0, count: 2 * rank)
            guard pads.allSatisfy({ (0...Limits.window).contains($0) }) else {
                throw ImportFailure("its pads are \(pads)", "0 to \(Limits.window) are supported")
            }
            return pads
        case "VALID":
            return Array(repeating: 0, count: 2 * rank)
        case let mode where mode == "SAME_UPPER" || mode == "SAME_LOWER":
            var (begins, ends): ([Int], [Int]) = ([], [])
            for axis in 0..<rank {
                let outputs = (size[axis] + strides[axis] - 1) / strides[axis]
                let reach = dilations[axis] * (kernel[axis] - 1) + 1
                let total = max((outputs - 1) * strides[axis] + reach - size[axis], 0)
                begins.append(mode == "SAME_UPPER" ? total / 2 : total - total / 2)
                ends.append(total - begins[axis])
            }
            return begins + ends
        case let mode:
            throw ImportFailure("its auto_pad is '\(mode)'", "choose one of NOTSET, VALID, SAME_UPPER, SAME_LOWER")
        }
    }

    /// An attribute with a known number of integers; nil when it is absent or empty.
    func list(_ node: NodeReader, _ name: String, count: Int) throws(ImportFailure) -> [Int]? {
        guard let values = try node.integers(name), !values.isEmpty else { return nil }
        guard values.count == count else {
            throw ImportFailure("its \(name) has \(values.count) numbers", "\(count) are wanted")
        }
        return values
    }
}
