@testable import Networks

extension SplitMix {
    /// A network of valid layers of all kinds, with names and numbers of all sorts.
    mutating func network(layers count: Int) throws -> Network {
        var build = try NetworkBuilder("random \"<&>\" net", input: .map(channels: 4, height: 12, width: 10))
        var indices = [0]
        while indices.count < count {
            let x = pick(indices)
            let (operation, inputs) = operation(reading: x, of: indices, build)
            // What does not fit is left out: the shapes decide.
            if let index = try? build.append("layer/\(indices.count)é&", operation, inputs) { indices.append(index) }
        }
        return try build.network()
    }

    private mutating func pick<T>(_ values: [T]) -> T {
        values[Int.random(in: values.indices, using: &self)]
    }

    private mutating func extent(_ range: ClosedRange<Int>) -> Extent {
        Extent(height: .random(in: range, using: &self), width: .random(in: range, using: &self))
    }

    private mutating func padding() -> Padding {
        pick([0, 1, Padding(top: 0, left: 1, bottom: 2, right: 1), .same(kernel: 3), .same(kernel: 4)])
    }

    private mutating func number() -> Double { pick([0, 1, -0.1, 1e-5, 1 / 3, 6.02e23, -1e-300]) }

    private mutating func operation(
        reading x: Int, of indices: [Int], _ build: NetworkBuilder
    ) -> (Layer.Operation, [Int]) {
        let other = pick(indices)
        let dimensions = build.shape(of: x).dimensions
        let axis = Int.random(in: 0..<max(dimensions.count, 1), using: &self)
        switch Int.random(in: 0..<30, using: &self) {
        case 0:
            return (
                .convolution(
                    Convolution(
                        outputChannels: pick([2, 4, 6]), kernel: extent(1...4), stride: extent(1...2),
                        padding: padding(),
                        dilation: extent(1...2), groups: pick([1, 2]), bias: .random(using: &self))), [x]
            )
        case 1: return (.linear(Linear(outputFeatures: pick([1, 5, 8]), bias: .random(using: &self))), [x])
        case 2: return (.matmul(MatrixProduct(transposesSecond: .random(using: &self))), [x, other])
        case 3:
            let kind = pick(Pooling.Kind.allCases)
            return (
                .pool(
                    Pooling(
                        kind, window: extent(1...3), stride: extent(1...3), padding: padding(), dilation: extent(1...2),
                        roundsUp: .random(using: &self),
                        countsPadding: kind == .maximum || .random(using: &self))), [x]
            )
        case 4: return (.globalPool(pick(Pooling.Kind.allCases)), [x])
        case 5: return (.mean(axes: [axis]), [x])
        case 6: return (.batchNorm(epsilon: pick([1e-5, 1e-3])), [x])
        case 7:
            return (
                .layerNorm(
                    LayerNorm(
                        epsilon: pick([1e-5, 1e-6]), scales: pick([true, false]), shifts: pick([true, false]),
                        isCentred: pick([true, false]))), [x]
            )
        case 8: return (.scale(factor: number(), offset: number()), [x])
        case 9: return (.add, [x, other])
        case 10: return (.multiply, [x, x])
        case 11: return (.concat(axis: axis), [x, other, x])
        case 12: return (.flatten, [x])
        case 13: return (.reshape(Shape(dimensions.reversed())), [x])
        case 14 where !dimensions.isEmpty: return (.transpose(order: dimensions.indices.shuffled(using: &self)), [x])
        case 15:
            return (.slice(Slice(axis: axis, start: pick([0, 1]), step: pick([1, 2]), count: pick([1, 2]))), [x])
        case 16: return (.pad(axis: axis, before: pick([0, 2]), after: pick([0, 1]), value: pick([0, -1.5])), [x])
        case 17: return (.constant(Shape([pick([1, 3]), 7])), [])
        case 18: return (.gather(axis: axis, indices: pick([[0, 0], [1, 0], [2, 0, 1]])), [x])
        case 19: return (.expand(Shape([3] + dimensions)), [x])
        case 20:
            return (
                .interpolate(Interpolation(axis: axis, taps: 2, indices: [0, 1, 1, 0], weights: [0.25, 0.75, 1, 0])),
                [x]
            )
        case 21:
            return (
                .overlapAdd(
                    OverlapAdd(
                        window: extent(1...2), stride: extent(1...2), dilation: extent(1...2), top: 1,
                        size: extent(4...9))), [x]
            )
        case 22: return (.reduce(pick(Reduction.allCases), axes: [axis]), [x])
        case 23: return (.argMax(axis: axis, last: .random(using: &self)), [x])
        case 24: return (.arithmetic(pick(Arithmetic.allCases)), [x, other])
        case 25: return (.select, [x, other, x])
        case 26: return (.embedding(Embedding(rows: 5, features: pick([1, 3]))), [x])
        case 27: return (.quantise(FixedPoint(scale: 0.02, zero: pick([0, 3]), lowest: -128, highest: 127)), [x])
        case 28: return (.activation(pick([.logSoftmax, .function(pick(ElementFunction.allCases))])), [x])
        default:
            return (
                .activation(
                    pick([
                        .relu, .relu6, .leakyRelu(slope: 0.01), .leakyRelu(slope: number()), .elu(alpha: 1),
                        .elu(alpha: number()),
                        .clip(minimum: -1, maximum: 1.5), .sigmoid, .tanh, .gelu, .silu, .hardSigmoid, .hardSwish,
                        .softmax,
                    ])), [x]
            )
        }
    }
}
