import Markup
import Quantities

// What a value may be before it is taken for a slip: wide enough for anything that was ever built,
// and narrow enough that no sum or product of a chip's figures leaves the range of a double.

extension NumberRange {
    static let technology = NumberRange.from(Length(0.1, .nano), to: Length(1, .milli))
    static let clock = NumberRange.from(Frequency(1), to: Frequency(10, .tera))
    static let energy = NumberRange.from(Energy(0), to: Energy(1, .milli))
    static let power = NumberRange.from(Power(0), to: Power(1, .mega))
    /// A wafer of 300 mm has 0.07 m².
    static let area = NumberRange.from(Area(0), to: Area(0.1))
    static let actionTime = NumberRange.from(Time(0), to: Time(1))
    static let readTime = NumberRange.from(Time(1, .femto), to: Time(1))
    static let readVoltage = NumberRange.from(Voltage(1, .micro), to: Voltage(1, .kilo))
    static let threshold = NumberRange.from(Voltage(0), to: Voltage(1, .kilo))
    static let supply = NumberRange.from(Voltage(1, .milli), to: Voltage(1, .kilo))
    static let wireResistance = NumberRange.from(Resistance(0), to: Resistance(1, .giga))
    static let cellResistance = NumberRange.from(Resistance(1, .milli), to: Resistance(1, .tera))
    static let cellCapacitance = NumberRange.from(Capacitance(0.001, .femto), to: Capacitance(1, .nano))
    static let sampleRate = NumberRange.from(Frequency(1), to: Frequency(10, .tera))
    static let capacity = NumberRange.from(Information(1), to: Information(8, .tera))
    static let age = NumberRange.from(Time(1, .femto), to: Time(10, .giga))
}

/// Whole numbers that a file may give.
enum Plausible {
    static let rows = 1...65536
    static let count = 1...1_000_000_000
    static let width = 1...1_048_576
    static let resolution = 1...32
    static let cellBits = 1...16
    /// Of one component or crossbar kind on a chip.
    static let perChip = 1_000_000_000
}
