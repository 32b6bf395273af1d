import Mapping

/// How codes of an input are driven: one value of d bits after the other, each counted with its weight.
///
/// An unsigned code is Σ 2^(d·s)·v_s. A signed code (two's complement) is the same, but its sign bit counts negative:
/// where the last stream holds nothing else, its weight is −2^(d·s), as in ISAAC; where it holds more bits, the sign
/// bit is driven inverted (the value plus 2^(B−1), never negative) and the surplus is subtracted digitally. So it is
/// too where streams are added up before they are converted. As sign and magnitude, the magnitude is cut up, and every
/// value has the sign of the code.
public struct InputStreams: Hashable, Sendable {
    /// Bits of a DAC, d.
    public let width: Int
    /// Weight of each stream.
    public let weights: [Int]
    /// What is added to every code before it is cut up.
    public let surplus: Int
    /// Bits of a code, B.
    public let bits: Int

    /// How signed codes are streamed.
    public let form: InputForm

    /// - Parameters:
    ///   - dacBits: d, at least 1.
    ///   - areAddedUp: whether several streams are added up before they are converted.
    public init(
        _ format: NumberFormat, dacBits: Int, form: InputForm = .twosComplement, areAddedUp: Bool = false
    ) {
        self.form = form
        width = dacBits
        let hasSign = format.isSigned && form == .twosComplement
        bits = format.isSigned && form == .signMagnitude ? max(1, format.bits - 1) : format.bits
        let count = (bits + dacBits - 1) / dacBits
        let signAlone = hasSign && !areAddedUp && (bits - 1) % dacBits == 0
        weights = (0..<count).map { s in signAlone && s == count - 1 ? -(1 << (s * dacBits)) : 1 << (s * dacBits) }
        surplus = hasSign && !signAlone ? 1 << (bits - 1) : 0
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

    /// The bits that are cut up: of the magnitude, or the code as it is driven.
    @inline(__always)
    func bits(of code: Int32) -> UInt32 { form == .signMagnitude ? code.magnitude : pattern(code) }

    /// What several streams of a code are together, in units of the first of them.
    @inline(__always)
    func value(_ code: Int32, of streams: Range<Int>) -> Int {
        let value = Int(bits(of: code) >> UInt32(streams.lowerBound * width)) & ((1 << (streams.count * width)) - 1)
        return form == .signMagnitude && code < 0 ? -value : value
    }

    /// The sum of the squares of several streams of a code, each with its weight, in units of the first of them: what
    /// the variance of noise that differs from read to read goes with.
    @inline(__always)
    func squares(_ code: Int32, of streams: Range<Int>) -> Int {
        streams.reduce(0) {
            let value = self.value(code, of: $1..<$1 + 1) << (($1 - streams.lowerBound) * width)
            return $0 + value * value
        }
    }
}
