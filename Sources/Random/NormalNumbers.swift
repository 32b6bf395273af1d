import RealModule

/// Standard normal numbers, fast: the quantiles of 2¹⁴ equal shares of the distribution, drawn by xorshift64* (Vigna,
/// ACM TOMS 42, 2016).
///
/// The largest is 4.0; the variance is brought back to 1.
public struct NormalNumbers: Sendable {
    @usableFromInline var state: UInt64

    /// Same seeds, same numbers.
    /// - Parameter place: of what is drawn for, such as an image and a layer: each has numbers of its own.
    public init(seed: UInt64, _ place: Int...) {
        var mixed = seed
        for number in place.map({ UInt64(truncatingIfNeeded: $0) }) {
            mixed = (mixed ^ number) &* 0x9E37_79B9_7F4A_7C15
            mixed ^= mixed >> 32
        }
        state = mixed | 1
    }

    /// The next number.
    ///
    /// - Parameter quantiles: ``quantiles``, which a loop opens once.
    @inlinable
    public mutating func next(_ quantiles: UnsafePointer<Float>) -> Float {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return quantiles[Int((state &* 0x2545_F491_4F6C_DD1D) >> 50)]
    }

    /// The next number.
    public mutating func next() -> Double {
        Self.quantiles.withUnsafeBufferPointer { Double(next($0.baseAddress!)) }
    }

    /// The middles of equal shares of the standard normal distribution.
    public static let quantiles: [Float] = {
        let count = 1 << 14
        var values = (0..<count).map { k in quantile((Double(k) + 0.5) / Double(count)) }
        let deviation = (values.reduce(0) { $0 + $1 * $1 } / Double(count)).squareRoot()
        values = values.map { $0 / deviation }
        return values.map { Float($0) }
    }()

    /// By Newton's method on the error function.
    private static func quantile(_ share: Double) -> Double {
        var x = 0.0
        for _ in 0..<60 {
            let error = 0.5 * (1 + Double.erf(x * 0.5.squareRoot())) - share
            let slope = Double.exp(-x * x / 2) / (2 * Double.pi).squareRoot()
            let step = max(-0.5, min(0.5, error / slope))
            x -= step
            if abs(step) < 1e-12 { break }
        }
        return x
    }
}
