import Mapping
import Networks
import Services
import Tensors
import Testing

@testable import CoSearch

extension WithBackend {
    @Suite struct SupernetTests {
        let backend: Backend

        init() throws {
            backend = try TestBackend.open()
            try backend.seed(3)
        }

        private func images(_ batch: Int = 8) throws -> Tensors.Tensor { try backend.normal([batch, 1, 12, 12]) }

        @Test("paths of one kernel share weights; statistics are each path's own")
        func sharing() throws {
            let net = try Supernet(Correlation().plan, on: .cpu, of: backend)
            #expect(
                net.parameters.names == [
                    "conv.weight@3", "bn.weight@3", "bn.bias@3", "conv.weight@5", "bn.weight@5", "bn.bias@5",
                    "linear.weight", "linear.bias",
                ])
            #expect(
                net.buffers.names.filter { $0.contains("running_mean") } == [
                    "bn.running_mean@3/0", "bn.running_mean@3/1", "bn.running_mean@5/0", "bn.running_mean@5/1",
                ])
            #expect(net.parameters["conv.weight@5"].shape == [16, 1, 5, 5])
        }

        @Test("the gradient of a gate is that of finite differences")
        func gateGradient() throws {
            // In steps as coarse as single precision asks for.
            let distorting = CrossbarEffects(gains: [0.5, 0.8, 1], rows: 3, columns: 1)
            let net = try Supernet(Correlation(effects: [.ideal, distorting]).plan, on: .cpu, of: backend)
            let x = try images(), classes = try backend.tensor([0, 1, 1, 0, 1, 0, 0, 1] as [Int64], [8])
            let paths = [GateDraw.Layer(options: [0, 1, 2, 3], values: []), .init(options: [0, 1], values: [])]
            var mode = PassMode.probing
            // Rounding has no derivative.
            mode.quantises = false
            func loss(_ gates: Tensors.Tensor) throws -> Tensors.Tensor {
                try net.logits(x, paths, gates: gates, mode).crossEntropy(classes)
            }
            let values: [Float] = [0.1, 0.4, 0.3, 0.2, 0.7, 0.3]
            let gates = try backend.tensor(values, [6]).requireGradient()
            try loss(gates).backward()
            let found = try #require(try gates.gradient()).values(of: Double.self)
            for index in values.indices {
                var above = values, below = values
                above[index] += 0.02
                below[index] -= 0.02
                let slope =
                    try (loss(backend.tensor(above, [6])).number() - loss(backend.tensor(below, [6])).number()) / 0.04
                #expect(abs(found[index] - slope) < 2e-3 * max(1, abs(slope)), "\(found[index]) for \(slope)")
            }
        }

        @Test("a gate of 1 is the path alone, whatever path has a gate of 0")
        func oneHot() throws {
            let net = try Supernet(Correlation().plan, on: .cpu, of: backend)
            let x = try images()
            let alone = try net.logits(
                x, [.init(options: [2], values: [1]), .init(options: [1], values: [1])], .training)
            let gates = try backend.tensor([1, 0, 1] as [Float], [3])
            let mixed = try net.logits(
                x, [.init(options: [2, 0], values: [1, 0]), .init(options: [1], values: [1])], gates: gates, .probing)
            #expect(try mixed.values(of: Float.self) == alone.values(of: Float.self))
        }

        @Test("probing moves nothing; training moves the statistics of the path that was taken alone")
        func statistics() throws {
            let net = try Supernet(Correlation().plan, on: .cpu, of: backend)
            let x = try images()
            func means() throws -> [[Float]] { try [0, 1].map { try net.buffers["bn.running_mean@3/\($0)"].values() } }
            let before = try means()
            let paths = [GateDraw.Layer(options: [1], values: [1]), .init(options: [0], values: [1])]
            _ = try net.logits(x, paths, .probing)
            #expect(try means() == before)
            _ = try net.logits(x, paths, .training)
            let after = try means()
            #expect(after[0] == before[0] && after[1] != before[1])
        }

        @Test("a crossbar's effects on the weights are those of the formula")
        func effects() throws {
            // One linear layer, read out by unit vectors: what the crossbar makes of each weight.
            var build = try NetworkBuilder("one", input: .vector(3))
            _ = try build.linear("linear", build.input, features: 2, bias: false)
            let effects = CrossbarEffects(gains: [0.5, 0.25, 1, 0.75], rows: 2, columns: 2, offset: 8, subtracted: 7)
            let net = try Supernet(
                SupernetPlan(build.network(), precision: Precision(weights: 4, inputs: 8), effects: effects), on: .cpu,
                of: backend)
            let weights: [Float] = [7, -2, 3, 14, 4, -6]
            try backend.withoutGradients {
                try net.parameters["linear.weight"].copy(from: backend.tensor(weights, [2, 3]))
            }
            let unit = try backend.tensor([127, 0, 0, 0, 127, 0, 0, 0, 127] as [Float], [3, 3])
            var mode = PassMode.evaluation
            try backend.withoutGradients { try net.buffers["input.range"].copy(from: backend.full(127, [1])) }
            let y = try net.logits(unit, [.init(options: [0], values: [1])], mode).values(of: Double.self).map {
                $0 / 127
            }
            // Output 0 in steps of 1, output 1 in steps of 2: (w + 8·step)·g − 7·step; rows 0, 1, 0 of column 0 and of
            // column 1.
            let expected: [Double] = [
                (7 + 8) * 0.5 - 7, (14 + 16) * 0.25 - 14,
                (-2 + 8) * 1 - 7, (4 + 16) * 0.75 - 14,
                (3 + 8) * 0.5 - 7, (-6 + 16) * 0.25 - 14,
            ]
            for (a, b) in zip(y, expected) { #expect(abs(a - b) < 1e-4) }
            mode.hasEffects = false
            #expect(
                try net.logits(unit, [.init(options: [0], values: [1])], mode).values(of: Double.self).map {
                    ($0 / 127).rounded()
                } == [7, 14, -2, 4, 3, -6])
        }

        @Test("noise on weights and sums has the deviation that was asked for")
        func noise() throws {
            var build = try NetworkBuilder("one", input: .vector(4))
            _ = try build.linear("linear", build.input, features: 1, bias: false)
            func deviation(_ effects: CrossbarEffects) throws -> Double {
                let net = try Supernet(
                    SupernetPlan(build.network(), precision: Precision(weights: 8, inputs: 8), effects: effects),
                    on: .cpu, of: backend)
                try backend.withoutGradients {
                    try net.parameters["linear.weight"].copy(from: backend.full(1, [1, 4]))
                    try net.buffers["input.range"].copy(from: backend.full(1, [1]))
                }
                let x = try backend.full(1, [1, 4])
                let draws = try (0..<4000).map { _ in
                    try net.logits(x, [.init(options: [0], values: [1])], .evaluation).number()
                }
                let mean = draws.reduce(0, +) / 4000
                return (draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4000).squareRoot()
            }
            // Four weights of 1, each off by a tenth: √4/10.
            #expect(
                try abs(deviation(CrossbarEffects(gains: [1], rows: 1, columns: 1, weightDeviation: 0.1)) - 0.2) < 0.015
            )
            // 500 products of the least input (1/127) and the least weight (1/127).
            #expect(
                try abs(
                    deviation(CrossbarEffects(gains: [1], rows: 1, columns: 1, sumDeviation: 500)) - 500.0 / 127 / 127)
                    < 0.002)
        }

        @Test("without rounding a network computes what it says, layer by layer")
        func layers() throws {
            var build = try NetworkBuilder("mixed", input: .map(channels: 2, height: 6, width: 6))
            var x = try build.convolution(
                "a", build.input, channels: 4, kernel: 3, stride: 2,
                padding: Padding(top: 0, left: 0, bottom: 1, right: 1))
            x = try build.activation("b", x, .hardSwish)
            let y = try build.convolution("c", x, channels: 4, kernel: 1, groups: 4)
            x = try build.append("d", .add, [x, y])
            x = try build.append("e", .pool(Pooling(.maximum, window: 2, stride: 1)), [x])
            x = try build.append("f", .concat(axis: 0), [x, x])
            x = try build.append("g", .scale(factor: 2, offset: -1), [x])
            x = try build.append("h", .reshape(Shape([8, 4])), [x])
            x = try build.append("i", .transpose(order: [1, 0]), [x])
            x = try build.append("j", .layerNorm(LayerNorm(epsilon: 1e-5)), [x])
            x = try build.append("k", .mean(axes: [0]), [x])
            x = try build.activation("l", x, .elu(alpha: 1))
            _ = try build.linear("m", x, features: 3)
            let network = try build.network()
            let net = try Supernet(
                SupernetPlan(network, precision: Precision(weights: 8, inputs: 8)), on: .cpu, of: backend)
            var mode = PassMode.training
            mode.quantises = false
            let images = try backend.normal([5, 2, 6, 6])
            let paths = [[0], [0], [0]].map { GateDraw.Layer(options: $0, values: [1]) }
            let found = try net.logits(images, paths, mode)

            // The same with the tensors' own operations.
            let p = net.parameters
            let a = try images.padded(along: 2, before: 0, after: 1).padded(along: 3, before: 0, after: 1).convolved(
                with: p["a.weight"], stride: 2)
            let b = try a * ((a + 3) / 6).clamped(to: 0...1)
            let d = try b + b.convolved(with: p["c.weight"], groups: 4)
            let e = try d.maximumPooled(window: 2, stride: 1)
            let g = try backend.join([e, e], along: 1) * 2 - 1
            let i = try g.reshaped([5, 8, 4]).transposed([0, 2, 1])
            let k = try i.layerNormalised(scale: p["j.weight"], shift: p["j.bias"]).mean(over: [1])
            let l = try k.isLess(than: 0).select(k.exp() - 1, else: k)
            let expected = try l.linear(p["m.weight"], bias: p["m.bias"])
            #expect(found.shape == [5, 3])
            for (x, y) in zip(try found.values(of: Double.self), try expected.values(of: Double.self)) {
                #expect(abs(x - y) < 1e-5)
            }
        }
    }
}
