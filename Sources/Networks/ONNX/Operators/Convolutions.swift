extension GraphImport {
    /// `Conv` along one, two or three axes.
    mutating func convolution(_ node: NodeReader) throws(ImportFailure) -> Value {
        .computed(
            try convolution(
                node, try computed(node, 0), weight: try constant(node, 1, "weights"),
                bias: try optionalConstant(node, 2, "biases")))
    }

    /// - Parameter weight: output channels, input channels per group, kernel.
    mutating func convolution(
        _ node: NodeReader, _ input: Computed, weight: Constant, bias: Constant?
    ) throws(ImportFailure) -> Computed {
        guard weight.dims.count == input.dims.count, weight.dims.allSatisfy({ $0 >= 1 }) else {
            throw ImportFailure(
                "its weights have the extents \(weight.dims)",
                "\(input.dims.count) are wanted: output channels, input channels per group, kernel")
        }
        let channels = input.dims.count > 1 ? input.dims[1] : 1
        let groups = try node.integer("group") ?? 1
        guard groups >= 1, groups <= channels, weight.dims[1] * groups == channels else {
            throw ImportFailure(
                "its weights are for \(weight.dims[1]) channels in \(groups) groups, but its input has \(channels)",
                "input channels are groups × \(weight.dims[1])")
        }
        let kernel = Array(weight.dims[2...])
        if let stated = try list(node, "kernel_shape", count: kernel.count), stated != kernel {
            throw ImportFailure("its kernel_shape is \(stated), but its weights have \(kernel)", "they have to agree")
        }
        try checkBias(bias, count: weight.dims[0])
        if kernel.count == 3 { return try deepConvolution(node, input, weight, bias, kernel, groups) }
        if input.dims[0] != 1, input.dims.count == 3 || input.dims.count == 4 {
            return try separately(node, input, weight, bias)
        }
        let (source, size) = try map(node, input)
        let window = try window(node, kernel: kernel, size: size)
        let operation = Convolution(
            outputChannels: weight.dims[0], kernel: window.kernel, stride: window.stride, padding: window.padding,
            dilation: window.dilation, groups: groups, bias: bias != nil)
        let shaped = weight.reshaped([weight.dims[0], weight.dims[1], window.kernel.height, window.kernel.width])
        let layer = try weightLayer(node, .convolution(operation), [source], weight: shaped, bias: bias)
        return input.moved(layer, graphDims(layer, like: input))
    }

    /// Several maps in the place of a batch: one after the other, with the same weights.
    private mutating func separately(
        _ node: NodeReader, _ input: Computed, _ weight: Constant, _ bias: Constant?
    ) throws(ImportFailure) -> Computed {
        let count = input.dims[0]
        guard count <= 256, nodes.contains(where: { !$0.inputs.isEmpty }) else {
            throw ImportFailure(
                "its batch is \(count)", "export the model with a batch of 1, or read it with --batch")
        }
        var named = weight
        // What has no name cannot be recognised as the same.
        if named.identity.isEmpty { named.name = node.name + ".weight" }
        var namedBias = bias
        if namedBias?.identity == "" { namedBias?.name = node.name + ".bias" }
        var parts: [Int] = []
        var dims: [Int] = []
        for index in 0..<count {
            let one = try sliced(node, input, axis: 0, start: index, count: 1, name: "\(node.name).map\(index)")
            let part = try convolution(node, one, weight: named, bias: namedBias)
            dims = part.dims
            parts.append(try layer(part, as: [1] + part.dims.dropFirst(), for: node))
        }
        return input.moved(
            try layer(node, .concat(axis: 0), parts, name: node.name + ".joined"), [count] + dims.dropFirst())
    }

    /// Over depth, height and width: windows are laid out along depth and height first, so that only the width is left
    /// to slide along.
    private mutating func deepConvolution(
        _ node: NodeReader, _ input: Computed, _ weight: Constant, _ bias: Constant?, _ kernel: [Int], _ groups: Int
    ) throws(ImportFailure) -> Computed {
        guard input.dims[0] == 1 else {
            throw ImportFailure(
                "its batch is \(input.dims[0])", "export the model with a batch of 1, or read it with --batch")
        }
        let windows = try windows(node, kernel: kernel, size: Array(input.dims[2...]))
        var value = input
        var counts: [Int] = []
        for axis in 0..<2 {
            value = try padded(
                node, value, axis: axis + 2, before: windows[axis].before, after: windows[axis].after, value: 0,
                suffix: ".padded")
            let window = windows[axis]
            let room = value.dims[axis + 2] - window.dilation * (window.size - 1) - 1
            guard room >= 0 else {
                throw ImportFailure(
                    "its kernel \(kernel) does not fit \(input.dims)", "use a smaller kernel or more padding")
            }
            counts.append(room / window.stride + 1)
            let places = (0..<counts[axis]).flatMap { start in
                (0..<window.size).map { start * window.stride + $0 * window.dilation }
            }
            value = try gathered(node, value, axis: axis + 2, places, suffix: ".windows")
        }
        let (channels, width) = (input.dims[1], input.dims[4])
        let split = value.reshaped([1, channels, counts[0], kernel[0], counts[1], kernel[1], width])
        let turned = try transposed(node, split, order: [0, 1, 3, 5, 2, 4, 6])
        let source = try layer(turned, as: [channels * kernel[0] * kernel[1], counts[0] * counts[1], width], for: node)
        let operation = Convolution(
            outputChannels: weight.dims[0], kernel: Extent(height: 1, width: kernel[2]),
            stride: Extent(height: 1, width: windows[2].stride),
            padding: Padding(top: 0, left: windows[2].before, bottom: 0, right: windows[2].after),
            dilation: Extent(height: 1, width: windows[2].dilation), groups: groups, bias: bias != nil)
        let layer = try weightLayer(
            node, .convolution(operation), [source],
            weight: weight.reshaped([weight.dims[0], weight.dims[1] * kernel[0] * kernel[1], 1, kernel[2]]), bias: bias)
        return input.moved(layer, [1, weight.dims[0], counts[0], counts[1], layers[layer].output.width])
    }

    /// `ConvTranspose` along one or two axes: at each position of the input a window of outputs, as a convolution of
    /// kernel 1 gives them, and the windows added where they overlap.
    mutating func transposedConvolution(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let weight = try constant(node, 1, "weights")
        let bias = try optionalConstant(node, 2, "biases")
        let (source, size) = try map(node, input)
        let groups = try node.integer("group") ?? 1
        guard weight.dims.count == input.dims.count, weight.dims.allSatisfy({ $0 >= 1 }), groups >= 1,
            groups <= size[0],
            weight.dims[0] == size[0], size[0] % groups == 0
        else {
            throw ImportFailure(
                "its weights have the extents \(weight.dims), its input \(input.dims)",
                "input channels, output channels per group and kernel are wanted")
        }
        let kernel = Array(weight.dims[2...])
        if let stated = try list(node, "kernel_shape", count: kernel.count), stated != kernel {
            throw ImportFailure("its kernel_shape is \(stated), but its weights have \(kernel)", "they have to agree")
        }
        let outputs = weight.dims[1] * groups
        try checkBias(bias, count: outputs)
        let axes = try transposedWindows(node, kernel: kernel, size: Array(size.suffix(kernel.count)))
        let (first, last) = (axes[0], axes[axes.count - 1])
        let isMap = axes.count == 2
        let area = kernel.reduce(1, *)
        // Groups × (output channels, kernel) × input channels.
        let matrix = try weight.reshaped([groups, size[0] / groups, weight.dims[1] * area]).transposed([0, 2, 1])
            .reshaped([outputs * area, size[0] / groups, 1, 1])
        let operation = Convolution(outputChannels: outputs * area, kernel: 1, groups: groups)
        let columns = try weightLayer(
            node, .convolution(operation), [source], weight: matrix, bias: nil, name: moduleName(node, weight))
        let sum = OverlapAdd(
            window: Extent(height: isMap ? first.size : 1, width: last.size),
            stride: Extent(height: isMap ? first.stride : 1, width: last.stride),
            dilation: Extent(height: isMap ? first.dilation : 1, width: last.dilation), top: isMap ? first.before : 0,
            left: last.before,
            size: Extent(height: isMap ? first.output : 1, width: last.output))
        let layer = try append(
            node.name + ".windows", .overlapAdd(sum), [columns], tensor: bias == nil ? node.outputs.first : nil)
        let result = input.moved(layer, graphDims(layer, like: input))
        guard let bias else { return .computed(result) }
        return .computed(
            try combinedValue(
                node, .add, .computed(result), .constant(bias.reshaped([outputs] + kernel.map { _ in 1 })),
                suffix: ".biased"))
    }

    private struct TransposedWindow {
        var size: Int
        var stride: Int
        var dilation: Int
        var before: Int
        var output: Int
    }

    /// The windows of a transposed convolution: output = stride·(input − 1) + output padding + dilation·(kernel − 1) +
    /// 1 − pads.
    private func transposedWindows(
        _ node: NodeReader, kernel: [Int], size: [Int]
    ) throws(ImportFailure) -> [TransposedWindow] {
        let rank = kernel.count
        let strides = try list(node, "strides", count: rank) ?? Array(repeating: 1, count: rank)
        let dilations = try list(node, "dilations", count: rank) ?? Array(repeating: 1, count: rank)
        let extra = try list(node, "output_padding", count: rank) ?? Array(repeating: 0, count: rank)
        let wanted = try list(node, "output_shape", count: rank)
        let mode = try node.text("auto_pad") ?? "NOTSET"
        let pads = try list(node, "pads", count: 2 * rank) ?? Array(repeating: 0, count: 2 * rank)
        let small = 0...Limits.window
        guard (kernel + strides + dilations).allSatisfy({ (1...Limits.window).contains($0) }),
            (extra + pads).allSatisfy(small.contains)
        else {
            throw ImportFailure(
                "its kernel, strides, dilations or pads are out of range",
                "1 (pads: 0) to \(Limits.window) are supported")
        }
        guard ["NOTSET", "", "VALID", "SAME_UPPER", "SAME_LOWER"].contains(mode) else {
            throw ImportFailure("its auto_pad is '\(mode)'", "choose one of NOTSET, VALID, SAME_UPPER, SAME_LOWER")
        }
        var result: [TransposedWindow] = []
        for axis in 0..<rank {
            let whole = strides[axis] * (size[axis] - 1) + extra[axis] + dilations[axis] * (kernel[axis] - 1) + 1
            var before = mode == "VALID" ? 0 : pads[axis], after = mode == "VALID" ? 0 : pads[axis + rank]
            if let output = wanted?[axis] ?? (mode.hasPrefix("SAME") ? size[axis] * strides[axis] : nil) {
                let total = max(whole - output, 0)
                // The odd one at the end, or at the beginning, as the operator's text says.
                before = mode == "SAME_UPPER" ? total / 2 : total - total / 2
                after = whole - output - before
            }
            let output = whole - before - after
            guard output >= 1, before >= 0, before <= Limits.window else {
                throw ImportFailure("its output would have an extent of \(output)", "check its pads and output_shape")
            }
            result.append(
                TransposedWindow(
                    size: kernel[axis], stride: strides[axis], dilation: dilations[axis], before: before, output: output
                ))
        }
        return result
    }

    /// `Col2Im` in two dimensions.
    mutating func columnsToImage(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let image = try constant(node, 1, "extents").integers(), block = try constant(node, 2, "extents").integers()
        guard image.count == 2, block.count == 2, input.dims.count == 3, input.dims[0] == 1 else {
            throw ImportFailure(
                "it makes an image of \(image.count) axes of \(input.dims)", "2 and a batch of 1 are supported")
        }
        let windows = try windows(node, kernel: block, size: image)
        let counts = zip(windows, image).map { window, extent in
            (extent + window.before + window.after - window.dilation * (window.size - 1) - 1) / window.stride + 1
        }
        guard counts[0] >= 1, counts[1] >= 1, counts[0] * counts[1] == input.dims[2] else {
            throw ImportFailure("its \(input.dims[2]) windows are not \(counts[0]) × \(counts[1])", "check its extents")
        }
        let source = try layer(input, as: [input.dims[1], counts[0], counts[1]], for: node)
        let sum = OverlapAdd(
            window: Extent(height: block[0], width: block[1]),
            stride: Extent(height: windows[0].stride, width: windows[1].stride),
            dilation: Extent(height: windows[0].dilation, width: windows[1].dilation), top: windows[0].before,
            left: windows[1].before,
            size: Extent(height: image[0], width: image[1]))
        let layer = try layer(node, .overlapAdd(sum), [source])
        return .computed(input.moved(layer, [1] + layers[layer].output.dimensions))
    }

    /// Throws when there is a bias of another size.
    func checkBias(_ bias: Constant?, count: Int) throws(ImportFailure) {
        if let bias, bias.count != count {
            throw ImportFailure("it has \(bias.count) biases for \(count) outputs", "one per output is wanted")
        }
    }
}
