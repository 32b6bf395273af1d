/// A function of one element that has no numbers of its own; the raw value is the word of network files.
public enum ElementFunction: String, Hashable, Sendable, CaseIterable {
    case exponential
    case logarithm
    case squareRoot = "square-root"
    /// 1/x
    case reciprocal
    case absolute
    case errorFunction = "error-function"
    case sine
    case cosine
    case tangent
    case arcSine = "arc-sine"
    case arcCosine = "arc-cosine"
    case arcTangent = "arc-tangent"
    case hyperbolicSine = "hyperbolic-sine"
    case hyperbolicCosine = "hyperbolic-cosine"
    case areaSine = "area-hyperbolic-sine"
    case areaCosine = "area-hyperbolic-cosine"
    case areaTangent = "area-hyperbolic-tangent"
    /// −1, 0 or 1
    case sign
    case floor
    case ceiling
    /// To the nearest whole number, halves to even.
    case round
    /// Towards 0.
    case truncate
    /// To the nearest number of IEEE 754 single precision, halves to even.
    case single
    /// ln(1 + eˣ)
    case softplus
    /// x/(1 + |x|)
    case softsign
    /// x·tanh(ln(1 + eˣ))
    case mish
    /// x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³)))
    case geluTanh = "gelu-tanh"
    /// 1 where x is not a number, else 0.
    case isNaN = "is-nan"
    /// 1 where x is infinite, else 0.
    case isInfinite = "is-infinite"
    /// 1 where x is 0, else 0.
    case isZero = "is-zero"

    /// Whether the function of 0 is 0.
    var keepsZero: Bool {
        switch self {
        case .squareRoot, .absolute, .errorFunction, .sine, .tangent, .arcSine, .arcTangent, .hyperbolicSine, .areaSine,
            .areaTangent, .sign, .floor, .ceiling, .round, .truncate, .single, .softsign, .mish, .geluTanh, .isNaN,
            .isInfinite:
            true
        case .exponential, .logarithm, .reciprocal, .cosine, .arcCosine, .hyperbolicCosine, .areaCosine, .softplus,
            .isZero:
            false
        }
    }

    /// Whether no output is ever negative.
    public var isNonNegative: Bool {
        switch self {
        case .exponential, .squareRoot, .absolute, .arcCosine, .hyperbolicCosine, .areaCosine, .softplus, .isNaN,
            .isInfinite, .isZero:
            true
        default: false
        }
    }

    /// Whether outputs of what is not negative are not negative.
    public var keepsSign: Bool {
        switch self {
        case .reciprocal, .errorFunction, .arcSine, .arcTangent, .hyperbolicSine, .areaSine, .areaTangent, .sign,
            .floor, .ceiling, .round,
            .truncate, .single, .softsign, .mish, .geluTanh:
            true
        default: isNonNegative
        }
    }
}

/// A function of two elements at the same place; extents of 1 are repeated. The raw value is the word of network files.
///
/// Comparisons and logic give 1 for true and 0 for false, and take what is not 0 as true.
public enum Arithmetic: String, Hashable, Sendable, CaseIterable {
    case subtract, divide, power, maximum, minimum
    /// The rest of a division, with the divisor's sign.
    case modulo
    /// The rest of a division, with the dividend's sign.
    case remainder
    case less
    case lessOrEqual = "less-or-equal"
    case equal
    case and, or
    case exclusiveOr = "exclusive-or"
    /// The first where it is positive, else the first times the second.
    case slope
}

/// What is done with the elements along axes that are dropped.
public enum Reduction: String, Hashable, Sendable, CaseIterable {
    case sum, product, maximum, minimum
}
