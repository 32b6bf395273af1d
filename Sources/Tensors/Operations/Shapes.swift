import CTensorsABI

extension Tensor {
    /// The same elements in another shape; one extent may be −1, for what is left.
    public func reshaped(_ shape: [Int]) throws(TensorError) -> Tensor {
        try backend.make("reshape", self) { table in withExtents(shape) { table.reshape(self.pointer, $0, $1) } }
    }

    /// Extents of 1 repeated to the given ones.
    public func expanded(to shape: [Int]) throws(TensorError) -> Tensor {
        try backend.make("expand", self) { table in withExtents(shape) { table.expand(self.pointer, $0, $1) } }
    }

    /// Axis `i` of the result is axis `order[i]`.
    public func transposed(_ order: [Int]) throws(TensorError) -> Tensor {
        try backend.make("permute", self) { table in withExtents(order) { table.permute(self.pointer, $0, $1) } }
    }

    /// The elements start, start + step, … before `end` along an axis.
    public func slice(_ range: Range<Int>, along axis: Int, step: Int = 1) throws(TensorError) -> Tensor {
        try backend.make("slice", self) {
            $0.slice(self.pointer, Int32(axis), Int64(range.lowerBound), Int64(range.upperBound), Int64(step))
        }
    }

    /// More elements of one value before and after along an axis; negative numbers cut elements off.
    public func padded(along axis: Int, before: Int, after: Int, value: Double = 0) throws(TensorError) -> Tensor {
        // The table wants pads from the last axis on.
        var pads = [Int](repeating: 0, count: 2 * (rank - axis))
        pads[2 * (rank - axis) - 2] = before
        pads[2 * (rank - axis) - 1] = after
        return try backend.make("pad", self) { table in withExtents(pads) { table.pad(self.pointer, $0, $1, value) } }
    }

    /// The slices of the given indices (64-bit integers, one axis) along an axis, in their order.
    public func take(_ indices: Tensor, along axis: Int = 0) throws(TensorError) -> Tensor {
        try backend.make("take", self, indices) { $0.take(self.pointer, Int32(axis), indices.pointer) }
    }
}

extension Backend {
    /// Tensors one after another along an axis.
    public func join(_ tensors: [Tensor], along axis: Int = 0) throws(TensorError) -> Tensor {
        try withExtendedLifetime(tensors) { () throws(TensorError) in
            let pointers = tensors.map { Optional($0.pointer) }
            return try make("join") { table in
                pointers.withUnsafeBufferPointer { table.join($0.baseAddress, Int32($0.count), Int32(axis)) }
            }
        }
    }
}
