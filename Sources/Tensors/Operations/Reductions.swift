import CTensorsABI

// Over the given axes, or over all; `keepingAxes` leaves extents of 1 in their place.
extension Tensor {
    /// Of the elements along some axes, or of all.
    public func sum(over axes: [Int] = [], keepingAxes: Bool = false) throws(TensorError) -> Tensor {
        try reduce(NAXDSE_SUM, "sum", axes, keepingAxes)
    }

    /// Of the elements along some axes, or of all.
    public func mean(over axes: [Int] = [], keepingAxes: Bool = false) throws(TensorError) -> Tensor {
        try reduce(NAXDSE_MEAN, "mean", axes, keepingAxes)
    }

    /// The largest element; the gradient is shared by those that are equal.
    public func largest(over axes: [Int] = [], keepingAxes: Bool = false) throws(TensorError) -> Tensor {
        try reduce(NAXDSE_LARGEST, "largest", axes, keepingAxes)
    }

    /// The smallest element; the gradient is shared by those that are equal.
    public func smallest(over axes: [Int] = [], keepingAxes: Bool = false) throws(TensorError) -> Tensor {
        try reduce(NAXDSE_SMALLEST, "smallest", axes, keepingAxes)
    }

    /// Mean square distance from the mean: divided by the count.
    public func variance(over axes: [Int] = [], keepingAxes: Bool = false) throws(TensorError) -> Tensor {
        try reduce(NAXDSE_VARIANCE, "variance", axes, keepingAxes)
    }

    /// The index of the largest element along an axis, as 64-bit integers.
    public func indexOfLargest(along axis: Int) throws(TensorError) -> Tensor {
        try reduce(NAXDSE_ARGMAX, "argmax", [axis], false)
    }

    private func reduce(
        _ function: Int, _ name: StaticString, _ axes: [Int], _ keeps: Bool
    ) throws(TensorError) -> Tensor {
        try backend.make(name, self) { table in
            withExtents(axes) { table.reduce(Int32(function), self.pointer, $0, $1, keeps ? 1 : 0) }
        }
    }
}
