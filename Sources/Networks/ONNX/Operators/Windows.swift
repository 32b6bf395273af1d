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
                "its batch is \(value.dims[0])", "export the model with a batch of 1, or read it with --batch")
        }
        let size = value.dims.count == 4 ? Array(value.dims[1...]) : [value.dims[1], 1, value.dims[2]]
        return (try layer(value, as: size, for: node), size)
    }

    /// The extents of a map in the graph: with the batch, and without a height where the input had none.
    func graphDims(_ layer: Int, like value: Computed) -> [Int] {
        let size = layers[layer].output.dimensions
        return value.dims.count == 4 ? [1] + size : [1, size[0], size[2]]
    }

    /// A window along one axis.
    struct AxisWindow {
        var size: Int
        var stride: Int
        var dilation: Int
        var before: Int
        var after: Int
    }

    /// Reads the attributes of a window, axis by axis.
    ///
    /// - Parameters:
    ///   - kernel: from the weights or the attribute.
    ///   - size: of the map, along as many axes.
    func windows(_ node: NodeReader, kernel: [Int], size: [Int]) throws(ImportFailure) -> [AxisWindow] {
        let rank = kernel.count
        let strides = try list(node, "strides", count: rank) ?? Array(repeating: 1, count: rank)
        let dilations = try list(node, "dilations", count: rank) ?? Array(repeating: 1, count: rank)
        for (what, values) in [("kernel", kernel), ("stride", strides), ("dilation", dilations)] {
            guard values.allSatisfy({ (1...Limits.window).contains($0) }) else {
                throw ImportFailure("its \(what) is \(values)", "1 to \(Limits.window) are supported")
            }
        }
        let pads = try padding(node, kernel: kernel, strides: strides, dilations: dilations, size: size)
        return (0..<rank).map {
            AxisWindow(
                size: kernel[$0], stride: strides[$0], dilation: dilations[$0], before: pads[$0], after: pads[$0 + rank]
            )
        }
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
        let axes = try windows(node, kernel: kernel, size: Array(size.suffix(rank)))
        let (first, last) = (axes[0], axes[rank - 1])
        func extent(_ value: (AxisWindow) -> Int) -> Extent {
            Extent(height: rank == 2 ? value(first) : 1, width: value(last))
        }
        return Window(
            kernel: extent(\.size), stride: extent(\.stride),
            padding: Padding(
                top: rank == 2 ? first.before : 0, left: last.before, bottom: rank == 2 ? first.after : 0,
                right: last.after),
            dilation: extent(\.dilation))
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
