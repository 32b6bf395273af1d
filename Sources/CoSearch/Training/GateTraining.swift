import Random
import Tensors

/// The part of a search that trains gates: λ·log EDAP by the cost model, cross-entropy through the network.
struct GateTraining {
    let cost: GateCost
    let recipe: Recipe
    var gates: Gates
    var optimiser: GateOptimiser
    /// Sums of squares of the gradients by the logits since the last report, of the cross-entropy and of the cost, and
    /// how many steps.
    private(set) var squares = (network: 0.0, cost: 0.0, steps: 0)

    init(_ cost: GateCost, _ recipe: Recipe) {
        self.cost = cost
        self.recipe = recipe
        gates = Gates(options: cost.options)
        optimiser = GateOptimiser(gates, rate: recipe.gateRate, sharesMoments: recipe.sharesGateMoments)
    }

    /// Beyond the largest chip, each further part of it counts as much as so many e-folds of EDAP.
    private static let excessWeight = 10.0

    mutating func step(
        _ batch: (images: Tensor, classes: Tensor), _ training: WeightTraining, epoch: Int,
        using random: inout SeededRandom
    ) throws(TensorError) {
        let draw =
            switch recipe.method {
            case .binary: GateDraw.binary(gates, using: &random)
            case .gumbel: GateDraw.gumbel(gates, temperature: recipe.temperature(epoch: epoch), using: &random)
            }
        let network = draw.gradient(try slopes(draw, batch, training))
        let priced = cost.value(gates.probabilities)
        let slopes = zip(priced.logEDAPSlopes, priced.excessSlopes).map { cost, excess in
            zip(cost, excess).map { recipe.lambda * ($0 + Self.excessWeight * $1) }
        }
        let byCost = gates.byLogits(slopes)
        func square(_ gradient: [[Double]]) -> Double { gradient.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } } }
        squares = (squares.network + square(network), squares.cost + square(byCost), squares.steps + 1)
        optimiser.step(&gates, zip(network, byCost).map { zip($0, $1).map { $0 + $1 } })
    }

    /// The root mean square of the gradients' lengths since this was last asked; nil where there was no step.
    mutating func gradientSizes() -> (network: Double, cost: Double)? {
        defer { squares = (0, 0, 0) }
        guard squares.steps > 0 else { return nil }
        return (
            (squares.network / Double(squares.steps)).squareRoot(), (squares.cost / Double(squares.steps)).squareRoot()
        )
    }

    /// ∂(cross-entropy)/∂g for the gates of a draw.
    private func slopes(
        _ draw: GateDraw, _ batch: (images: Tensor, classes: Tensor), _ training: WeightTraining
    ) throws(TensorError) -> [[Double]] {
        let net = training.net
        let values = draw.layers.flatMap(\.values)
        let gates = try net.backend.tensor(values.map { Float($0) }, [values.count], on: net.device).requireGradient()
        // Weights are constants here: half of the work of going backward.
        for parameter in net.parameters.all { try parameter.requireGradient(false) }
        defer { for parameter in net.parameters.all { _ = try? parameter.requireGradient() } }
        let loss = try net.backend.withAutocast(on: net.device, recipe.usesAutocast) { () throws(TensorError) in
            try net.logits(batch.images, draw.layers, gates: gates, training.mode(.probing)).converted(to: .float32)
                .crossEntropy(batch.classes, smoothing: recipe.smoothing)
        }
        try loss.backward()
        let flat = try gates.gradient()?.values(of: Double.self) ?? [Double](repeating: 0, count: values.count)
        var first = 0
        return draw.layers.map { layer in
            defer { first += layer.options.count }
            return Array(flat[first..<first + layer.options.count])
        }
    }
}
