import Hardware

/// What the ADC of a layer's columns makes of a sum: steps of a power of two, clipped at its highest code.
public struct ColumnConversion: Hashable, Sendable {
    /// Resolution in bits.
    public let bits: Int
    /// A code counts 2^shift.
    public let shift: Int
    /// Whether sums may be negative: as many codes are below 0 as above it.
    public let isSigned: Bool

    /// - Parameter shift: a code counts 2^shift.
    public init(bits: Int, shift: Int, isSigned: Bool = false) {
        self.bits = bits
        self.shift = shift
        self.isSigned = isSigned
    }

    /// 2^bits − 1 where codes begin with 0, 2^(bits − 1) − 1 where they are signed: one bit tells no sum that may be
    /// negative from 0.
    public var highest: Int { (1 << (isSigned ? bits - 1 : bits)) - 1 }

    /// 0, or −``highest`` where codes are signed.
    public var lowest: Int { isSigned ? -highest : 0 }

    /// The code of an exact sum: round(sum / 2^shift), halves up, clipped.
    @inlinable
    public func code(of sum: Int) -> Int {
        let code = (sum + (shift > 0 ? 1 << (shift - 1) : 0)) >> shift
        return min(highest, isSigned ? max(lowest, code) : code)
    }

    /// Whether no sum up to `largest`, with either sign where sums are signed, is changed.
    public func isLossless(upTo largest: Int) -> Bool { shift == 0 && largest <= highest }
}

/// How the range of an ADC that cannot tell all sums apart is laid over them.
public enum ConverterRange: String, Hashable, Sendable, CaseIterable {
    /// The smallest steps with which the highest possible sum still fits: rounds, never clips.
    case full
    /// Steps of one level: exact up to the highest code, clips beyond.
    case unit
    /// Of all steps between these two, for each layer the one of least squared error over calibration images.
    case calibrated
}
