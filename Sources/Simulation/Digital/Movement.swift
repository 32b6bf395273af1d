import Networks

/// Where each element of the output of a data movement comes from.
///
/// Inputs count on, one after the other, as one long vector; −1 stands for ``filler``.
struct Movement: Sendable {
    let sources: [Int32]
    /// What stands where no element of an input does.
    let filler: Double

    /// Nil when the operation is no movement, or leaves all elements where they are.
    init?(_ operation: Layer.Operation, inputs: [Shape], output: Shape) {
        switch operation {
        case .transpose(let order):
            let strides = Self.strides(inputs[0])
            self.init(output, strides: order.map { strides[$0] }, start: 0)
        case .slice(let slice):
            var strides = Self.strides(inputs[0])
            let start = slice.start * strides[slice.axis]
            strides[slice.axis] *= slice.step
            self.init(output, strides: strides, start: start)
        case .pad(let axis, let before, _, let value):
            self.init(sources: Self.joined([inputs[0]], axis: axis, before: before, output), filler: value)
        case .gather(let axis, let indices):
            let inner = inputs[0].dimensions[(axis + 1)...].reduce(1, *), extent = inputs[0].dimensions[axis]
            var sources: [Int32] = []
            sources.reserveCapacity(output.elementCount)
            for outer in 0..<inputs[0].elementCount / (inner * extent) {
                for index in indices {
                    for k in 0..<inner { sources.append(Int32((outer * extent + index) * inner + k)) }
                }
            }
            self.init(sources: sources)
        case .expand(let shape):
            let missing = shape.rank - inputs[0].rank
            let own = Self.strides(inputs[0])
            self.init(
                output,
                strides: shape.dimensions.indices.map { axis in
                    axis < missing || inputs[0].dimensions[axis - missing] == 1 ? 0 : own[axis - missing]
                }, start: 0)
        case .concat(let axis):
            self.init(sources: Self.joined(inputs, axis: axis, before: 0, output))
        default: return nil
        }
    }

    private init(sources: [Int32], filler: Double = 0) {
        self.sources = sources
        self.filler = filler
    }

    private init(_ output: Shape, strides: [Int], start: Int) {
        var sources: [Int32] = []
        sources.reserveCapacity(output.elementCount)
        var position = [Int](repeating: 0, count: output.rank)
        for _ in 0..<output.elementCount {
            var source = start
            for axis in position.indices { source += position[axis] * strides[axis] }
            sources.append(Int32(source))
            for axis in position.indices.reversed() {
                position[axis] += 1
                if position[axis] < output.dimensions[axis] { break }
                position[axis] = 0
            }
        }
        self.init(sources: sources)
    }

    private static func strides(_ shape: Shape) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.rank)
        for axis in (0..<max(0, shape.rank - 1)).reversed() {
            strides[axis] = strides[axis + 1] * shape.dimensions[axis + 1]
        }
        return strides
    }

    /// Inputs beside each other along an axis, after `before` zeros; the rest is zeros.
    private static func joined(_ inputs: [Shape], axis: Int, before: Int, _ output: Shape) -> [Int32] {
        var sources = [Int32](repeating: -1, count: output.elementCount)
        let inner = output.dimensions[(axis + 1)...].reduce(1, *)
        let outer = output.dimensions[..<axis].reduce(1, *)
        var first = 0, place = before * inner
        for input in inputs {
            let run = input.dimensions[axis] * inner
            for block in 0..<outer {
                for k in 0..<run {
                    sources[block * output.dimensions[axis] * inner + place + k] = Int32(first + block * run + k)
                }
            }
            first += input.elementCount
            place += run
        }
        return sources
    }
}
