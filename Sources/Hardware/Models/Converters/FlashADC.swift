import Quantities
import RealModule

/// A flash ADC: 2^b − 1 comparators that decide at once, a resistor ladder, and an encoder of full adders.
///
///     E = (2^b − 1)·E_comparator + (V²/R)·t + (2^b − b − 1)·E_full-adder
public enum FlashADC: FigureModel {
    public static let summary = "flash ADC: 2^bits − 1 comparators, a resistor ladder, an encoder of full adders"
    public static let source = "comparator: TIMELY, ISCA 2020 (65 nm); gates: \(Gates.source)"
    public static let range = "1 to 8 bits, up to 5 GS/s, 7 nm to 130 nm, 0.6 V to 1.3 V"
    public static let kinds: [ComponentKind] = [.adc]
    public static let parameters: [ModelParameter] =
        [
            .integer("resolution", 1...8, "bits"),
            .quantity("rate", Frequency(100, .kilo)...Frequency(5, .giga), "conversions a second"),
            .quantity(
                "ladder", Resistance(100)...Resistance(10, .mega), standard: Resistance(10, .kilo),
                "resistance of the whole ladder; assumed"),
        ] + Gates.parameters

    /// - Throws: where comparator and encoder together take longer than a period of the rate, too.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let bits = try given.integer("resolution")
        let time = try given.quantity("rate", Frequency.self).reciprocal
        let ladder = try given.quantity("ladder", Resistance.self)
        let gates = try Gates(given)
        let comparator = try ClockedComparator(gates)
        let deciders = Double((1 << bits) - 1)
        let adders = Double((1 << bits) - bits - 1)
        let decide = comparator.energy * deciders
        let hold = Energy(si: gates.supply.si * gates.supply.si / ladder.si * time.si)
        let encode = gates.fullAdder.energy * adders
        let delay = comparator.time + gates.fullAdder.time * Double(bits)
        guard time >= delay else {
            throw ComponentModelError(
                "comparator and encoder take \(delay), longer than the \(time) of a conversion", hint: "lower the rate",
                parameter: "rate")
        }
        return ModelFigures(
            given.kind, energy: decide + hold + encode, time: time,
            area: comparator.area * deciders + gates.fullAdder.area * adders, leakage: nil,
            steps: gates.steps + [
                "\(Int(deciders)) comparators of \(comparator.energy) = \(decide)",
                "ladder = V²/\(ladder) during \(time) = \(hold)",
                "encoder = \(Int(adders)) full adders of \(gates.fullAdder.energy) = \(encode)",
            ])
    }
}

/// A ramp ADC: one comparator a column against a ramp that all columns share, and a latch that keeps the count.
///
///     t = 2^b / f_clock        E = 2^b·E_comparator + b·E_flip-flop + 2^b·2·E_flip-flop / columns
///
/// A conversion of fewer bits is a ramp of fewer and larger steps: the same with b the bits asked for.
public enum RampADC: FigureModel {
    public static let summary =
        "ramp (single-slope) ADC: 2^bits steps of a clock, a comparator and a latch a column, counter shared"
    public static let source = "comparator: TIMELY, ISCA 2020 (65 nm); gates: \(Gates.source)"
    public static let range =
        "1 to 12 bits, clock up to 5 GHz, 7 nm to 130 nm, 0.6 V to 1.3 V; the ramp generator itself is not counted"
    public static let kinds: [ComponentKind] = [.adc]
    public static let parameters: [ModelParameter] =
        [
            .integer("resolution", 1...12, "bits"),
            .quantity(
                "clock", Frequency(1, .mega)...Frequency(5, .giga), standard: Frequency(1, .giga), "of the counter"),
            .integer("columns", 1...4096, standard: 1, "that share the counter"),
        ] + Gates.parameters

    /// - Throws: where the comparator takes longer than a period of the clock, too.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let bits = try given.integer("resolution")
        let clock = try given.quantity("clock", Frequency.self)
        let columns = Double(try given.integer("columns"))
        let gates = try Gates(given)
        let comparator = try ClockedComparator(gates)
        guard clock.reciprocal >= comparator.time else {
            throw ComponentModelError(
                "the comparator takes \(comparator.time), longer than a period of the clock", hint: "lower the clock",
                parameter: "clock")
        }
        let steps = Double(1 << bits)
        func energy(_ bits: Int) -> Energy {
            let steps = Double(1 << bits)
            // A binary counter of any length toggles two bits a step in the mean.
            return comparator.energy * steps + gates.flipFlop.energy * (Double(bits) + 2 * steps / columns)
        }
        let decide = comparator.energy * steps
        let latch = gates.flipFlop.energy * Double(bits)
        let count = gates.flipFlop.energy * (2 * steps / columns)
        return ModelFigures(
            given.kind, energy: energy(bits), time: Time(si: steps / clock.si),
            area: comparator.area + gates.flipFlop.area * (Double(bits) * (1 + 1 / columns)), leakage: nil,
            shares: (1..<max(1, bits)).map {
                ConversionShare(energy: energy($0) / energy(bits), time: Double(1 << $0) / steps)
            },
            steps: gates.steps + [
                "\(Int(steps)) decisions of \(comparator.energy) = \(decide)",
                "latch of \(bits) bits = \(latch); counter shared by \(Int(columns)) = \(count)",
            ])
    }
}

/// The clocked comparator of TIMELY (Li et al., ISCA 2020, table of components: 65 nm, 41.7 fJ a decision, 40 µm²).
struct ClockedComparator {
    let energy: Energy
    let time: Time
    let area: Area

    init(_ gates: Gates) throws(ComponentModelError) {
        let reference = try TechnologyNode(Length(65, .nano))
        // At the supply of 65 nm, 1.1 V.
        let voltage = gates.supply / Voltage(1.1)
        energy = Energy(41.7, .femto) * (reference.energyFactor(to: gates.node) * voltage * voltage)
        area = Area(si: 40e-12) * reference.areaFactor(to: gates.node)
        // Four gates of delay: assumed, the table gives none.
        time = gates.nand.time * 4
    }
}
