import Optimisation

/// An estimate of a supernet's loss by its choices, from the losses of random designs.
///
/// Each layer's choice adds its share, where the layer is there, and so does each choice about the network itself; and
/// in the fuller form each pair of choices of two layers of which one reads the other. Penalties are chosen by
/// cross-validation. How good an estimate is, is told by Kendall's τ on designs that it was not made from.
public struct LossEstimate: Hashable, Sendable {
    /// What the choices add, `[layer][choice]`, each layer's mean over its choices being 0; and the loss where all add
    /// nothing.
    public let shares: [[Double]]
    /// See ``shares``: in nats.
    public let mean: Double
    /// Rank correlation on the designs left out: of the sum over layers, and of the form with pairs; nil where they are
    /// all alike.
    public let tau: Double?
    /// See ``tau``.
    public let tauOfPairs: Double?
    /// Root of the mean square error of the sum on the designs left out, and the deviation of their losses.
    public let error: Double
    /// See ``error``: the standard deviation of the losses on the designs left out, in nats.
    public let deviation: Double

    /// - Parameters:
    ///   - designs: the choice at each layer and about the network; nil where a block that is left out leaves none.
    ///   - dependences: for each choice, on which option of which other one it hangs.
    ///   - losses: of the designs.
    ///   - options: numbers of choices at each layer.
    ///   - neighbours: pairs of layers.
    ///   - left: how many of the last designs are left out, to tell how good it is.
    /// - Precondition: at least ten designs are left to fit.
    public init(
        _ designs: [[Int?]], losses: [Double], options: [Int], dependences: [(choice: Int, option: Int)?]? = nil,
        neighbours: [(Int, Int)], left: Int
    ) {
        precondition(
            designs.count == losses.count && designs.count - left >= 10 && left >= 2, "designs to fit, and some to try")
        let fitted = 0..<designs.count - left, tried = designs.count - left..<designs.count
        let penalties = [0.1, 0.3, 1, 3, 10, 30, 100, 300]
        func estimate(_ features: ([Int?]) -> [Double]) -> (fit: RidgeRegression, values: [Double]) {
            let samples = designs.map(features), values = Array(losses[fitted])
            let known = Array(samples[fitted])
            let penalty = RidgeRegression.bestPenalty(penalties, known, values: values)
            let fit = RidgeRegression(known, values: values, penalty: penalty)
            return (fit, tried.map { fit.value(samples[$0]) })
        }
        func single(_ design: [Int?]) -> [Double] {
            zip(design, options).flatMap { choice, count in (0..<count).map { $0 == choice ? 1.0 : 0 } }
        }
        func pairs(_ design: [Int?]) -> [Double] {
            single(design)
                + neighbours.flatMap { a, b -> [Double] in
                    var feature = [Double](repeating: 0, count: options[a] * options[b])
                    if let first = design[a], let second = design[b] { feature[first * options[b] + second] = 1 }
                    return feature
                }
        }
        let (sum, told) = estimate(single)
        let toldByPairs = estimate(pairs).values
        let truth = Array(losses[tried])
        tau = kendallTau(told, truth)
        tauOfPairs = kendallTau(toldByPairs, truth)
        error = (zip(told, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(left)).squareRoot()
        let average = truth.reduce(0, +) / Double(left)
        deviation = (truth.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(left)).squareRoot()
        var first = 0, shares: [[Double]] = [], middles: [Double] = [], mean = sum.constant
        for count in options {
            let weights = Array(sum.weights[first..<first + count])
            let middle = weights.reduce(0, +) / Double(count)
            shares.append(weights.map { $0 - middle })
            middles.append(middle)
            first += count
        }
        // The mean of what hangs on a block is the block's own, where it is there.
        for choice in options.indices {
            if let hangs = dependences?[choice] {
                shares[hangs.choice][hangs.option] += middles[choice]
            } else {
                mean += middles[choice]
            }
        }
        for choice in Set((dependences ?? []).compactMap { $0?.choice }) {
            let middle = shares[choice].reduce(0, +) / Double(shares[choice].count)
            shares[choice] = shares[choice].map { $0 - middle }
            mean += middle
        }
        self.shares = shares
        self.mean = mean
    }

    /// The loss that the sum tells.
    public func loss(of design: [Int?]) -> Double {
        zip(shares, design).reduce(mean) { sum, item in item.1.map { sum + item.0[$0] } ?? sum }
    }
}
