import Hardware
import Quantities
import Random

/// An ADC as it is: quantises and clips, with an offset and a gain error.
///
/// A current x becomes the code round((1 + gain)·x / step + offset), halves rounded up, clipped to 0…2^bits − 1.
public struct Converter: Sendable, Hashable {
    /// Resolution, 1 to 62.
    public var bits: Int
    /// Current of one least significant bit.
    public var step: Current
    /// Added to every conversion, in least significant bits.
    public var offset: Double
    /// Relative error of the slope.
    public var gain: Double

    /// - Parameter offset: in least significant bits; the gain is a relative error.
    public init(bits: Int, step: Current, offset: Double = 0, gain: Double = 0) {
        precondition((1...62).contains(bits) && step.si > 0, "an ADC has at least 1 bit and a step above 0 A")
        self.bits = bits
        self.step = step
        self.offset = offset
        self.gain = gain
    }

    /// 2^bits − 1; codes begin with 0.
    public var highestCode: Int { (1 << bits) - 1 }

    /// What the ADC says of a current.
    public func code(for current: Current) -> Int {
        let value = (current / step * (1 + gain) + offset + 0.5).rounded(.down)
        return value > 0 ? (value < Double(highestCode) ? Int(value) : highestCode) : 0
    }

    /// What the digital side takes a code for.
    public func current(of code: Int) -> Current { step * Double(code) }
}

extension CrossbarKind.ColumnConverter {
    /// The ADC of each column of one crossbar, with offset and gain drawn from normal distributions of the
    /// standard deviations given; columns that share an ADC share its errors, and so do crossbars if
    /// it serves more columns than one has.
    ///
    /// - Parameters:
    ///   - count: columns of the crossbar.
    ///   - step: current of one least significant bit.
    ///   - seed: same seed, same ADCs.
    ///   - crossbar: number of the crossbar among those with this seed.
    public func converters(columns count: Int, step: Current, seed: UInt64, crossbar: Int = 0) -> [Converter] {
        let offsets = CountedDraws(seed: seed, .converterOffset)
        let gains = CountedDraws(seed: seed, .converterGain)
        return (0..<count).map { column in
            let unit = (crossbar * count + column) / max(1, columns)
            return Converter(
                bits: bits, step: step,
                offset: offsetSigma > 0 ? offsetSigma * offsets.normal(unit) : 0,
                gain: gainSigma > 0 ? gainSigma * gains.normal(unit) : 0)
        }
    }
}
