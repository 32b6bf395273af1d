import CTensorsABI

extension Tensor {
    /// eˣ/Σeˣ along an axis.
    public func softmax(along axis: Int = -1) throws(TensorError) -> Tensor {
        try backend.make("softmax", self) { $0.softmax(self.pointer, Int32(axis), 0) }
    }

    /// The logarithm of ``softmax(along:)``, without its rounding.
    public func logSoftmax(along axis: Int = -1) throws(TensorError) -> Tensor {
        try backend.make("log_softmax", self) { $0.softmax(self.pointer, Int32(axis), 1) }
    }

    /// Mean over the batch of −Σ q·log softmax(x), for batch × classes logits.
    ///
    /// - Parameters:
    ///   - classes: one 64-bit integer for each of the batch.
    ///   - smoothing: q is 1 − smoothing on the class, and smoothing shared by all.
    public func crossEntropy(_ classes: Tensor, smoothing: Double = 0) throws(TensorError) -> Tensor {
        try backend.make("cross_entropy", self, classes) { $0.cross_entropy(self.pointer, classes.pointer, smoothing) }
    }
}
