import Foundation
import Services
import Testing

@testable import Tensors

/// One operation whose gradient is checked, on variables of the given shapes.
struct GradientCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let shapes: [[Int]]
    /// What is added to the normal draws, to stay away from places without a derivative.
    var shift = 0.0
    let compute: @Sendable ([Tensor]) throws(TensorError) -> Tensor

    init(
        _ name: String, _ shapes: [[Int]], shift: Double = 0,
        _ compute: @escaping @Sendable ([Tensor]) throws(TensorError) -> Tensor
    ) {
        testDescription = name
        self.shapes = shapes
        self.shift = shift
        self.compute = compute
    }
}

extension WithBackend {
    @Suite struct GradientTests {
        static let cases: [GradientCase] = [
            .init("add", [[2, 3], [3]]) { x throws(TensorError) in try x[0] + x[1] },
            .init("subtract", [[2, 3], [2, 1]]) { x throws(TensorError) in try x[0] - x[1] },
            .init("multiply", [[2, 3], [3]]) { x throws(TensorError) in try x[0] * x[1] },
            .init("divide", [[2, 3], [3]], shift: 4) { x throws(TensorError) in try x[0] / x[1] },
            .init("with numbers", [[4]], shift: 5) { x throws(TensorError) in try 2 / (3 - (1 + x[0] * 2)) - x[0] / 5 },
            .init("negate", [[3]]) { x throws(TensorError) in try -x[0] },
            .init("power", [[5]], shift: 4) { x throws(TensorError) in try x[0].power(1.7) },
            .init("power of tensors", [[5], [5]], shift: 4) { x throws(TensorError) in try x[0].power(x[1]) },
            .init("minimum and maximum", [[6], [6]]) { x throws(TensorError) in
                try x[0].minimum(x[1]) * 2 + x[0].maximum(x[1])
            },
            .init("minimum and maximum with a number", [[6]]) { x throws(TensorError) in
                try x[0].minimum(0.3).maximum(-0.4)
            },
            .init("exp", [[5]]) { x throws(TensorError) in try x[0].exp() },
            .init("log", [[5]], shift: 4) { x throws(TensorError) in try x[0].log() },
            .init("square root", [[5]], shift: 4) { x throws(TensorError) in try x[0].squareRoot() },
            .init("magnitude", [[5]], shift: 4) { x throws(TensorError) in try x[0].magnitude() },
            .init("relu", [[9]]) { x throws(TensorError) in try x[0].relu() },
            .init("sigmoid", [[5]]) { x throws(TensorError) in try x[0].sigmoid() },
            .init("tanh", [[5]]) { x throws(TensorError) in try x[0].tanh() },
            .init("gelu", [[5]]) { x throws(TensorError) in try x[0].gelu() },
            .init("silu", [[5]]) { x throws(TensorError) in try x[0].silu() },
            .init("squared", [[5]]) { x throws(TensorError) in try x[0].squared() },
            .init("reciprocal", [[5]], shift: 4) { x throws(TensorError) in try x[0].reciprocal() },
            .init("clamped", [[9]]) { x throws(TensorError) in try x[0].clamped(to: -0.5...0.5) },
            .init("select", [[6], [6]]) { x throws(TensorError) in
                try x[0].detached().isLess(than: 0).select(x[0] * 3, else: x[1])
            },
            .init("sum over an axis", [[2, 3, 4]]) { x throws(TensorError) in try x[0].sum(over: [1]) },
            .init("mean over axes", [[2, 3, 4]]) { x throws(TensorError) in
                try x[0].mean(over: [0, 2], keepingAxes: true)
            },
            .init("mean of all", [[2, 3]]) { x throws(TensorError) in try x[0].mean() },
            .init("largest", [[3, 4]]) { x throws(TensorError) in try x[0].largest(over: [1]) },
            .init("smallest", [[3, 4]]) { x throws(TensorError) in try x[0].smallest(over: [0]) },
            .init("variance", [[3, 4]]) { x throws(TensorError) in try x[0].variance(over: [1]) },
            .init("matmul", [[2, 3, 4], [4, 5]]) { x throws(TensorError) in try x[0].matmul(x[1]) },
            .init("linear", [[3, 4], [2, 4], [2]]) { x throws(TensorError) in try x[0].linear(x[1], bias: x[2]) },
            .init("linear without a bias", [[3, 4], [2, 4]]) { x throws(TensorError) in try x[0].linear(x[1]) },
            .init("convolution", [[2, 3, 5, 6], [4, 3, 3, 3], [4]]) { x throws(TensorError) in
                try x[0].convolved(with: x[1], bias: x[2], padding: 1)
            },
            .init("convolution with stride, dilation and groups", [[1, 4, 9, 8], [6, 2, 3, 2]]) {
                x throws(TensorError) in
                try x[0].convolved(
                    with: x[1], stride: .init(2, 1), padding: .init(1, 2), dilation: .init(1, 2), groups: 2)
            },
            .init("batch norm in training", [[4, 3, 2, 2], [3], [3]]) { x throws(TensorError) in
                let backend = x[0].backend
                let mean = try backend.zeros([3], type: .float64), variance = try backend.ones([3], type: .float64)
                return try x[0].batchNormalised(scale: x[1], shift: x[2], statistics: (mean, variance), training: true)
            },
            .init("batch norm in evaluation", [[4, 3, 2, 2], [3], [3]]) { x throws(TensorError) in
                let backend = x[0].backend
                let mean = try backend.full(0.5, [3], type: .float64),
                    variance = try backend.full(2, [3], type: .float64)
                return try x[0].batchNormalised(scale: x[1], shift: x[2], statistics: (mean, variance), training: false)
            },
            .init("layer norm", [[3, 5], [5], [5]]) { x throws(TensorError) in
                try x[0].layerNormalised(scale: x[1], shift: x[2])
            },
            .init("maximum pool", [[1, 2, 5, 5]]) { x throws(TensorError) in
                try x[0].maximumPooled(window: 3, stride: 2, padding: 1)
            },
            .init("average pool", [[1, 2, 5, 5]]) { x throws(TensorError) in
                try x[0].averagePooled(window: 2, stride: 2, roundsUp: true, countsPadding: false)
            },
            .init("softmax", [[3, 4]]) { x throws(TensorError) in try x[0].softmax() },
            .init("log-softmax", [[3, 4]]) { x throws(TensorError) in try x[0].logSoftmax(along: 0) },
            .init("cross-entropy", [[3, 4]]) { x throws(TensorError) in
                try x[0].crossEntropy(x[0].backend.tensor([0, 3, 2] as [Int64], [3]), smoothing: 0.1)
            },
            .init("reshape and expand", [[2, 3]]) { x throws(TensorError) in
                try x[0].reshaped([6, 1]).expanded(to: [6, 2])
            },
            .init("transpose", [[2, 3, 4]]) { x throws(TensorError) in try x[0].transposed([2, 0, 1]) },
            .init("slice", [[3, 7]]) { x throws(TensorError) in try x[0].slice(1..<6, along: 1, step: 2) },
            .init("pad", [[2, 3, 2]]) { x throws(TensorError) in
                try x[0].padded(along: 1, before: 2, after: 1, value: 3)
            },
            .init("take", [[4, 3]]) { x throws(TensorError) in
                try x[0].take(x[0].backend.tensor([2, 0, 2] as [Int64], [3]))
            },
            .init("join", [[2, 3], [2, 1]]) { x throws(TensorError) in try x[0].backend.join(x, along: 1) },
            .init("conversion", [[3]]) { x throws(TensorError) in
                try x[0].converted(to: .float64).channelsLastIfMap() * 2
            },
        ]

        @Test("the gradient is that of finite differences", arguments: cases)
        func matchesFiniteDifferences(_ test: GradientCase) throws {
            let backend = try TestBackend.open()
            try backend.seed(11)
            let start = try test.shapes.map {
                try (backend.normal($0, type: .float64) + test.shift).values(of: Double.self)
            }
            func variables(_ values: [[Double]]) throws -> [Tensor] {
                try zip(values, test.shapes).map { try backend.tensor($0, $1) }
            }
            // A sum with weights, so that every element of the result counts differently.
            let shape = try test.compute(variables(start)).shape
            let weights = try backend.normal(shape, type: .float64)
            func loss(_ x: [Tensor]) throws -> Tensor { try (test.compute(x) * weights).sum() }

            let x = try variables(start)
            for variable in x { try variable.requireGradient() }
            try loss(x).backward()
            let step = 1e-5
            for index in x.indices {
                let gradient = try #require(try x[index].gradient()).values(of: Double.self)
                let expected = try start[index].indices.map { element in
                    var above = start, below = start
                    above[index][element] += step
                    below[index][element] -= step
                    return try (loss(variables(above)).number() - loss(variables(below)).number()) / (2 * step)
                }
                #expect(isClose(gradient, expected, 1e-7), "variable \(index): \(gradient) for \(expected)")
            }
        }

        @Test("what is straight through has another's elements and the identity's gradient")
        func straightThrough() throws {
            let backend = try TestBackend.open()
            let x = try backend.tensor([0.2, -1.7, 3.1], [3]).requireGradient()
            let y = try x.straightThrough(x.rounded())
            #expect(try y.values(of: Double.self) == [0, -2, 3])
            try (y * backend.tensor([1.0, 2, 3], [3])).sum().backward()
            #expect(try x.gradient()?.values(of: Double.self) == [1, 2, 3])
        }

        @Test("a quantised tensor passes the gradient where it was not cut off")
        func quantised() throws {
            let backend = try TestBackend.open()
            let x = try backend.tensor([0.26, -0.9, 0.6, -0.13] as [Float], [2, 2]).requireGradient()
            let y = try x.quantised(scale: backend.number(0.25), levels: -2...1)
            #expect(try y.values(of: Float.self) == [0.25, -0.5, 0.25, -0.25])
            try y.sum().backward()
            #expect(try x.gradient()?.values(of: Float.self) == [1, 0, 0, 1])

            let z = try x.detached().quantised(
                scale: backend.tensor([0.5, 0.1] as [Float], [2]), levels: -8...7, axis: 0)
            #expect(try isClose(z.values(of: Double.self), [0.5, -1, 0.6, -0.1], 1e-6))
        }

        /// The integer nearest to x·(1/scale), of two equally near the even one, in single precision: as PyTorch's
        /// fake_quantize has it.
        @Test(
            "a map is rounded as each number by itself, in either order in memory, and its gradient passes so",
            arguments: [false, true])
        func roundsMaps(channelsLast: Bool) throws {
            let backend = try TestBackend.open()
            let shape = [3, 7, 5, 11], count = shape.reduce(1, *), scale: Float = 0.037
            // Ties and what is cut off among them.
            var numbers: [Float] = []
            for index in 0..<count {
                let steps: Float = index % 10 == 0 ? Float(index % 40) - 20.5 : Float(19 * sin(1.7 * Double(index)))
                numbers.append(scale * steps)
            }
            let slopes: [Float] = (0..<count).map { Float(cos(Double($0))) }
            var x = try backend.tensor(numbers, shape)
            if channelsLast { x = try x.channelsLast() }
            try x.requireGradient()
            let y = try x.quantised(scale: backend.number(Double(scale)), levels: -16...15)
            try (y * backend.tensor(slopes, shape)).sum().backward()
            let inverse: Float = 1 / scale
            let levels: [Float] = numbers.map { ($0 * inverse).rounded(.toNearestOrEven) }
            let rounded: [Float] = levels.map { min(15, max(-16, $0)) * scale }
            let passed: [Float] = zip(levels, slopes).map { level, slope in level >= -16 && level <= 15 ? slope : 0 }
            #expect(try y.values(of: Float.self) == rounded)
            #expect(try x.gradient()?.values(of: Float.self) == passed)
            #expect(levels.contains { $0 > 15 } && levels.contains { $0 < -16 })
        }

        @Test("gradients add up until they are cleared, and constants have none")
        func accumulates() throws {
            let backend = try TestBackend.open()
            let x = try backend.number(3, type: .float64).requireGradient()
            try x.squared().backward()
            try x.squared().backward()
            #expect(try x.gradient()?.number() == 12)
            try [x].clearGradients()
            #expect(try x.gradient() == nil)
            let constant = try backend.withoutGradients { () throws(TensorError) in try x.squared() }
            #expect(!constant.requiresGradient && x.requiresGradient)
            #expect(try !x.squared().detached().requiresGradient)
            #expect(throws: TensorError.self) { try constant.backward() }
        }
    }
}

extension Tensor {
    /// A map in the other order in memory, anything else as it is: elements are the same either way.
    fileprivate func channelsLastIfMap() throws(TensorError) -> Tensor { rank == 4 ? try channelsLast() : self }
}
