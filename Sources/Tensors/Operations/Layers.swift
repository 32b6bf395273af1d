import CTensorsABI

/// Two numbers, along the height and along the width of a map.
public struct Pair: Hashable, Sendable, ExpressibleByIntegerLiteral {
    /// In elements of the map.
    public var height, width: Int

    /// - Parameter height: the first of the two, as in shapes.
    public init(_ height: Int, _ width: Int) {
        self.height = height
        self.width = width
    }

    /// The same along both.
    public init(integerLiteral both: Int) { self.init(both, both) }

    fileprivate var tuple: (Int64, Int64) { (Int64(height), Int64(width)) }
}

extension Tensor {
    /// The product of matrices: … × m × k with … × k × n, leading extents of 1 repeated.
    public func matmul(_ other: Tensor) throws(TensorError) -> Tensor {
        try backend.make("matmul", self, other) { $0.matmul(self.pointer, other.pointer) }
    }

    /// x·Wᵀ + b for … × inputs with W of outputs × inputs.
    public func linear(_ weight: Tensor, bias: Tensor? = nil) throws(TensorError) -> Tensor {
        try backend.make("linear", self, weight, bias) { $0.linear(self.pointer, weight.pointer, bias?.pointer) }
    }

    /// Convolution of a batch × channels × height × width map with a kernel of
    /// outputs × channels/groups × height × width.
    public func convolved(
        with weight: Tensor, bias: Tensor? = nil, stride: Pair = 1, padding: Pair = 0, dilation: Pair = 1,
        groups: Int = 1
    ) throws(TensorError) -> Tensor {
        var shape = naxdse_convolution(
            stride: stride.tuple, padding: padding.tuple, dilation: dilation.tuple, groups: Int64(groups))
        return try backend.make("convolve", self, weight, bias) {
            $0.convolve(self.pointer, weight.pointer, bias?.pointer, &shape)
        }
    }

    /// (x − mean)/√(variance + ε)·scale + shift for each channel, which is axis 1.
    ///
    /// - Parameters:
    ///   - statistics: the running ones. In training the batch's own are used, and the running ones are moved towards
    ///     them: r ← (1 − momentum)·r + momentum·batch, with the batch's variance divided by the count less one.
    public func batchNormalised(
        scale: Tensor, shift: Tensor, statistics: (mean: Tensor, variance: Tensor), training: Bool,
        momentum: Double = 0.1,
        epsilon: Double = 1e-5
    ) throws(TensorError) -> Tensor {
        try backend.make("batch_norm", self, scale, shift, statistics.mean, statistics.variance) {
            $0.batch_norm(
                self.pointer, scale.pointer, shift.pointer, statistics.mean.pointer, statistics.variance.pointer,
                training ? 1 : 0, momentum, epsilon)
        }
    }

    /// (x − mean)/√(variance + ε)·scale + shift over the last axis.
    public func layerNormalised(scale: Tensor, shift: Tensor, epsilon: Double = 1e-5) throws(TensorError) -> Tensor {
        try backend.make("layer_norm", self, scale, shift) {
            $0.layer_norm(self.pointer, scale.pointer, shift.pointer, epsilon)
        }
    }

    /// The largest element of each window of a map.
    public func maximumPooled(
        window: Pair, stride: Pair, padding: Pair = 0, roundsUp: Bool = false
    ) throws(TensorError) -> Tensor {
        try pooled(NAXDSE_MAXIMUM_POOL, window, stride, padding, roundsUp, false)
    }

    /// The mean of each window of a map.
    /// - Parameter countsPadding: divide by the whole window, the padding included.
    public func averagePooled(
        window: Pair, stride: Pair, padding: Pair = 0, roundsUp: Bool = false, countsPadding: Bool = true
    ) throws(TensorError) -> Tensor {
        try pooled(NAXDSE_AVERAGE_POOL, window, stride, padding, roundsUp, countsPadding)
    }

    private func pooled(
        _ kind: Int, _ window: Pair, _ stride: Pair, _ padding: Pair, _ roundsUp: Bool, _ countsPadding: Bool
    ) throws(TensorError) -> Tensor {
        var shape = naxdse_pooling(
            kind: Int32(kind), window: window.tuple, stride: stride.tuple, padding: padding.tuple,
            rounds_up: roundsUp ? 1 : 0, counts_padding: countsPadding ? 1 : 0)
        return try backend.make("pool", self) { $0.pool(self.pointer, &shape) }
    }
}
