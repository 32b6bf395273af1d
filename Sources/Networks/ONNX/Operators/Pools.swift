extension GraphImport {
    /// `MaxPool`, `AveragePool` and `LpPool` along one, two or three axes.
    mutating func pool(_ node: NodeReader) throws(ImportFailure) -> Value {
        // The largest code is that of the largest number.
        let input = node.operation == "MaxPool" ? try coded(node, 0) : try computed(node, 0)
        let rank = input.dims.count - 2
        guard let kernel = try list(node, "kernel_shape", count: rank) else {
            throw ImportFailure("it has no kernel_shape", "export the model again")
        }
        let isMaximum = node.operation == "MaxPool"
        let roundsUp = try node.integer("ceil_mode") ?? 0 != 0
        let countsPadding = isMaximum ? true : try node.integer("count_include_pad") ?? 0 != 0
        func pooling(_ window: Window) -> Pooling {
            Pooling(
                isMaximum ? .maximum : .average, window: window.kernel, stride: window.stride, padding: window.padding,
                dilation: window.dilation, roundsUp: roundsUp, countsPadding: countsPadding)
        }
        if rank == 3 { return .computed(try deepPool(node, input, kernel: kernel, pooling)) }
        var value = input
        var power = 0
        if node.operation == "LpPool" {
            power = try node.integer("p") ?? 2
            guard power >= 1, !roundsUp else {
                throw ImportFailure(
                    "its p is \(power), or it rounds up", "a p of 1 or more without ceil_mode is wanted")
            }
            value = try raised(
                node, try mapped(node, input, .activation(.function(.absolute)), suffix: ".absolute"), Double(power),
                suffix: ".power")
        }
        let (source, size) = try map(node, value)
        var pool = pooling(try window(node, kernel: kernel, size: size))
        guard power > 0 else {
            let layer = try layer(node, .pool(pool), [source])
            return .computed(input.moved(layer, graphDims(layer, like: input)))
        }
        // The average with the padding counted is the sum by the window's area.
        pool.countsPadding = true
        let mean = try append(node.name + ".mean", .pool(pool), [source])
        let sum = try scaledTensor(
            node, input.moved(mean, graphDims(mean, like: input)), factor: Double(pool.window.area), offset: 0,
            suffix: ".sum")
        return .computed(try raised(node, sum, 1 / Double(power), suffix: ""))
    }

    /// xᵖ of numbers that are not negative.
    private mutating func raised(
        _ node: NodeReader, _ input: Computed, _ power: Double, suffix: String
    ) throws(ImportFailure) -> Computed {
        if power == 1 { return suffix.isEmpty ? try scaledTensor(node, input, factor: 1, offset: 0) : input }
        let exponent = Constant(.reals([power]), dims: Array(repeating: 1, count: input.dims.count))
        return try combinedValue(node, .arithmetic(.power), .computed(input), .constant(exponent), suffix: suffix)
    }

    /// Over depth, height and width: over height and width first, then over depth. Maxima and averages are the same
    /// that way.
    private mutating func deepPool(
        _ node: NodeReader, _ input: Computed, kernel: [Int], _ pooling: (Window) -> Pooling
    ) throws(ImportFailure) -> Computed {
        guard input.dims[0] == 1, node.operation != "LpPool" else {
            throw ImportFailure(
                "it pools along three axes of \(input.dims)", "a batch of 1, and MaxPool or AveragePool, are wanted")
        }
        let all = try windows(node, kernel: kernel, size: Array(input.dims[2...]))
        let (channels, depth) = (input.dims[1], input.dims[2])
        let plane = Window(
            kernel: Extent(height: all[1].size, width: all[2].size),
            stride: Extent(height: all[1].stride, width: all[2].stride),
            padding: Padding(top: all[1].before, left: all[2].before, bottom: all[1].after, right: all[2].after),
            dilation: Extent(height: all[1].dilation, width: all[2].dilation))
        let flat = try layer(input, as: [channels * depth, input.dims[3], input.dims[4]], for: node)
        let first = try append(node.name + ".planes", .pool(pooling(plane)), [flat])
        let size = layers[first].output
        let column = Window(
            kernel: Extent(height: all[0].size, width: 1), stride: Extent(height: all[0].stride, width: 1),
            padding: Padding(top: all[0].before, left: 0, bottom: all[0].after, right: 0),
            dilation: Extent(height: all[0].dilation, width: 1))
        let turned = input.moved(first, [1, channels, depth, size.height, size.width])
        let columns = try layer(turned, as: [channels, depth, size.height * size.width], for: node)
        let last = try layer(node, .pool(pooling(column)), [columns])
        return input.moved(last, [1, channels, layers[last].output.height, size.height, size.width])
    }

    /// `GlobalAveragePool`, `GlobalMaxPool` and `GlobalLpPool`.
    mutating func globalPool(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        guard input.dims.count >= 3 else {
            throw ImportFailure(
                "it reads a tensor with the extents \(input.dims)", "batch, channels and a map are wanted")
        }
        let axes = Set(2..<input.dims.count)
        if node.operation == "GlobalLpPool" {
            let power = try node.integer("p") ?? 2
            guard power >= 1 else { throw ImportFailure("its p is \(power)", "1 or more is wanted") }
            let magnitudes = try raised(
                node, try mapped(node, input, .activation(.function(.absolute)), suffix: ".absolute"), Double(power),
                suffix: ".power")
            return .computed(
                try raised(
                    node, try reduced(node, magnitudes, axes: axes, keeps: true, .sum, suffix: ".sum"),
                    1 / Double(power), suffix: ""))
        }
        let isMaximum = node.operation == "GlobalMaxPool"
        guard input.dims.count <= 4, input.dims[0] == 1 else {
            return .computed(try reduced(node, input, axes: axes, keeps: true, isMaximum ? .maximum : nil))
        }
        let layer = try layer(node, .globalPool(isMaximum ? .maximum : .average), [try map(node, input).layer])
        return .computed(input.moved(layer, graphDims(layer, like: input)))
    }
}
