import Hardware

/// What the ADC of a layer's columns makes of a sum: steps of a power of two, clipped at its highest code.
public struct ColumnConversion: Hashable, Sendable {
    /// Resolution in bits.
    public let bits: Int
    /// A code counts 2^shift.
    public let shift: Int

    /// - Parameter shift: a code counts 2^shift.
    public init(bits: Int, shift: Int) {
        self.bits = bits
        self.shift = shift
    }

    /// 2^bits − 1; codes begin with 0.
    public var highest: Int { (1 << bits) - 1 }

    /// The code of an exact sum: round(sum / 2^shift), halves up, clipped.
    @inlinable
    public func code(of sum: Int) -> Int {
        min(highest, (sum + (shift > 0 ? 1 << (shift - 1) : 0)) >> shift)
    }

    /// Whether no sum up to `largest` is changed.
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
