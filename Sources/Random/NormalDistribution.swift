import RealModule

/// The standard normal distribution: P(N ≤ z). The complementary error function keeps small tails exact.
public func normalDistribution(_ z: Double) -> Double { 0.5 * Double.erfc(-z * 0.5.squareRoot()) }

/// The standard normal density.
public func normalDensity(_ z: Double) -> Double { Double.exp(-0.5 * z * z) * 0.3989422804014327 }

/// A standard normal number from two of even distribution (Box and Muller, 1958, the cosine half).
///
/// - Parameters:
///   - radius: in (0, 1].
///   - turn: in [0, 1].
func boxMuller(_ radius: Double, _ turn: Double) -> Double {
    (-2 * Double.log(radius)).squareRoot() * Double.cos(2 * .pi * turn)
}
