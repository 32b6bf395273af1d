import Random

/// Functions of the digital units, made of IEEE additions, multiplications, divisions and roundings
/// in double precision and in the order written, so that any implementation gets the same bits.
enum Elementary {
    /// eˣ: x = k·ln 2 + r with k rounded to nearest even, eʳ as a Taylor sum of degree 13
    /// by Horner's rule, scaled by 2ᵏ. Relative error below 4e-16 for |x| ≤ 700; 0 below, and
    /// e⁷⁰⁰ above.
    static func exponential(_ x: Double) -> Double {
        guard x >= -700 else { return 0 }
        let x = min(x, 700)
        let k = (x * 1.4426950408889634).rounded(.toNearestOrEven)
        // ln 2 in two parts, the first exact in products with k.
        let r = (x - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10
        var sum = 1.0
        for n in stride(from: 13.0, through: 1, by: -1) { sum = 1 + r * sum / n }
        return sum * Double(sign: .plus, exponent: Int(k), significand: 1)
    }

    static func sigmoid(_ x: Double) -> Double { 1 / (1 + exponential(-x)) }

    /// tanh x = 1 − 2/(1 + e²ˣ) for x ≥ 0, odd.
    static func tanh(_ x: Double) -> Double {
        let magnitude = 1 - 2 / (1 + exponential(2 * abs(x)))
        return x < 0 ? -magnitude : magnitude
    }

    /// Abramowitz and Stegun, formula 7.1.26; absolute error below 1.5e-7, far below a step of 16-bit codes.
    static func errorFunction(_ x: Double) -> Double {
        let z = abs(x)
        let t = 1 / (1 + 0.3275911 * z)
        let polynomial = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
        let magnitude = 1 - polynomial * exponential(-z * z)
        return x < 0 ? -magnitude : magnitude
    }

    /// x/2 · (1 + erf(x/√2))
    static func gelu(_ x: Double) -> Double { 0.5 * x * (1 + errorFunction(x * 0.7071067811865476)) }
}
