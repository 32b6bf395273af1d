import Networks
import Tensors

extension Supernet {
    /// One path of a layer: rounded weights as its crossbars have them, the product, and the batch-norm that belongs to
    /// it.
    ///
    /// Where the input has fewer channels than the network says, the first weights of each output are used.
    /// - Parameter channels: of the result, the first; nil for all.
    func path(_ stage: Int, _ number: Int, _ x: Tensor, channels: Int?, _ mode: PassMode) throws(TensorError) -> Tensor
    {
        let index = plan.graph.stages[stage].anchor
        let layer = network.layers[index]
        let path = plan.paths[stage][number]
        let suffix = plan.suffixes(stage, number)
        let name = "\(layer.name).weight\(plan.weightSuffix(stage, number))"
        // Grouped convolutions read as many channels as the network says.
        let inputs = x.shape[path.kernel == nil ? x.rank - 1 : 1]
        func cut(_ weight: Tensor) throws(TensorError) -> Tensor {
            try weight.first(channels ?? weight.shape[0]).first(inputs, along: 1)
        }
        let source = try cut(parameters[name].middle(path.kernel))
        let outputs = source.shape[0]
        let bias = layer.hasBias ? try parameters["\(layer.name).bias\(suffix.kernel)"].first(outputs) : nil
        let highest = (1 << (path.precision.weights - 1)) - 1
        let input = mode.quantises ? try narrowed(x, layer.inputs[0], to: path.precision.inputs) : x
        var weight = source
        var step: Tensor?
        if mode.quantises {
            let scale = try weightScale(source, highest: highest)
            weight = try source.quantised(scale: scale.reshaped([-1]), levels: -highest...highest, axis: 0)
            step = scale
        }
        if mode.hasEffects, !path.effects.isIdeal {
            let unit: Tensor
            if let step { unit = step } else { unit = try weightScale(source, highest: highest) }
            weight = try onCrossbar(
                weight, path.effects, gains[PathKey(stage: stage, path: number)].map(cut), step: unit)
        }
        var value = try product(layer, path, input, weight, bias: bias)
        if mode.hasEffects, path.effects.sumDeviation > 0, mode.quantises, let step {
            value = try value + sumNoise(like: value, layer, path, step: step)
        }
        guard let norm = plan.foldedNorm(of: index) else { return value }
        return try normalised(value, norm.layer.name, norm.epsilon, shared: suffix.kernel, own: suffix.path, mode)
    }

    /// The largest magnitude of each output's weights over the highest integer: outputs × 1 × ….
    private func weightScale(_ weight: Tensor, highest: Int) throws(TensorError) -> Tensor {
        try backend.withoutGradients { () throws(TensorError) in
            try weight.magnitude().largest(over: Array(1..<weight.rank), keepingAxes: true).maximum(1e-8)
                / Double(highest)
        }
    }

    /// Weights as the crossbars have them; see ``CrossbarEffects``.
    private func onCrossbar(
        _ weight: Tensor, _ effects: CrossbarEffects, _ gains: Tensor?, step: Tensor
    ) throws(TensorError) -> Tensor {
        var stored = effects.offset > 0 ? try weight + step * effects.offset : weight
        if effects.weightDeviation > 0 {
            stored = try stored * (backend.normal(weight.shape, deviation: effects.weightDeviation, on: device) + 1)
        }
        if let gains { stored = try stored * gains }
        return effects.subtracted > 0 ? try stored - step * effects.subtracted : stored
    }

    /// Values of fewer bits than they are stored with lose the last ones.
    private func narrowed(_ x: Tensor, _ producer: Int, to bits: Int) throws(TensorError) -> Tensor {
        guard let (source, stored) = storedSource(of: producer), bits < stored else { return x }
        let isSigned = !storage.isNonNegative[source]
        let highest = (1 << (isSigned ? stored - 1 : stored)) - 1
        let scale = try scale(of: network.layers[source].name, highest: highest) * Double(1 << (stored - bits))
        let narrow = (1 << (isSigned ? bits - 1 : bits)) - 1
        return try x.quantised(scale: scale, levels: (isSigned ? -narrow - 1 : 0)...narrow)
    }

    /// The layer whose stored result another one passes on, and its bits.
    private func storedSource(of index: Int) -> (layer: Int, bits: Int)? {
        var index = index
        while true {
            if let other = standIns[index] {
                index = other
            } else if let bits = storedBits[index] {
                return (index, bits)
            } else {
                guard let next = network.layers[index].inputs.first else { return nil }
                index = next
            }
        }
    }

    /// a·Δ_x·Δ_n·ζ.
    private func sumNoise(like value: Tensor, _ layer: Layer, _ path: Path, step: Tensor) throws(TensorError) -> Tensor
    {
        guard let (source, stored) = storedSource(of: layer.inputs[0]) else {
            preconditionFailure("what a layer with weights reads is stored")
        }
        let isSigned = !storage.isNonNegative[source]
        let highest = (1 << (isSigned ? stored - 1 : stored)) - 1
        let inputStep =
            try scale(of: network.layers[source].name, highest: highest) * Double(1 << (stored - path.precision.inputs))
        // One step for each output: axis 1 of a map, the last of everything else.
        let outputStep = try step.reshaped(path.kernel == nil ? [-1] : [1, -1, 1, 1])
        return try backend.normal(value.shape, deviation: path.effects.sumDeviation, on: device)
            * (outputStep * inputStep)
    }

    private func product(
        _ layer: Layer, _ path: Path, _ x: Tensor, _ weight: Tensor, bias: Tensor?
    ) throws(TensorError) -> Tensor {
        guard let convolution = layer.convolution, let kernel = path.kernel else {
            return try x.linear(weight, bias: bias)
        }
        let padding = convolution.padding(for: kernel)
        var input = x
        if padding.top != padding.bottom || padding.left != padding.right {
            input = try x.padded(along: 2, before: padding.top, after: padding.bottom)
                .padded(along: 3, before: padding.left, after: padding.right)
        }
        let isEven = padding.top == padding.bottom && padding.left == padding.right
        return try input.convolved(
            with: weight, bias: bias, stride: Pair(convolution.stride),
            padding: isEven ? Pair(padding.top, padding.left) : 0,
            dilation: Pair(convolution.dilation), groups: convolution.groups)
    }

    func normalised(
        _ x: Tensor, _ name: String, _ epsilon: Double, shared: String, own: String, _ mode: PassMode
    ) throws(TensorError) -> Tensor {
        let channels = x.shape[1]
        return try x.batchNormalised(
            scale: parameters["\(name).weight\(shared)"].first(channels),
            shift: parameters["\(name).bias\(shared)"].first(channels),
            // Slices are views: where statistics move, those of these channels do.
            statistics: (
                buffers["\(name).running_mean\(own)"].first(channels),
                buffers["\(name).running_var\(own)"].first(channels)
            ),
            training: mode.usesBatchStatistics, momentum: mode.movesStatistics ? 0.1 : 0, epsilon: epsilon)
    }
}

extension Convolution {
    /// The padding with which another kernel gives the same size: as ``Networks/Network/changingKernel(of:to:)`` has
    /// it.
    fileprivate func padding(for other: Extent) -> Padding {
        let vertical = dilation.height * (other.height - kernel.height)
        let horizontal = dilation.width * (other.width - kernel.width)
        var result = padding
        result.top += vertical >> 1
        result.bottom += vertical - (vertical >> 1)
        result.left += horizontal >> 1
        result.right += horizontal - (horizontal >> 1)
        return result
    }
}

extension Tensor {
    /// The middle of a convolution's weights, as large as a kernel; the tensor itself where it is no larger, and
    /// without a kernel.
    func middle(_ kernel: Extent?) throws(TensorError) -> Tensor {
        guard let kernel else { return self }
        var result = self
        for (axis, side) in [(2, kernel.height), (3, kernel.width)] where side < shape[axis] {
            let first = (shape[axis] - side) / 2
            result = try result.slice(first..<first + side, along: axis)
        }
        return result
    }
}

extension Pair {
    fileprivate init(_ extent: Extent) { self.init(extent.height, extent.width) }
}
