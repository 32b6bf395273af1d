import Quantities
import RealModule

/// An R-2R ladder DAC: what its resistors draw while a code stands, in the mean over all codes.
///
/// Every bit drives its node through 2R, nodes are joined by R, and the first is terminated by 2R: the circuit is
/// solved, and with M the node voltages of one bit at 1 V and all others at 0 V,
///
///     ⟨P⟩ = V²/(2R)·Σᵢ (½ − ½·Mᵢᵢ − ¼·Σⱼ≠ᵢ Mᵢⱼ)        E = ⟨P⟩·t
///
/// (for one bit V²/8R: half of the codes draw V/4R).
public enum R2RLadderDAC: FigureModel {
    public static let summary = "R-2R ladder DAC: power of the ladder over all codes, solved, while a code stands"
    public static let source =
        "the circuit itself; area a resistor: Wang et al., VLSI 2022, figure 22 (64 DACs of 8 bits, 37200 µm², 22 nm)"
    public static let range =
        "1 to 12 bits, hold times of 10 ps to 10 µs; the ladder alone: add a driver for a load; leakage unknown"
    public static let kinds: [ComponentKind] = [.dac]
    public static let parameters: [ModelParameter] = [
        .integer("resolution", 1...12, "bits"),
        .quantity("supply", TechnologyNode.supplies, "of the bits; without it the chip's, or the node's nominal one"),
        .quantity("technology", TechnologyNode.range, "feature size; without it the chip's"),
        .quantity("unit-resistor", Resistance(100)...Resistance(10, .mega), "R"),
        .quantity("hold", Time(10, .pico)...Time(10, .micro), "how long a code stands"),
    ]

    /// Takes the time `hold`; the leakage is unknown.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let bits = try given.integer("resolution")
        let supply = try given.quantity("supply", Voltage.self)
        let unit = try given.quantity("unit-resistor", Resistance.self)
        let hold = try given.quantity("hold", Time.self)
        let activity = Ladder(bits: bits).meanDrive
        let power = Power(si: supply.si * supply.si / (2 * unit.si) * activity)
        let node = try TechnologyNode(given.quantity("technology", Length.self))
        // Three unit resistors a bit and one for the end, each with its share of the switch.
        let area =
            Area(si: 24e-12) * (Double(3 * bits + 1) * SurveyTrend.areaFactor(from: Length(22, .nano), to: node.length))
        return ModelFigures(
            given.kind, energy: power * hold, time: hold, area: area, leakage: nil,
            steps: [
                "mean drive of the ladder, solved = \(activity.text(significant: 5)), power = (\(supply))²/(2·\(unit)) × it = \(power)",
                "energy = power during \(hold) = \(power * hold)",
                "area = \(3 * bits + 1) resistors of 24 µm² at 22 nm = \(area)",
            ])
    }
}

/// A C-2C ladder DAC: the charge that its capacitors take when a code is put on a ladder that was empty, in the mean
/// over all codes.
///
/// The same network with arms of C between bits and nodes and 2C from node to node:
///
///     E = C·V²·Σᵢ (½ − ½·Mᵢᵢ − ¼·Σⱼ≠ᵢ Mᵢⱼ)
public enum C2CLadderDAC: FigureModel {
    public static let summary = "C-2C ladder DAC: charge of the ladder over all codes, solved, from empty"
    public static let source = "the circuit itself; capacitors of 2 fF/µm², as metal-oxide-metal ones have: assumed"
    public static let range =
        "1 to 12 bits, capacitors of 0.1 fF to 1 pF; the ladder alone: add a driver for a load; leakage unknown"
    public static let kinds: [ComponentKind] = [.dac]
    public static let parameters: [ModelParameter] = [
        .integer("resolution", 1...12, "bits"),
        .quantity("supply", TechnologyNode.supplies, "of the bits; without it the chip's, or the node's nominal one"),
        .quantity("technology", TechnologyNode.range, "feature size, for the supply; without it the chip's"),
        .quantity("unit-capacitor", Capacitance(0.1, .femto)...Capacitance(1, .pico), "C"),
        .quantity(
            "settling", Time(10, .pico)...Time(10, .micro), standard: Time(1, .nano), "time of a conversion; assumed"),
    ]

    /// Takes the time `settling`; the leakage is unknown.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let bits = try given.integer("resolution")
        let supply = try given.quantity("supply", Voltage.self)
        let unit = try given.quantity("unit-capacitor", Capacitance.self)
        let activity = Ladder(bits: bits).meanDrive
        let energy = Energy(si: unit.si * supply.si * supply.si * activity)
        // Arms of C, steps of 2C, and C at the end.
        let capacitance = unit * Double(bits + 2 * (bits - 1) + 1)
        let area = Area(si: capacitance.si / 2e-15 * 1e-12)
        return ModelFigures(
            given.kind, energy: energy, time: try given.quantity("settling"), area: area, leakage: nil,
            steps: [
                "mean drive of the ladder, solved = \(activity.text(significant: 5)), energy = \(unit)·(\(supply))² × it = \(energy)",
                "area = \(capacitance) at 2 fF/µm² = \(area)",
            ])
    }
}

/// A binary-weighted capacitor DAC, charged from empty: C_total·V²·(⟨x⟩ − ⟨x²⟩) over all codes x, of 2^b units.
public enum CapacitiveDAC: FigureModel {
    public static let summary = "binary-weighted capacitor DAC: charge of 2^bits units over all codes, from empty"
    public static let source = "the circuit itself; capacitors of 2 fF/µm², as metal-oxide-metal ones have: assumed"
    public static let range =
        "1 to 10 bits, capacitors of 0.1 fF to 1 pF; the array alone: add a driver for a load; leakage unknown"
    public static let kinds: [ComponentKind] = [.dac]
    public static let parameters: [ModelParameter] = [
        .integer("resolution", 1...10, "bits"),
        .quantity("supply", TechnologyNode.supplies, "of the bits; without it the chip's, or the node's nominal one"),
        .quantity("technology", TechnologyNode.range, "feature size, for the supply; without it the chip's"),
        .quantity("unit-capacitor", Capacitance(0.1, .femto)...Capacitance(1, .pico), "the smallest"),
        .quantity(
            "settling", Time(10, .pico)...Time(10, .micro), standard: Time(1, .nano), "time of a conversion; assumed"),
    ]

    /// Takes the time `settling`; the leakage is unknown.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let bits = try given.integer("resolution")
        let supply = try given.quantity("supply", Voltage.self)
        let units = Double(1 << bits)
        let capacitance = try given.quantity("unit-capacitor", Capacitance.self) * units
        // Over x = k/2^b, k from 0 to 2^b − 1.
        let mean = (units - 1) / (2 * units)
        let square = (units - 1) * (2 * units - 1) / (6 * units * units)
        let energy = Energy(si: capacitance.si * supply.si * supply.si * (mean - square))
        let area = Area(si: capacitance.si / 2e-15 * 1e-12)
        return ModelFigures(
            given.kind, energy: energy, time: try given.quantity("settling"), area: area, leakage: nil,
            steps: [
                "\(Int(units)) units = \(capacitance); ⟨x⟩ − ⟨x²⟩ = \((mean - square).text(significant: 5)); energy = C·V²·(⟨x⟩ − ⟨x²⟩) = \(energy)",
                "area = \(capacitance) at 2 fF/µm² = \(area)",
            ])
    }
}

/// A DAC in time: the row is driven for as long as the code says, or as often.
///
///     width: one pulse of 0 to 2^b − 1 steps        E = C·V²·(2^b − 1)/2^b + logic
///     count: 0 to 2^b − 1 pulses of one step         E = C·V²·(2^b − 1)·x̄   + logic, x̄ the mean of the data, ½ unless it is known
///
/// Logic: a flip-flop and a comparing XOR a bit, in every step.
public enum PulseDAC: FigureModel {
    public static let summary = "DAC in time: pulse width or pulse count on a row's capacitance, with its counter"
    public static let source = "C·V² a pulse; gates: \(Gates.source)"
    public static let range = "1 to 8 bits, loads of 0.1 fF to 100 pF; " + Gates.range
    public static let kinds: [ComponentKind] = [.dac]
    public static let parameters: [ModelParameter] =
        [
            .integer("resolution", 1...8, "bits"),
            .word("pulses", ["width", "count"], "one pulse as wide as the code says, or as many pulses"),
            .quantity("load", Capacitance(0.1, .femto)...Capacitance(100, .pico), "of the row"),
            .quantity("step", Time(10, .pico)...Time(10, .micro), "of one unit of the code"),
        ] + Gates.parameters

    /// Takes 2^b − 1 steps of time; of pulse counts the charge goes with the data, ``Action/dataEnergy``.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let bits = try given.integer("resolution")
        let gates = try Gates(given)
        let steps = Double((1 << bits) - 1)
        // Of width, over all codes, of which one is 0 and drives nothing; a count follows the data.
        let isCount = try given.word("pulses") == "count"
        let pulses = isCount ? steps : steps / (steps + 1)
        let charge = gates.charging(try given.quantity("load")) * pulses
        let logic = (gates.flipFlop.energy + gates.xor.energy) * (Double(bits) * steps)
        var convert = Action(
            name: .convert, energy: isCount ? logic : charge + logic,
            time: try given.quantity("step", Time.self) * steps)
        if isCount { convert.dataEnergy = charge }
        return ModelFigures(
            actions: [convert], area: (gates.flipFlop.area + gates.xor.area) * Double(bits), leakage: nil,
            steps: gates.steps + [
                "\(pulses.text(significant: 4)) pulses of C·V² "
                    + (isCount
                        ? "for the largest code, as many as the mean of the data of them"
                        : "in the mean over all codes") + " = \(charge)",
                "counter and comparison of \(bits) bits in \(Int(steps)) steps = \(logic)",
            ])
    }
}

/// An R-2R or C-2C ladder as a network of conductances: arms of 1 from the bits, steps of 2, and an end of 1.
struct Ladder {
    let bits: Int

    /// Σᵢ ⟨bᵢ·(bᵢ − vᵢ)⟩ over all codes, with v the nodes' voltages: bits are independent, and each is 1 half of the
    /// time.
    var meanDrive: Double {
        (0..<bits).reduce(0) { sum, i in
            let nodes = voltages(driving: i)
            // ⟨bᵢ·vᵢ⟩ = ½·Mᵢᵢ + ¼·Σⱼ≠ᵢ Mᵢⱼ, and M is symmetric.
            let others = nodes.reduce(0, +) - nodes[i]
            return sum + 0.5 - 0.5 * nodes[i] - 0.25 * others
        }
    }

    /// Voltages of the nodes with bit `driven` at 1 and all others at 0: a tridiagonal system, solved by elimination.
    func voltages(driving driven: Int) -> [Double] {
        var diagonal = [Double](repeating: 0, count: bits)
        var right = [Double](repeating: 0, count: bits)
        for i in 0..<bits {
            diagonal[i] = 1 + (i == 0 ? 1 : 2) + (i == bits - 1 ? 0 : 2)
            right[i] = i == driven ? 1 : 0
        }
        for i in 1..<max(1, bits) {
            let factor = -2 / diagonal[i - 1]
            diagonal[i] -= factor * -2
            right[i] -= factor * right[i - 1]
        }
        var result = [Double](repeating: 0, count: bits)
        for i in (0..<bits).reversed() {
            let next = i + 1 < bits ? result[i + 1] : 0
            result[i] = (right[i] + 2 * next) / diagonal[i]
        }
        return result
    }
}
