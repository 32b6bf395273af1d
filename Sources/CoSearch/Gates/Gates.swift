import Random

/// What the search learns: at each layer one number (a logit) for each candidate.
///
/// ```swift
/// var gates = Gates(options: [9, 9, 3])
/// gates.probabilities[0]              // 1/9 each
/// gates.choices                       // the likeliest candidate of each layer
/// ```
///
/// The probability of a candidate is the softmax of its layer's logits.
public struct Gates: Hashable, Sendable {
    /// `[layer][candidate]`.
    public var logits: [[Double]]

    /// All candidates alike.
    /// - Parameter options: the number of candidates of each layer, at least 1.
    public init(options: [Int]) {
        precondition(options.allSatisfy { $0 > 0 }, "every layer has a candidate")
        logits = options.map { [Double](repeating: 0, count: $0) }
    }

    /// One candidate certain at each layer.
    public static func certain(_ choices: [Int], of options: [Int]) -> [[Double]] {
        zip(choices, options).map { choice, count in (0..<count).map { $0 == choice ? 1 : 0 } }
    }

    public var probabilities: [[Double]] { logits.map(softmax) }

    /// The likeliest candidate of each layer; of equals the first.
    public var choices: [Int] { logits.map { layer in layer.indices.max { (layer[$0], -$0) < (layer[$1], -$1) }! } }

    /// How undecided the layers are, from 0 (certain) to 1 (all alike): entropy over its largest value, mean over the
    /// layers that have a choice; 0 where none has.
    public var entropy: Double {
        let open = probabilities.filter { $0.count > 1 }
        guard !open.isEmpty else { return 0 }
        let shares = open.map { p in
            -p.reduce(0) { $0 + ($1 > 0 ? $1 * logarithm($1) : 0) } / logarithm(Double(p.count))
        }
        return shares.reduce(0, +) / Double(shares.count)
    }

    /// One candidate of each layer, drawn by its probability.
    public func sample(using random: inout SeededRandom) -> [Int] {
        probabilities.map { random.index(weighted: $0) }
    }

    /// What a gradient by probabilities is by logits: ∂L/∂α_i = p_i·(∂L/∂p_i − Σ_j p_j·∂L/∂p_j).
    public func byLogits(_ gradient: [[Double]]) -> [[Double]] {
        zip(probabilities, gradient).map(softmaxGradient)
    }
}

func softmax(_ logits: [Double]) -> [Double] {
    let largest = logits.max() ?? 0
    let powers = logits.map { exponential($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
}

/// The gradient through a softmax whose values are `p`.
func softmaxGradient(_ p: [Double], _ gradient: [Double]) -> [Double] {
    let mean = zip(p, gradient).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(p, gradient).map { $0 * ($1 - mean) }
}
