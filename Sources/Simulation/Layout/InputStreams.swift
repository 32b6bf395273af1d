/// How codes of an input are driven: one value of d bits after the other, each counted with its weight.
///
/// An unsigned code is Σ 2^(d·s)·v_s. A signed code (two's complement) is the same, but its sign bit counts negative:
/// where the last stream holds nothing else, its weight is −2^(d·s), as in ISAAC; where it holds more bits, the sign
/// bit is driven inverted (the value plus 2^(B−1), never negative) and the surplus is subtracted digitally.
public struct InputStreams: Hashable, Sendable {
    /// Bits of a DAC, d.
    public let width: Int
    /// Weight of each stream.
    public let weights: [Int]
    /// What is added to every code before it is cut up.
    public let surplus: Int
    /// Bits of a code, B.
    public let bits: Int

    /// - Parameter dacBits: d, at least 1.
    public init(_ format: NumberFormat, dacBits: Int) {
        width = dacBits
        bits = format.bits
        let count = (format.bits + dacBits - 1) / dacBits
        let signAlone = format.isSigned && (format.bits - 1) % dacBits == 0
        weights = (0..<count).map { s in signAlone && s == count - 1 ? -(1 << (s * dacBits)) : 1 << (s * dacBits) }
        surplus = format.isSigned && !signAlone ? 1 << (format.bits - 1) : 0
    }

    /// Streams of one code, S = ⌈B/d⌉.
    public var count: Int { weights.count }

    /// The highest value of a stream.
    public var highest: Int { (1 << width) - 1 }

    /// The bits of a code as they are driven, stream 0 lowest.
    @inline(__always)
    func pattern(_ code: Int32) -> UInt32 {
        UInt32(truncatingIfNeeded: Int(code) + surplus) & UInt32(truncatingIfNeeded: (1 << bits) - 1)
    }
}
