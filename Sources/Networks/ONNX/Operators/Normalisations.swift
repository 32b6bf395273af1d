extension GraphImport {
    /// `BatchNormalization` with fixed statistics, per channel: the second axis, whatever comes after it.
    mutating func batchNorm(_ node: NodeReader) throws(ImportFailure) -> Value {
        guard try node.integer("training_mode") ?? 0 == 0 else {
            throw ImportFailure(
                "it is in training mode, with the statistics of its input",
                "export the model for inference: model.eval()")
        }
        guard try node.integer("spatial") ?? 1 != 0 else {
            throw ImportFailure("its statistics are by element, not by channel", "export the model with spatial=1")
        }
        // Before opset 14 further outputs mean training.
        guard opset >= 14 || !node.outputs.dropFirst().contains(where: { !$0.isEmpty }) else {
            throw ImportFailure("it has outputs for training", "export the model for inference: model.eval()")
        }
        let input = try computed(node, 0)
        let scale = try constant(node, 1, "scales")
        guard input.dims.count >= 1 else {
            throw ImportFailure("it reads a single number", "batch and channels are wanted")
        }
        let channels = input.dims.count == 1 ? 1 : input.dims[1]
        let parts = [
            ("weight", scale), ("bias", try constant(node, 2, "shifts")),
            ("running_mean", try constant(node, 3, "means")), ("running_var", try constant(node, 4, "variances")),
        ]
        for (what, part) in parts where part.count != channels {
            throw ImportFailure(
                "its \(what) has \(part.count) numbers for \(channels) channels", "one per channel is wanted")
        }
        // Several maps at once are no map.
        guard input.dims.count <= 2 || input.dims[0] == 1 else {
            return .computed(try affine(node, input, parts.map(\.1), epsilon: try node.real("epsilon") ?? 1e-5))
        }
        let source =
            switch input.dims.count {
            case 1: try layer(input, as: [input.dims[0], 1], for: node)
            case 2: try layer(input, as: input.dims[0] == 1 ? [channels] : input.dims, for: node)
            case 3, 4: try map(node, input).layer
            default: try layer(input, as: [channels, 1, input.count / channels], for: node)
            }
        let layer = try layer(
            node, .batchNorm(epsilon: try node.real("epsilon") ?? 1e-5), [source], name: moduleName(node, scale))
        for (what, part) in parts { add(part.reshaped([channels]), as: "\(layers[layer].name).\(what)") }
        return .computed(input.moved(layer, input.dims))
    }

    /// Normalisation of several maps at once: a factor and an offset for each channel.
    private mutating func affine(
        _ node: NodeReader, _ input: Computed, _ parts: [Constant], epsilon: Double
    ) throws(ImportFailure) -> Computed {
        var numbers: [[Double]] = []
        for part in parts { numbers.append(try part.numbers().reals) }
        let factors = zip(numbers[0], numbers[3]).map { $0 / ($1 + epsilon).squareRoot() }
        let offsets = factors.indices.map { numbers[1][$0] - numbers[2][$0] * factors[$0] }
        let dims = [parts[0].count] + Array(repeating: 1, count: input.dims.count - 2)
        let product = try combinedValue(
            node, .multiply, .computed(input),
            .constant(Constant(.reals(factors), dims: dims, name: node.name + ".factor")), suffix: ".scaled")
        return try combinedValue(
            node, .add, .computed(product),
            .constant(Constant(.reals(offsets), dims: dims, name: node.name + ".offset")))
    }

    /// `LayerNormalization` and `RMSNormalization` over the last axis, or over the last few together.
    mutating func layerNorm(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        guard !input.dims.isEmpty else { throw ImportFailure("it reads a single number", "leave it out") }
        guard try node.integer("stash_type") ?? 1 == 1 || node.attribute("stash_type") == nil else {
            throw ImportFailure("its stash_type is not single precision", "export it with stash_type=1")
        }
        let axis = try node.axis(try node.integer("axis") ?? -1, rank: input.dims.count)
        let tail = Array(input.dims[axis...])
        let features = tail.reduce(1, *)
        let given = try constant(node, 1, "scales")
        let scale = try repeated(given, to: tail, "scales", node)
        let bias = try optionalConstant(node, 2, "shifts")
        let shift = try bias.map { bias throws(ImportFailure) in try repeated(bias, to: tail, "shifts", node) }
        let norm = LayerNorm(
            epsilon: try node.real("epsilon") ?? 1e-5, scales: true, shifts: shift != nil,
            isCentred: node.operation == "LayerNormalization")
        let lead = input.dims[..<axis].filter { $0 != 1 }
        let source = try layer(input, as: lead + [features], for: node)
        let layer = try layer(node, .layerNorm(norm), [source], name: moduleName(node, given))
        add(scale.reshaped([features]), as: layers[layer].name + ".weight")
        if let shift { add(shift.reshaped([features]), as: layers[layer].name + ".bias") }
        return .computed(input.moved(layer, input.dims))
    }

    /// A constant repeated to extents, as NumPy does.
    private func repeated(
        _ constant: Constant, to dims: [Int], _ role: String, _ node: NodeReader
    ) throws(ImportFailure) -> Constant {
        let own = Array(constant.dims.drop { $0 == 1 })
        guard own.count <= dims.count, Strides.broadcastShape(own, dims) == dims else {
            throw ImportFailure("its \(role) have the extents \(constant.dims)", "\(dims) are wanted")
        }
        if constant.count == dims.reduce(1, *) { return constant }
        try checkFoldingSize(dims)
        return Constant(try constant.numbers().selecting(Strides.broadcast(own, to: dims)), dims: dims)
    }

    /// `InstanceNormalization` and `GroupNormalization`: each group of channels to mean 0 and variance 1, then a factor
    /// and an offset by channel.
    mutating func groupNorm(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        guard input.dims.count >= 3 else {
            throw ImportFailure(
                "it reads a tensor with the extents \(input.dims)",
                "batch, channels and at least one more axis are wanted")
        }
        let channels = input.dims[1]
        let isInstance = node.operation == "InstanceNormalization"
        guard let groups = isInstance ? channels : try node.integer("num_groups"), groups >= 1, channels % groups == 0
        else {
            throw ImportFailure("its groups do not divide \(channels) channels", "give it num_groups")
        }
        let parts = [("scale", try constant(node, 1, "scales")), ("bias", try constant(node, 2, "shifts"))]
        // Before opset 21 GroupNormalization has a factor for each group.
        let wanted = isInstance || opset >= 21 ? channels : groups
        for (what, part) in parts where part.count != wanted {
            throw ImportFailure("its \(what) has \(part.count) numbers", "\(wanted) are wanted")
        }
        let rows = input.dims[0] * groups
        let flat = try layer(input, as: rows == 1 ? [input.count] : [rows, input.count / rows], for: node)
        let norm = LayerNorm(epsilon: try node.real("epsilon") ?? 1e-5, scales: false, shifts: false)
        let inner = try append(node.name + ".norm", .layerNorm(norm), [flat])
        var result = input.moved(inner, input.dims)
        let spread = Array(repeating: 1, count: input.dims.count - 2)
        for (index, (what, part)) in parts.enumerated() {
            var numbers = try part.numbers()
            if wanted != channels { numbers = numbers.selecting((0..<channels).map { $0 / (channels / groups) }) }
            let name = part.name.isEmpty ? "" : wanted == channels ? part.name : "\(node.name).\(what)"
            let constant = Constant(numbers, dims: [channels] + spread, name: name)
            let isNothing = numbers.reals.allSatisfy { $0 == (index == 0 ? 1 : 0) }
            if isNothing { continue }
            result = try combinedValue(
                node, index == 0 ? .multiply : .add, .computed(result), .constant(constant),
                suffix: index == 0 ? ".scaled" : "")
        }
        return .computed(result)
    }

    /// `LpNormalization`, `MeanVarianceNormalization` and `LRN`.
    mutating func normalised(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let rank = input.dims.count
        switch node.operation {
        case "LpNormalization":
            let axis = try node.axis(try node.integer("axis") ?? -1, rank: rank)
            let order = try node.integer("p") ?? 2
            guard order == 1 || order == 2 else { throw ImportFailure("its p is \(order)", "1 or 2 is wanted") }
            let magnitudes =
                order == 1
                ? try mapped(node, input, .activation(.function(.absolute)), suffix: ".absolute")
                : try combined(node, .multiply, input, input, suffix: ".square")
            var norm = try reduced(node, magnitudes, axes: [axis], keeps: true, .sum, suffix: ".sum")
            if order == 2 { norm = try mapped(node, norm, .activation(.function(.squareRoot)), suffix: ".norm") }
            // Where all is 0 the quotient is 0, not undefined.
            let isZero = try mapped(node, norm, .activation(.function(.isZero)), suffix: ".zero")
            return .computed(
                try combined(
                    node, .arithmetic(.divide), input, try combined(node, .add, norm, isZero, suffix: ".divisor")))
        case "MeanVarianceNormalization":
            var axes: Set<Int> = []
            for axis in try node.integers("axes") ?? [0, 2, 3] { axes.insert(try node.axis(axis, rank: rank)) }
            let mean = try reduced(node, input, axes: axes, keeps: true, nil, suffix: ".mean")
            let difference = try combined(node, .arithmetic(.subtract), input, mean, suffix: ".difference")
            let square = try combined(node, .multiply, difference, difference, suffix: ".square")
            let variance = try reduced(node, square, axes: axes, keeps: true, nil, suffix: ".variance")
            let deviation = try mapped(node, variance, .activation(.function(.squareRoot)), suffix: ".deviation")
            return .computed(
                try combined(
                    node, .arithmetic(.divide), difference,
                    try scaledTensor(node, deviation, factor: 1, offset: 1e-9, suffix: ".divisor")))
        default: return .computed(try localResponse(node, input))
        }
    }

    /// x / (bias + α/size · Σ x² over neighbouring channels)^β
    private mutating func localResponse(_ node: NodeReader, _ input: Computed) throws(ImportFailure) -> Computed {
        guard let size = try node.integer("size"), (1...Limits.window).contains(size), input.dims.count >= 3,
            input.dims[0] == 1
        else {
            throw ImportFailure(
                "it has no size, or does not read channels of a map", "a batch of 1, channels and a map are wanted")
        }
        let alpha = try node.real("alpha") ?? 0.0001, beta = try node.real("beta") ?? 0.75,
            bias = try node.real("bias") ?? 1
        let square = try combined(node, .multiply, input, input, suffix: ".square")
        let channels = input.dims[1]
        let source = try layer(square, as: [1, channels, input.count / channels], for: node)
        let before = (size - 1) / 2
        // The average with the padding counted is the sum by the size.
        let mean = try append(
            node.name + ".neighbours",
            .pool(
                Pooling(
                    .average, window: Extent(height: size, width: 1), stride: 1,
                    padding: Padding(top: before, left: 0, bottom: size - 1 - before, right: 0))), [source])
        let base = try scaledTensor(node, input.moved(mean, input.dims), factor: alpha, offset: bias, suffix: ".base")
        let power = Constant(.reals([beta]), dims: Array(repeating: 1, count: input.dims.count))
        let divisor = try combinedValue(
            node, .arithmetic(.power), .computed(base), .constant(power), suffix: ".divisor")
        return try combined(node, .arithmetic(.divide), input, divisor)
    }
}
