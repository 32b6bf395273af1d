/// Fixed-point numbers of one tensor: integer codes of `bits` bits, each worth `scale`.
///
/// ```swift
/// let format = NumberFormat(bits: 8, isSigned: false, scale: 0.02)
/// format.code(for: 1.0)          // 50
/// format.value(of: 50)           // 1.0
/// ```
public struct NumberFormat: Hashable, Sendable {
    /// 1 to 32.
    public var bits: Int
    /// Two's complement; otherwise no code is negative.
    public var isSigned: Bool
    /// What a code of 1 stands for; above 0.
    public var scale: Double
    /// Whether −2^(bits−1), which has no magnitude of bits − 1 bits, is left out of signed codes.
    public var isSymmetric = false

    /// - Parameter scale: what a code of 1 stands for, above 0.
    public init(bits: Int, isSigned: Bool, scale: Double) {
        self.bits = bits
        self.isSigned = isSigned
        self.scale = scale
    }

    /// −2^(bits−1) where codes are signed, or one more where they are symmetric; else 0.
    public var lowest: Int { isSigned ? -(1 << (bits - 1)) + (isSymmetric ? 1 : 0) : 0 }
    /// 2^(bits−1) − 1 where codes are signed, else 2^bits − 1.
    public var highest: Int { (1 << (isSigned ? bits - 1 : bits)) - 1 }

    /// The nearest code: value / scale in IEEE double precision, halves to even, clipped to the range.
    @inlinable
    public func code(for value: Double) -> Int {
        let code = (value / scale).rounded(.toNearestOrEven)
        // A comparison with NaN is false, so that NaN becomes the lowest code.
        return code > Double(lowest) ? (code < Double(highest) ? Int(code) : highest) : lowest
    }

    /// Code × scale.
    @inlinable
    public func value(of code: Int) -> Double { Double(code) * scale }
}
