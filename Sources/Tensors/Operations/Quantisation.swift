import CTensorsABI

extension Tensor {
    /// round(x/scale)·scale with the integer within `levels`: what a quantised number is worth.
    ///
    /// The gradient passes where the integer was within, and is 0 where it was cut off: the straight-through estimator
    /// (Bengio et al., arXiv 1308.3432) as quantisation-aware training uses it (Jacob et al., arXiv 1712.05877).
    ///
    /// - Parameters:
    ///   - scale: positive, float32; one, or one for each index of `axis`.
    public func quantised(scale: Tensor, levels: ClosedRange<Int>, axis: Int? = nil) throws(TensorError) -> Tensor {
        try backend.make("quantize", self, scale) {
            $0.quantize(
                self.pointer, scale.pointer, Int32(axis ?? -1), Int64(levels.lowerBound), Int64(levels.upperBound))
        }
    }

    /// Another tensor's elements, with this one's gradient: forward `value`, backward the identity.
    ///
    /// What has no gradient, or none of use (rounding, sampling, the circuit of a crossbar), passes one so.
    public func straightThrough(_ value: Tensor) throws(TensorError) -> Tensor {
        try backend.make("straight_through", self, value) { $0.straight_through(self.pointer, value.pointer) }
    }
}
