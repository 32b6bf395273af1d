import Random

/// How the gates' gradient is found from paths that are drawn.
public enum GateMethod: String, Hashable, Sendable, CaseIterable, Codable {
    /// Two paths a layer, one of them active: as in ProxylessNAS.
    case binary
    /// All paths, weighed by a Gumbel-softmax.
    case gumbel
}

/// The paths that one step computes, and the weight (gate) of each in the layer's output.
///
/// The output of a layer is Σ g_i·path_i. Backward, each gate gets G_i = ∂L/∂g_i, and ``gradient(_:)``
/// turns these into the gradient by logits.
public struct GateDraw: Hashable, Sendable {
    /// What of one layer is computed.
    public struct Layer: Hashable, Sendable {
        /// Candidates, each once.
        public var options: [Int]
        /// g, one for each of `options`.
        public var values: [Double]

        /// - Parameter values: one for each option, its gate.
        public init(options: [Int], values: [Double]) {
            self.options = options
            self.values = values
        }
    }

    /// In the order of the gates' layers.
    public let layers: [Layer]
    private let probabilities: [[Double]]
    /// The temperature of the softmax that gave the values; nil for binary gates.
    private let temperature: Double?

    /// One path a layer, certain: for training weights, and for what has been derived.
    public init(paths: [Int], of gates: Gates) {
        layers = paths.map { Layer(options: [$0], values: [1]) }
        probabilities = gates.probabilities
        temperature = nil
    }

    /// The values and what they were drawn from.
    init(layers: [Layer], probabilities: [[Double]], temperature: Double?) {
        self.layers = layers
        self.probabilities = probabilities
        self.temperature = temperature
    }

    /// Binary gates (Cai et al., ProxylessNAS, arXiv 1812.00332, sections 3.2 and 3.3): two different paths a layer,
    /// the first drawn by its probability and active, the second drawn from the rest and with a gate of 0.
    public static func binary(_ gates: Gates, using random: inout SeededRandom) -> GateDraw {
        let probabilities = gates.probabilities
        let layers = probabilities.map { p in
            let active = random.index(weighted: p)
            guard p.count > 1 else { return Layer(options: [active], values: [1]) }
            var rest = p
            rest[active] = 0
            // With all of the probability on one path the others are drawn evenly.
            if rest.allSatisfy({ $0 == 0 }) { rest = p.indices.map { $0 == active ? 0 : 1 } }
            return Layer(options: [active, random.index(weighted: rest)], values: [1, 0])
        }
        return GateDraw(layers: layers, probabilities: probabilities, temperature: nil)
    }

    /// Gumbel-softmax (Jang et al., arXiv 1611.01144; as a search: FBNet, arXiv 1812.03443): all paths, weighed by the
    /// softmax of (α + γ)/τ with γ = −log(−log u) drawn anew.
    /// - Parameter temperature: τ, above 0; towards 0 the weights become one-hot.
    public static func gumbel(_ gates: Gates, temperature: Double, using random: inout SeededRandom) -> GateDraw {
        let layers = gates.logits.map { logits in
            let disturbed = logits.map { logit in
                // u in (0, 1): the draw is below 1, and 0 becomes the smallest step.
                (logit - logarithm(-logarithm(max(random.unit(), 0x1p-53)))) / temperature
            }
            return Layer(options: Array(logits.indices), values: softmax(disturbed))
        }
        return GateDraw(layers: layers, probabilities: gates.probabilities, temperature: temperature)
    }

    /// The gradient by logits, from that by gates.
    ///
    /// For Gumbel-softmax it is exact. For binary gates it estimates ∂L/∂α_i = Σ_j p_i·p_j·(G_i − G_j), as if all paths
    /// were there: a pair (a, b) is drawn with probability p_a·p_b·(1/(1−p_a) + 1/(1−p_b)), and its term divided by
    /// that is
    ///
    ///     (G_a − G_b) / (1/(1−p_a) + 1/(1−p_b))      for a, the opposite for b
    ///
    /// so that the mean over draws is the full gradient. (ProxylessNAS weighs the pair by p_a·p_b/(p_a + p_b)²
    /// instead, whose mean is not, and corrects the logits of the others afterwards.)
    ///
    /// - Parameter values: G, in the order of the layers' `options`.
    public func gradient(_ values: [[Double]]) -> [[Double]] {
        layers.indices.map { layer in
            let options = layers[layer].options
            var result = [Double](repeating: 0, count: probabilities[layer].count)
            if let temperature {
                for (option, slope) in zip(options, softmaxGradient(layers[layer].values, values[layer])) {
                    result[option] = slope / temperature
                }
            } else if options.count == 2 {
                let p = probabilities[layer]
                // 1/(1−p) overflows only where the other path cannot be drawn; then the term is 0, as it should be.
                let weight = 1 / (1 / (1 - p[options[0]]) + 1 / (1 - p[options[1]]))
                let difference = weight * (values[layer][0] - values[layer][1])
                result[options[0]] = difference
                result[options[1]] = -difference
            }
            return result
        }
    }
}
