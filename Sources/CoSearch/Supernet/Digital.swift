import Networks
import Tensors

extension Supernet {
    /// A layer without weights on crossbars. Axes of the network count without the batch.
    func apply(_ layer: Layer, _ inputs: [Tensor], _ images: Tensor, _ mode: PassMode) throws(TensorError) -> Tensor {
        switch layer.operation {
        case .input: return images
        case .constant(let shape):
            return try parameters[layer.name].reshaped([1] + shape.dimensions).expanded(
                to: [images.shape[0]] + shape.dimensions)
        case .convolution, .linear: preconditionFailure("layers with weights are paths")
        case .matmul(let product):
            let second = product.transposesSecond ? try swappingLast(inputs[1]) : inputs[1]
            return try inputs[0].matmul(second)
        case .pool(let pool): return try pooled(inputs[0], pool)
        case .globalPool(let kind):
            return kind == .maximum
                ? try inputs[0].largest(over: [2, 3], keepingAxes: true)
                : try inputs[0].mean(over: [2, 3], keepingAxes: true)
        case .mean(let axes): return try inputs[0].mean(over: axes.map { $0 + 1 })
        case .batchNorm where layer.output.rank == 2: throw untrainable("batch-norm over tokens", inputs)
        case .batchNorm(let epsilon): return try normalised(inputs[0], layer.name, epsilon, shared: "", own: "", mode)
        case .layerNorm(let norm) where norm.scales && norm.shifts && norm.isCentred:
            return try inputs[0].layerNormalised(
                scale: parameters["\(layer.name).weight"], shift: parameters["\(layer.name).bias"],
                epsilon: norm.epsilon)
        case .activation(let activation): return try apply(activation, inputs[0])
        case .add: return try aligned(inputs[0], layer) + aligned(inputs[1], layer)
        case .multiply: return try aligned(inputs[0], layer) * aligned(inputs[1], layer)
        case .scale(let factor, let offset): return try inputs[0] * factor + offset
        case .concat(let axis): return try backend.join(inputs, along: axis + 1)
        // A layer that is narrower now has fewer elements.
        case .flatten: return try inputs[0].reshaped([inputs[0].shape[0], -1])
        case .reshape: return try inputs[0].reshaped([-1] + layer.output.dimensions)
        case .transpose(let order): return try inputs[0].transposed([0] + order.map { $0 + 1 })
        case .slice(let slice):
            let end = slice.start + slice.step * (slice.count - 1) + 1
            return try inputs[0].slice(slice.start..<end, along: slice.axis + 1, step: slice.step)
        case .pad(let axis, let before, let after, 0):
            return try inputs[0].padded(along: axis + 1, before: before, after: after)
        case .layerNorm, .pad, .gather, .expand, .interpolate, .overlapAdd, .reduce, .argMax, .arithmetic, .select,
            .embedding, .quantise:
            throw untrainable(layer.operation.word, inputs)
        }
    }

    private func untrainable(_ word: String, _ inputs: [Tensor]) -> TensorError {
        TensorError(operation: word, shapes: inputs.map(\.shape), problem: "a layer of this kind cannot be trained")
    }

    /// Extents of a network line up at the end without the batch, so axes that are missing come after the batch.
    private func aligned(_ x: Tensor, _ layer: Layer) throws(TensorError) -> Tensor {
        let missing = layer.output.rank + 1 - x.rank
        guard missing > 0 else { return x }
        return try x.reshaped([x.shape[0]] + [Int](repeating: 1, count: missing) + x.shape.dropFirst())
    }

    private func swappingLast(_ x: Tensor) throws(TensorError) -> Tensor {
        try x.transposed(Array(0..<x.rank - 2) + [x.rank - 1, x.rank - 2])
    }

    private func pooled(_ x: Tensor, _ pool: Pooling) throws(TensorError) -> Tensor {
        let window = Pair(pool.window.height, pool.window.width), stride = Pair(pool.stride.height, pool.stride.width)
        let padding = pool.padding
        guard pool.dilation == 1 else { throw untrainable("dilated pool", [x]) }
        guard padding.top == padding.bottom, padding.left == padding.right else {
            throw TensorError(
                operation: "pool", shapes: [x.shape],
                problem: "padding that differs between the sides cannot be trained")
        }
        return pool.kind == .maximum
            ? try x.maximumPooled(
                window: window, stride: stride, padding: Pair(padding.top, padding.left), roundsUp: pool.roundsUp)
            : try x.averagePooled(
                window: window, stride: stride, padding: Pair(padding.top, padding.left), roundsUp: pool.roundsUp,
                countsPadding: pool.countsPadding)
    }

    private func apply(_ activation: Activation, _ x: Tensor) throws(TensorError) -> Tensor {
        switch activation {
        case .relu: try x.relu()
        case .relu6: try x.clamped(to: 0...6)
        case .leakyRelu(let slope): try x.maximum(0) + x.minimum(0) * slope
        // The exponent is never above 0, so nothing overflows where its branch is not taken.
        case .elu(let alpha): try x.maximum(0) + (x.minimum(0).exp() - 1) * alpha
        case .clip(let minimum, let maximum): try x.clamped(to: minimum...maximum)
        case .sigmoid: try x.sigmoid()
        case .tanh: try x.tanh()
        case .gelu: try x.gelu()
        case .silu: try x.silu()
        case .hardSigmoid: try (x / 6 + 0.5).clamped(to: 0...1)
        case .hardSwish: try x * (x / 6 + 0.5).clamped(to: 0...1)
        case .softmax: try x.softmax()
        case .logSoftmax, .function: throw untrainable(activation.word, [x])
        }
    }
}
