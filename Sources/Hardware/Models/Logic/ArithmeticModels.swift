import Quantities

/// An adder of w bits: full adders whose carry ripples.
public enum AdderModel: FigureModel {
    public static let summary = "adder of w bits: full adders whose carry ripples"
    public static let source = "gates: \(Gates.source)"
    public static let range = "1 to 256 bits; " + Gates.range
    public static let kinds: [ComponentKind] = [.alu, .shiftAndAdd, .pooling, .activation]
    public static let parameters: [ModelParameter] =
        [.integer("bits", 1...256, "of the operands"), Gates.activity] + Gates.parameters

    /// Energy goes with `activity`; the carry ripples through all bits, so time goes with them.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let bits = Double(try given.integer("bits"))
        let gates = try Gates(given)
        return ModelFigures(
            given.kind, energy: gates.fullAdder.energy * (bits * (try Gates.activity(given))),
            time: gates.fullAdder.time * bits,
            area: gates.fullAdder.area * bits,
            leakage: nil,
            steps: gates.steps + ["\(Int(bits)) full adders (3 NAND2 and 2 XOR2) of \(gates.fullAdder.energy)"])
    }
}

/// A tree that adds n numbers of w bits: at each stage half as many, one bit wider.
public enum AdderTreeModel: FigureModel {
    public static let summary = "tree that adds n numbers of w bits, one bit wider at each stage"
    public static let source = "gates: \(Gates.source)"
    public static let range = "2 to 4096 numbers of 1 to 64 bits; " + Gates.range
    public static let kinds: [ComponentKind] = [.alu, .shiftAndAdd]
    public static let parameters: [ModelParameter] =
        [
            .integer("inputs", 2...4096, "numbers to add"), .integer("bits", 1...64, "of each"), Gates.activity,
        ] + Gates.parameters

    /// Takes as long as the carries of all stages, one behind the other.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let (inputs, bits) = (try given.integer("inputs"), try given.integer("bits"))
        let gates = try Gates(given)
        var (left, width, adders, stages) = (inputs, bits, 0, 0)
        while left > 1 {
            adders += left / 2 * width
            left -= left / 2
            width += 1
            stages += 1
        }
        // The carries of all stages ripple behind each other: the last has the width of one adder, each before it one
        // bit.
        let depth = Double(width + stages)
        return ModelFigures(
            given.kind, energy: gates.fullAdder.energy * (Double(adders) * (try Gates.activity(given))),
            time: gates.fullAdder.time * depth,
            area: gates.fullAdder.area * Double(adders), leakage: nil,
            steps: gates.steps + [
                "\(adders) full adders in \(stages) stages for \(inputs) numbers of \(bits) bits; the result has \(width)"
            ])
    }
}

/// A shift-and-add unit: an adder, a shifter of one step, and a register, all of w bits.
public enum ShiftAndAddModel: FigureModel {
    public static let summary = "shift-and-add unit of w bits: adder, shifter of one step, accumulator"
    public static let source = "gates: \(Gates.source)"
    public static let range = "1 to 128 bits; " + Gates.range
    public static let kinds: [ComponentKind] = [.shiftAndAdd, .alu]
    public static let parameters: [ModelParameter] =
        [.integer("bits", 1...128, "of the accumulator"), Gates.activity] + Gates.parameters

    /// Takes the adder, the shifter and the register, one after the other.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let bits = Double(try given.integer("bits"))
        let gates = try Gates(given)
        let (adder, shifter, register) = (gates.fullAdder, gates.multiplexer, gates.flipFlop)
        return ModelFigures(
            given.kind,
            energy: (adder.energy + shifter.energy + register.energy) * (bits * (try Gates.activity(given))),
            time: adder.time * bits + shifter.time + register.time,
            area: (adder.area + shifter.area + register.area) * bits,
            leakage: nil,
            steps: gates.steps + [
                "\(Int(bits)) × (full adder \(adder.energy) + multiplexer \(shifter.energy) + flip-flop \(register.energy))"
            ])
    }
}

/// A comparator of two numbers of w bits: Aladdin's, 40 nm, by the bit.
public enum ComparatorModel: FigureModel {
    public static let summary = "comparator of two numbers of w bits (Aladdin's, by the bit)"
    public static let source = "Aladdin, Shao et al., ISCA 2014: 32 bits 0.0295 pJ, 71 µm² at 40 nm"
    public static let range = "1 to 128 bits; 7 nm to 130 nm; 0.6 V to 1.3 V; delay by node is assumed; leakage unknown"
    public static let kinds: [ComponentKind] = [.pooling, .alu, .activation, .control]
    public static let parameters: [ModelParameter] = [.integer("bits", 1...128, "of the numbers")] + Gates.parameters

    /// Takes 1 ns at 40 nm whatever the bits, which is assumed; other nodes with the feature size.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let share = Double(try given.integer("bits")) / 32
        let (reference, node) = (
            try TechnologyNode(Length(40, .nano)), try TechnologyNode(given.quantity("technology", Length.self))
        )
        let supply = try given.quantity("supply", Voltage.self)
        let voltage = supply / reference.nominalSupply
        let factor = reference.energyFactor(to: node)
        let energy = Energy(0.0295, .pico) * (share * factor * voltage * voltage)
        return ModelFigures(
            given.kind, energy: energy, time: Time(1, .nano) * reference.lengthFactor(to: node),
            area: Area(si: 71e-12) * (share * reference.areaFactor(to: node)), leakage: nil,
            steps: [
                "0.0295 pJ for 32 bits at 40 nm × \(share.text(significant: 4)) (bits) × \(factor.text(significant: 4)) (node) × "
                    + "(\(supply)/\(reference.nominalSupply))² = \(energy)"
            ])
    }
}

/// A register file of flip-flops: a write clocks a word, a read chooses one by a tree of multiplexers.
public enum RegisterModel: FigureModel {
    public static let summary = "register file of flip-flops: a write clocks one word, a read chooses one"
    public static let source = "gates: \(Gates.source)"
    public static let range = "up to 64 KiB, words of 1 to 4096 bits; " + Gates.range
    public static let kinds: [ComponentKind] = [.register, .memory]
    public static let parameters: [ModelParameter] =
        [
            .quantity("capacity", Information(1)...Information(8 * 65536), "of all words"),
            .integer("width", 1...4096, "of a word"),
        ] + Gates.parameters

    /// - Throws: where a word is wider than the register, too.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let bits = try given.quantity("capacity", Information.self).si
        let width = Double(try given.integer("width"))
        guard width <= bits else {
            throw ComponentModelError(
                "a word is wider than the register", hint: "let capacity be width or more", parameter: "width")
        }
        let gates = try Gates(given)
        let words = Int((bits / width).rounded(.up))
        let depth = words > 1 ? Double(Int.bitWidth - (words - 1).leadingZeroBitCount) : 0
        let write = gates.flipFlop.energy * width
        let read = (gates.nand.energy + gates.multiplexer.energy * depth) * width
        return ModelFigures(
            actions: [
                Action(name: .read, energy: read, time: gates.nand.time + gates.multiplexer.time * depth),
                Action(name: .write, energy: write, time: gates.flipFlop.time),
            ],
            area: gates.flipFlop.area * bits + gates.multiplexer.area * (Double(words - 1) * width), leakage: nil,
            steps: gates.steps + [
                "write = \(Int(width)) flip-flops of \(gates.flipFlop.energy); read = a gate and \(Int(depth)) multiplexers a bit"
            ])
    }
}
