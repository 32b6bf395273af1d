import Random
import Testing

@testable import CoSearch

@Suite struct GatesTests {
    private var gates: Gates {
        var gates = Gates(options: [4, 1, 3])
        gates.logits = [[0.3, -1, 0.8, 0], [0], [2, 0, -0.5]]
        return gates
    }

    @Test("probabilities are softmax, choices the likeliest, entropy 1 where all are alike")
    func probabilities() {
        let even = Gates(options: [4, 1, 3])
        let shares: [[Double]] = [[0.25, 0.25, 0.25, 0.25], [1], [Double](repeating: 1.0 / 3, count: 3)]
        #expect(even.probabilities == shares)
        #expect(abs(even.entropy - 1) < 1e-15 && even.choices == [0, 0, 0])
        #expect(gates.choices == [2, 0, 0] && gates.entropy < 1)
        #expect(Gates(options: [1, 1]).entropy == 0)
        #expect(softmax([1000, 0]) == [1, 0])
    }

    @Test("a gradient by probabilities becomes that by logits")
    func byLogits() {
        // L = Σ c·p², by finite differences.
        let c = [[1.0, 2, -1, 0.5], [3], [0.2, -2, 1]]
        func loss(_ gates: Gates) -> Double {
            zip(c, gates.probabilities).reduce(0) { $0 + zip($1.0, $1.1).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } }
        }
        let slopes = zip(c, gates.probabilities).map { zip($0, $1).map { 2 * $0 * $1 } }
        let found = gates.byLogits(slopes)
        for layer in c.indices {
            for option in c[layer].indices {
                var above = gates, below = gates
                above.logits[layer][option] += 1e-6
                below.logits[layer][option] -= 1e-6
                #expect(abs(found[layer][option] - (loss(above) - loss(below)) / 2e-6) < 1e-9)
            }
        }
    }

    @Test("binary gates: two different paths, the active one drawn by its probability")
    func binary() {
        var random = SeededRandom(seed: 1)
        var active = [0.0, 0, 0, 0]
        for _ in 0..<20_000 {
            let draw = GateDraw.binary(gates, using: &random)
            #expect(draw.layers[1] == .init(options: [0], values: [1]))
            #expect(draw.layers[0].values == [1, 0] && Set(draw.layers[0].options).count == 2)
            active[draw.layers[0].options[0]] += 1.0 / 20_000
        }
        for (share, p) in zip(active, gates.probabilities[0]) { #expect(abs(share - p) < 0.015) }
    }

    @Test("the mean of binary gates' gradients over all pairs that can be drawn is the full gradient")
    func unbiased() {
        // With a loss that is linear in the gates, G is what it is whichever path is active.
        let g = [[1.0, -2, 0.5, 3], [5], [0.3, 2, -1]]
        let full = gates.byLogits(g), p = gates.probabilities
        for layer in [0, 2] {
            var mean = [Double](repeating: 0, count: p[layer].count)
            for a in mean.indices {
                for b in mean.indices where b != a {
                    let draw = GateDraw(
                        layers: [.init(options: [a, b], values: [1, 0])], probabilities: [p[layer]], temperature: nil)
                    let slopes = draw.gradient([[g[layer][a], g[layer][b]]])[0]
                    let share = p[layer][a] * p[layer][b] / (1 - p[layer][a])
                    for option in mean.indices { mean[option] += share * slopes[option] }
                }
            }
            for option in mean.indices { #expect(abs(mean[option] - full[layer][option]) < 1e-12) }
        }
    }

    @Test("the gradient of Gumbel-softmax is that of finite differences with the same draw")
    func gumbel() {
        let c = [[1.0, 2, -1, 0.5], [3], [0.2, -2, 1]]
        func draw(_ gates: Gates) -> GateDraw {
            var random = SeededRandom(seed: 9)
            return .gumbel(gates, temperature: 0.7, using: &random)
        }
        func loss(_ gates: Gates) -> Double {
            zip(c, draw(gates).layers).reduce(0) { $0 + zip($1.0, $1.1.values).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } }
        }
        #expect(draw(gates).layers.allSatisfy { abs($0.values.reduce(0, +) - 1) < 1e-12 })
        let found = draw(gates).gradient(zip(c, draw(gates).layers).map { zip($0, $1.values).map { 2 * $0 * $1 } })
        for layer in c.indices {
            for option in c[layer].indices {
                var above = gates, below = gates
                above.logits[layer][option] += 1e-6
                below.logits[layer][option] -= 1e-6
                #expect(abs(found[layer][option] - (loss(above) - loss(below)) / 2e-6) < 1e-8)
            }
        }
    }

    @Test("a cold Gumbel-softmax draws paths by their probabilities")
    func cold() {
        var random = SeededRandom(seed: 3)
        var first = [0.0, 0, 0, 0]
        for _ in 0..<20_000 {
            let values = GateDraw.gumbel(gates, temperature: 0.01, using: &random).layers[0].values
            for (option, value) in values.enumerated() { first[option] += value / 20_000 }
        }
        for (share, p) in zip(first, gates.probabilities[0]) { #expect(abs(share - p) < 0.015) }
    }

    @Test("gates move against their gradient, by Adam's formula")
    func optimiser() {
        var gates = Gates(options: [2])
        var optimiser = GateOptimiser(gates, rate: 0.1, betas: (0.5, 0.9), epsilon: 1e-9)
        optimiser.step(&gates, [[2, -1]])
        #expect(abs(gates.logits[0][0] + 0.1) < 1e-9 && abs(gates.logits[0][1] - 0.1) < 1e-9)
        optimiser.step(&gates, [[1, 0]])
        // m = 0.5·1 + 0.5·1 = 1, over 1 − 0.25; v = 0.9·0.4 + 0.1·1 = 0.46, over 1 − 0.81.
        let change = 0.1 * (1 / 0.75) / ((0.46 / 0.19).squareRoot())
        #expect(abs(gates.logits[0][0] - (-0.1 - change)) < 1e-8)
    }

    @Test("gates that share a second moment move by their share of the layer's gradient")
    func sharedMoment() {
        var gates = Gates(options: [3, 2])
        var optimiser = GateOptimiser(gates, rate: 0.1, epsilon: 1e-12, sharesMoments: true)
        optimiser.step(&gates, [[2, -1, 0], [0, 0]])
        // The mean square is 5/3.
        let scale = 0.1 / (5.0 / 3).squareRoot()
        for (logit, slope) in zip(gates.logits[0], [2.0, -1, 0]) { #expect(abs(logit + scale * slope) < 1e-9) }
        #expect(gates.logits[1] == [0, 0])
    }
}
