/// From an operation and its inputs' shapes to its output's shape, or to an error
/// that names the layer and says what would be right.
struct ShapeInference {
    let layer: String
    let operation: Layer.Operation
    let inputs: [Shape]

    func failure(_ problem: String, _ remedy: String) -> NetworkError {
        NetworkError(layer: layer, problem: problem, remedy: remedy)
    }

    /// The shape of the output.
    func outputShape() throws(NetworkError) -> Shape {
        try checkInputCount()
        switch operation {
        case .input(let shape), .constant(let shape):
            return shape
        case .convolution(let convolution):
            return try output(of: convolution)
        case .linear(let linear):
            return try output(of: linear)
        case .matmul(let product):
            return try output(of: product)
        case .pool(let pooling):
            return try output(of: pooling)
        case .globalPool:
            return .map(channels: try map().channels, height: 1, width: 1)
        case .mean(let axes):
            return try withoutAxes(axes)
        case .batchNorm:
            guard inputs[0].rank == 1 || inputs[0].rank == 3 else {
                throw failure("batch-norm cannot read \(inputs[0])", "give it a vector or a channels×height×width map")
            }
            return inputs[0]
        case .layerNorm, .activation:
            guard inputs[0].rank >= 1 else {
                throw failure("\(operation.word) cannot read a single number", "give it a vector, tokens or a map")
            }
            return inputs[0]
        case .scale:
            return inputs[0]
        case .add, .multiply:
            return try broadcast()
        case .concat(let axis):
            return try joined(along: axis)
        case .flatten:
            return .vector(inputs[0].elementCount)
        case .reshape(let shape):
            guard shape.isWithinLimits, shape.elementCount == inputs[0].elementCount else {
                throw failure(
                    "cannot reshape \(inputs[0]) (\(inputs[0].elementCount) elements) to \(shape)",
                    "choose extents whose product is \(inputs[0].elementCount)")
            }
            return shape
        case .transpose(let order):
            guard order.sorted() == Array(0..<inputs[0].rank) else {
                throw failure(
                    "transpose order \(order) does not fit \(inputs[0])",
                    "name each axis from 0 to \(inputs[0].rank - 1) once")
            }
            return Shape(order.map { inputs[0].dimensions[$0] })
        case .slice(let slice):
            return try output(of: slice)
        case .pad(let axis, let before, let after):
            return try padded(axis: axis, before: before, after: after)
        }
    }

    private func checkInputCount() throws(NetworkError) {
        let allowed: ClosedRange<Int> = switch operation {
        case .input, .constant: 0...0
        case .matmul, .add, .multiply: 2...2
        case .concat: 1...Limits.layers
        default: 1...1
        }
        guard allowed.contains(inputs.count) else {
            let wanted = allowed.count == 1 ? "\(allowed.lowerBound)" : "at least \(allowed.lowerBound)"
            throw failure("\(operation.word) has \(inputs.count) inputs", "give it \(wanted)")
        }
    }

    /// The only input, which has to be a map.
    func map() throws(NetworkError) -> Shape {
        guard inputs[0].rank == 3 else {
            throw failure(
                "\(operation.word) cannot read \(inputs[0])",
                "give it a channels×height×width map, with a reshape before it if need be")
        }
        return inputs[0]
    }

    func checkAxis(_ axis: Int, of shape: Shape) throws(NetworkError) {
        guard (0..<shape.rank).contains(axis) else {
            throw failure(
                "axis \(axis) does not exist in \(shape)",
                "name an axis from 0 to \(shape.rank - 1), the batch not counted")
        }
    }

    private func withoutAxes(_ axes: [Int]) throws(NetworkError) -> Shape {
        for axis in axes { try checkAxis(axis, of: inputs[0]) }
        guard !axes.isEmpty, Set(axes).count == axes.count else {
            throw failure("mean over axes \(axes)", "name one or more axes, each once")
        }
        let kept = inputs[0].dimensions.indices.filter { !axes.contains($0) }
        return Shape(kept.map { inputs[0].dimensions[$0] })
    }

    private func broadcast() throws(NetworkError) -> Shape {
        let (first, second) = (inputs[0].dimensions, inputs[1].dimensions)
        if first == second { return inputs[0] }
        let rank = max(first.count, second.count)
        // Extents line up at the end, as in NumPy and ONNX.
        let left = Array(repeating: 1, count: rank - first.count) + first
        let right = Array(repeating: 1, count: rank - second.count) + second
        guard zip(left, right).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else {
            throw failure(
                "cannot \(operation.word) \(inputs[0]) and \(inputs[1])",
                "give both inputs the same shape, or extents of 1 where one is repeated")
        }
        return Shape(zip(left, right).map { max($0, $1) })
    }

    private func joined(along axis: Int) throws(NetworkError) -> Shape {
        try checkAxis(axis, of: inputs[0])
        var joined = inputs[0].dimensions
        for shape in inputs.dropFirst() {
            guard shape.rank == joined.count,
                shape.dimensions.indices.allSatisfy({ $0 == axis || shape.dimensions[$0] == joined[$0] })
            else {
                throw failure(
                    "cannot concatenate \(inputs[0]) and \(shape) along axis \(axis)",
                    "make all other extents equal")
            }
            joined[axis] += shape.dimensions[axis]
        }
        return Shape(joined)
    }

    private func output(of slice: Slice) throws(NetworkError) -> Shape {
        try checkAxis(slice.axis, of: inputs[0])
        var extents = inputs[0].dimensions
        let extent = extents[slice.axis]
        // Divided, not multiplied: a hostile step or count must not overflow.
        guard slice.start >= 0, slice.step >= 1, slice.count >= 1, slice.start < extent,
            (extent - 1 - slice.start) / slice.step >= slice.count - 1
        else {
            throw failure(
                "slice of \(slice.count) from \(slice.start) in steps of \(slice.step) leaves \(inputs[0])",
                "stay within 0 to \(extent - 1) of axis \(slice.axis)")
        }
        extents[slice.axis] = slice.count
        return Shape(extents)
    }

    private func padded(axis: Int, before: Int, after: Int) throws(NetworkError) -> Shape {
        try checkAxis(axis, of: inputs[0])
        guard (0...Limits.window).contains(before), (0...Limits.window).contains(after) else {
            throw failure("padding of \(before) and \(after)", "use 0 to \(Limits.window)")
        }
        var extents = inputs[0].dimensions
        extents[axis] += before + after
        return Shape(extents)
    }
}
