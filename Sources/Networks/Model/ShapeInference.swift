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
            guard inputs[0].rank == 1 || inputs[0].rank == 2 || inputs[0].rank == 3 else {
                throw failure(
                    "batch-norm cannot read \(inputs[0])",
                    "give it a vector, tokens×features or a channels×height×width map")
            }
            return inputs[0]
        case .layerNorm, .activation:
            guard inputs[0].rank >= 1 else {
                throw failure("\(operation.word) cannot read a single number", "give it a vector, tokens or a map")
            }
            return inputs[0]
        case .scale, .quantise:
            return inputs[0]
        case .add, .multiply, .arithmetic, .select:
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
        case .pad(let axis, let before, let after, _):
            return try padded(axis: axis, before: before, after: after)
        case .gather(let axis, let indices):
            return try taken(indices, along: axis)
        case .expand(let shape):
            return try expanded(to: shape)
        case .interpolate(let interpolation):
            return try output(of: interpolation)
        case .overlapAdd(let sum):
            return try output(of: sum)
        case .reduce(_, let axes):
            return try withoutAxes(axes)
        case .argMax(let axis, _):
            return try withoutAxes([axis])
        case .embedding(let embedding):
            guard embedding.rows >= 1, embedding.features >= 1,
                embedding.rows <= Limits.elements / max(embedding.features, 1)
            else {
                throw failure("a table of \(embedding.rows) rows of \(embedding.features)", "use at least 1 of each")
            }
            return Shape(inputs[0].dimensions + [embedding.features])
        }
    }

    private func checkInputCount() throws(NetworkError) {
        let allowed: ClosedRange<Int> =
            switch operation {
            case .input, .constant: 0...0
            case .matmul, .add, .multiply, .arithmetic: 2...2
            case .select: 3...3
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
            throw failure("\(operation.word) over axes \(axes)", "name one or more axes, each once")
        }
        let kept = inputs[0].dimensions.indices.filter { !axes.contains($0) }
        return Shape(kept.map { inputs[0].dimensions[$0] })
    }

    /// Extents line up at the end, as in NumPy and ONNX.
    private func broadcast() throws(NetworkError) -> Shape {
        var result = inputs[0].dimensions
        for shape in inputs.dropFirst() where shape.dimensions != result {
            guard let both = Strides.broadcastShape(result, shape.dimensions) else {
                throw failure(
                    "cannot \(operation.word) \(inputs.map(\.description).joined(separator: " and "))",
                    "give all inputs the same shape, or extents of 1 where one is repeated")
            }
            result = both
        }
        return Shape(result)
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

    private func taken(_ indices: [Int], along axis: Int) throws(NetworkError) -> Shape {
        try checkAxis(axis, of: inputs[0])
        var extents = inputs[0].dimensions
        guard !indices.isEmpty, indices.count <= Limits.elements,
            indices.allSatisfy({ (0..<extents[axis]).contains($0) })
        else {
            throw failure("gathers from \(inputs[0])", "name places from 0 to \(extents[axis] - 1) of axis \(axis)")
        }
        extents[axis] = indices.count
        return Shape(extents)
    }

    private func expanded(to shape: Shape) throws(NetworkError) -> Shape {
        guard shape.isWithinLimits, Strides.broadcastShape(inputs[0].dimensions, shape.dimensions) == shape.dimensions
        else {
            throw failure(
                "cannot expand \(inputs[0]) to \(shape)", "extents have to be alike, or 1 where they are repeated")
        }
        return shape
    }

    private func output(of interpolation: Interpolation) throws(NetworkError) -> Shape {
        try checkAxis(interpolation.axis, of: inputs[0])
        var extents = inputs[0].dimensions
        let extent = extents[interpolation.axis]
        guard interpolation.taps >= 1, interpolation.indices.count == interpolation.weights.count,
            interpolation.count >= 1,
            interpolation.indices.count % interpolation.taps == 0,
            interpolation.indices.allSatisfy({ (0..<extent).contains($0) })
        else {
            throw failure(
                "\(interpolation.indices.count) places and \(interpolation.weights.count) weights of \(interpolation.taps) taps",
                "give as many of both, a multiple of the taps, and places from 0 to \(extent - 1)")
        }
        extents[interpolation.axis] = interpolation.count
        return Shape(extents)
    }

    private func output(of sum: OverlapAdd) throws(NetworkError) -> Shape {
        let input = try map()
        guard sum.window.isWithinLimits, sum.stride.isWithinLimits, sum.dilation.isWithinLimits,
            (0...Limits.window).contains(sum.top), (0...Limits.window).contains(sum.left),
            (1...Limits.elements).contains(sum.size.height), (1...Limits.elements).contains(sum.size.width),
            input.channels % sum.window.area == 0
        else {
            throw failure(
                "windows of \(sum.window) in \(input) added up to \(sum.size)",
                "the channels have to be a multiple of the window's area, and all extents within \(Limits.window)")
        }
        return .map(channels: input.channels / sum.window.area, height: sum.size.height, width: sum.size.width)
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
