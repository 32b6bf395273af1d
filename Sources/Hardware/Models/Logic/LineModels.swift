import Quantities
import RealModule

/// A driver of a word line or a column: a chain of inverters, each four times the one before, and the line.
///
///     E = activity·C·V²·(1 + ⅓)        t = ⌈log₄(C / 0.7 fF)⌉ gates of delay        A = ⅓·C / 0.7 fF NAND2
///
/// The chain has ⅓ of the capacitance of what it drives; its last inverter is a quarter of the load.
public enum DriverModel: FigureModel {
    public static let summary =
        "driver of a word line or column: C·V² of the line and of a chain of inverters, each four times the last"
    public static let source = "Sutherland, Sproull and Harris, Logical Effort, 1999; gates: \(Gates.source)"
    public static let range = "lines of 1 fF to 1 nF; " + Gates.range
    public static let kinds: [ComponentKind] = [.dac, .alu, .control]
    public static let parameters: [ModelParameter] =
        [
            .quantity("load", Capacitance(1, .femto)...Capacitance(1, .nano), "of the line with the cells on it"),
            .number("activity", 0...1, standard: 1, "share of its actions in which the line is charged"),
        ] + Gates.parameters

    /// One action charges the line in `activity` of its cases, and the chain with it.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let load = try given.quantity("load", Capacitance.self)
        let gates = try Gates(given)
        let line = gates.charging(load) * (try given.number("activity"))
        let chain = line * (1.0 / 3)
        let stages = max(1, (.log(load.si / 0.7e-15) / .log(4)).rounded(.up))
        return ModelFigures(
            given.kind, energy: line + chain, time: gates.nand.time * stages,
            area: gates.nand.area * (load.si / 0.7e-15 / 3),
            leakage: nil, resolution: 1,
            steps: gates.steps + [
                "line = activity·\(load)·(\(gates.supply))² = \(line); chain of \(Int(stages)) stages = ⅓ of it"
            ])
    }
}

/// A decoder of n bits: two predecoders of n/2 bits, and one gate for each of 2ⁿ lines.
///
/// In an access each predecoder changes from one line to another, and each of its lines reaches 2^(n/2) gates.
public enum DecoderModel: FigureModel {
    public static let summary = "decoder of n address bits to 2^n lines, predecoded in two halves"
    public static let source = "gates: \(Gates.source)"
    public static let range = "1 to 16 bits; " + Gates.range
    public static let kinds: [ComponentKind] = [.control, .alu]
    public static let parameters: [ModelParameter] = [.integer("bits", 1...16, "of the address")] + Gates.parameters

    /// One action is an access of one line.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let bits = try given.integer("bits")
        let gates = try Gates(given)
        let (low, high) = (bits / 2, bits - bits / 2)
        let lines = Double(1 << bits)
        func gatesOfPredecoder(_ bits: Int) -> Int { bits > 0 ? (1 << bits) * max(1, bits - 1) : 0 }
        let predecoders = Double(gatesOfPredecoder(low) + gatesOfPredecoder(high))
        // Of each half one line falls and one rises: together one charge and discharge, over the gates of the other
        // half.
        let switched = Double((1 << high) + (1 << low) + bits + 2)
        let count = lines + predecoders
        return ModelFigures(
            given.kind, energy: gates.nand.energy * switched, time: gates.nand.time * Double(2 + high),
            area: gates.nand.area * count,
            leakage: nil, steps: gates.steps + ["\(Int(switched)) gate inputs switch, \(Int(count)) gates"])
    }
}

/// A multiplexer of n inputs of w bits: a tree of n − 1 multiplexers of two a bit, of which one path switches.
public enum MultiplexerModel: FigureModel {
    public static let summary = "multiplexer of n inputs of w bits: a tree of multiplexers of two"
    public static let source = "gates: \(Gates.source)"
    public static let range = "2 to 65536 inputs of 1 to 4096 bits; " + Gates.range
    public static let kinds: [ComponentKind] = [.bus, .sampleAndHold, .alu, .control]
    public static let parameters: [ModelParameter] =
        [
            .integer("inputs", 2...65536, "to choose one of"), .integer("bits", 1...4096, standard: 1, "of each input"),
        ] + Gates.parameters

    /// One action passes one input on; only the path that it takes switches.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let (inputs, bits) = (try given.integer("inputs"), try given.integer("bits"))
        let gates = try Gates(given)
        let depth = Double(Int.bitWidth - (inputs - 1).leadingZeroBitCount)
        return ModelFigures(
            given.kind, energy: gates.multiplexer.energy * (depth * Double(bits)), time: gates.multiplexer.time * depth,
            area: gates.multiplexer.area * Double((inputs - 1) * bits), leakage: nil,
            steps: gates.steps + [
                "\(bits) bits through \(Int(depth)) multiplexers of two; \((inputs - 1) * bits) of them stand there"
            ])
    }
}

/// A sense amplifier: MNSIM's converter of one bit.
public enum SenseAmplifierModel: FigureModel {
    public static let summary = "sense amplifier: one decision (MNSIM's, 28 nm)"
    public static let source =
        "MNSIM, Xia et al., IEEE TCAD 37(5), 2018, as its 2.0 lists it: 1 µm², 1.63 µW at 1 GS/s, 28 nm"
    public static let range = "7 nm to 130 nm; 0.6 V to 1.3 V; delay by node is assumed; leakage unknown"
    public static let kinds: [ComponentKind] = [.adc, .sampleAndHold, .alu, .control]
    public static let parameters: [ModelParameter] = Gates.parameters

    /// Takes 1 ns at 28 nm, which is 1 GS/s; other nodes with the feature size.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let (reference, node) = (
            try TechnologyNode(Length(28, .nano)), try TechnologyNode(given.quantity("technology", Length.self))
        )
        let supply = try given.quantity("supply", Voltage.self)
        let voltage = supply / reference.nominalSupply
        let energy = Energy(1.63, .femto) * (reference.energyFactor(to: node) * voltage * voltage)
        return ModelFigures(
            given.kind, energy: energy, time: Time(1, .nano) * reference.lengthFactor(to: node),
            area: Area(si: 1e-12) * reference.areaFactor(to: node), leakage: nil, resolution: 1,
            steps: [
                "1.63 fJ at 28 nm and \(reference.nominalSupply) × \(reference.energyFactor(to: node).text(significant: 4)) (node) × "
                    + "(\(supply)/\(reference.nominalSupply))² = \(energy)"
            ])
    }
}
