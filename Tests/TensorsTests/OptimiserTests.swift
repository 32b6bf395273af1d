import Services
import Testing

@testable import Tensors

extension WithBackend {
    @Suite struct OptimiserTests {
        /// Three steps on Σ c·p²/2, whose gradient is c·p, beside the same by the formula.
        private func trajectory(_ step: (Tensor) throws -> Void, _ start: [Double]) throws -> [[Double]] {
            let backend = try TestBackend.open()
            let p = try backend.tensor(start, [start.count]).requireGradient()
            let c = try backend.tensor([1.0, -2, 0.5], [3])
            return try (0..<3).map { _ in
                try [p].clearGradients()
                try (p.squared() * c * 0.5).sum().backward()
                try step(p)
                return try p.values(of: Double.self)
            }
        }

        private let start = [1.0, 2, -3], curvature = [1.0, -2, 0.5]

        @Test(
            "SGD is the textbook formula",
            arguments: [(0.0, 0.0, false), (0.9, 0.0, false), (0.9, 0.01, false), (0.8, 0.02, true)])
        func sgd(momentum: Double, decay: Double, nesterov: Bool) throws {
            var rule: SGD?
            let found = try trajectory(
                { p in
                    if rule == nil {
                        rule = try SGD([p], rate: 0.1, momentum: momentum, weightDecay: decay, usesNesterov: nesterov)
                    }
                    try rule?.step()
                }, start)
            var p = start, m = [0.0, 0, 0]
            for step in found {
                for i in p.indices {
                    let g = curvature[i] * p[i] + decay * p[i]
                    m[i] = momentum * m[i] + g
                    p[i] -= 0.1 * (nesterov ? g + momentum * m[i] : m[i])
                }
                #expect(isClose(step, p, 1e-13))
            }
        }

        @Test("Adam is the textbook formula", arguments: [(0.0, false), (0.1, false), (0.1, true)])
        func adam(decay: Double, decoupled: Bool) throws {
            var rule: Adam?
            let found = try trajectory(
                { p in
                    if rule == nil {
                        rule = try Adam(
                            [p], rate: 0.05, betas: (0.8, 0.9), epsilon: 1e-6, weightDecay: decay,
                            isDecoupled: decoupled)
                    }
                    try rule?.step()
                }, start)
            var p = start, m = [0.0, 0, 0], v = [0.0, 0, 0]
            var power = (1.0, 1.0)
            for step in found {
                power = (power.0 * 0.8, power.1 * 0.9)
                for i in p.indices {
                    var g = curvature[i] * p[i]
                    if decoupled { p[i] -= 0.05 * decay * p[i] } else { g += decay * p[i] }
                    m[i] = 0.8 * m[i] + 0.2 * g
                    v[i] = 0.9 * v[i] + 0.1 * g * g
                    p[i] -= 0.05 * (m[i] / (1 - power.0)) / ((v[i] / (1 - power.1)).squareRoot() + 1e-6)
                }
                #expect(isClose(step, p, 1e-13))
            }
        }

        @Test("parameters without a gradient stay as they are")
        func untouched() throws {
            let backend = try TestBackend.open()
            let used = try backend.number(1, type: .float64).requireGradient()
            let unused = try backend.number(1, type: .float64).requireGradient()
            try used.squared().backward()
            let rule = try SGD([unused, used], rate: 0.25, momentum: 0.9, weightDecay: 0.5)
            try rule.step()
            #expect(try unused.number() == 1 && rule.momenta[0].number() == 0)
            #expect(try used.number() == 1 - 0.25 * 2.5)
        }

        @Test("memory does not grow over ten thousand steps")
        func memory() throws {
            let backend = try TestBackend.open()
            let x = try backend.normal([4, 3, 8, 8]), classes = try backend.tensor([0, 1, 1, 0] as [Int64], [4])
            let w = try backend.normal([8, 3, 3, 3], deviation: 0.1).requireGradient()
            let head = try backend.normal([2, 8], deviation: 0.1).requireGradient()
            let rule = try SGD([w, head], rate: 0.01, momentum: 0.9)
            func train(_ steps: Int) throws {
                for _ in 0..<steps {
                    try [w, head].clearGradients()
                    try x.convolved(with: w, padding: 1).relu().mean(over: [2, 3]).linear(head).crossEntropy(classes)
                        .backward()
                    try rule.step()
                }
            }
            try train(1000)
            // Tests beside this one take and give memory as well: with a leak of one handle a step every round would
            // grow by a dozen pages, without one some rounds meet no neighbour that grows.
            let growth = try (0..<40).map { _ in
                let before = try residentPages()
                try train(250)
                return try residentPages() - before
            }
            #expect(growth.filter { $0 <= 0 }.count >= 10, "\(growth)")
        }
    }
}

/// Memory of the process in the pages of the system.
private func residentPages() throws -> Int {
    let text = try String(decoding: readProcessFile("/proc/self/statm"), as: UTF8.self)
    return try #require(Int(text.split(separator: " ")[1]))
}
