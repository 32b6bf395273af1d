import Random

/// Adam on the gates' logits (Kingma and Ba, arXiv 1412.6980), in double precision and apart from any backend.
public struct GateOptimiser: Hashable, Sendable {
    /// The learning rate, which may change from step to step.
    public var rate: Double
    /// β₁ and β₂, of the first and the second moment.
    public let betas: [Double]
    /// ε, in the denominator.
    public let epsilon: Double
    /// One second moment a layer, the mean over its candidates: where a step says something about two of them only,
    /// those that are drawn rarely would have small moments, and take large steps.
    public let sharesMoments: Bool
    /// First and second moments, `[layer][candidate]`, and the steps done: what a checkpoint keeps.
    public internal(set) var first, second: [[Double]]
    /// See ``first``: t, by which the moments are corrected.
    public internal(set) var steps = 0

    /// - Parameter betas: of the moments. ProxylessNAS takes 0 for the first: each draw says
    ///   something about two candidates only, which a memory would smear over other draws.
    public init(
        _ gates: Gates, rate: Double, betas: (Double, Double) = (0, 0.999), epsilon: Double = 1e-8,
        sharesMoments: Bool = false
    ) {
        self.sharesMoments = sharesMoments
        self.rate = rate
        self.betas = [betas.0, betas.1]
        self.epsilon = epsilon
        first = gates.logits.map { $0.map { _ in 0 } }
        second = first
    }

    /// Moves the logits against a gradient by them, `[layer][candidate]`.
    public mutating func step(_ gates: inout Gates, _ gradient: [[Double]]) {
        steps += 1
        let correction = betas.map { 1 - power($0, Double(steps)) }
        for layer in gates.logits.indices {
            let meanSquare = gradient[layer].reduce(0) { $0 + $1 * $1 } / Double(max(gradient[layer].count, 1))
            for index in gates.logits[layer].indices {
                let slope = gradient[layer][index]
                first[layer][index] = betas[0] * first[layer][index] + (1 - betas[0]) * slope
                second[layer][index] =
                    betas[1] * second[layer][index] + (1 - betas[1]) * (sharesMoments ? meanSquare : slope * slope)
                gates.logits[layer][index] -=
                    rate * (first[layer][index] / correction[0])
                    / ((second[layer][index] / correction[1]).squareRoot() + epsilon)
            }
        }
    }
}
