import Quantities
import RealModule

/// Wires of a length: C·V² of those that change, with repeaters that keep the delay linear in the length.
///
///     E = width·activity·c·length·V²        c = 0.2 fF/µm        t = length·100 ps/mm
public enum WireModel: FigureModel {
    public static let summary = "wires by length: C·V² of those that change, delay by length with repeaters"
    public static let source =
        "0.2 fF/µm, nearly the same at all nodes, and 100 ps/mm with repeaters: both assumed, as usual of global wires; see Ho, Mai and Horowitz, Proc. IEEE 89(4), 2001"
    public static let range =
        "1 µm to 50 mm; repeaters are not counted; metal above other parts takes no area unless a pitch is given"
    public static let kinds: [ComponentKind] = [.bus, .link]
    public static let parameters: [ModelParameter] = [
        .quantity("length", Length(1, .micro)...Length(50, .milli), "of each wire"),
        .integer("width", 1...1_048_576, "wires"),
        .quantity("supply", TechnologyNode.supplies, "swing; without it the chip's supply, or the node's nominal one"),
        .quantity("technology", TechnologyNode.range, "feature size, for the supply; without it the chip's"),
        .number("activity", 0...1, standard: 0.5, "share of the wires charged in a transfer"),
        .quantity(
            "pitch", Length(0)...Length(100, .micro), standard: Length(0), "of a wire that takes area of its own"),
    ]

    /// One action is a transfer of `width` bits, one on each wire.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let length = try given.quantity("length", Length.self)
        let supply = try given.quantity("supply", Voltage.self)
        let wires = Double(try given.integer("width"))
        let capacitance = Capacitance(si: 2e-10 * length.si)
        let energy = Energy(si: capacitance.si * supply.si * supply.si * wires * (try given.number("activity")))
        let area = length * (try given.quantity("pitch", Length.self)) * wires
        return ModelFigures(
            given.kind, energy: energy, time: Time(si: 1e-7 * length.si), area: area, leakage: Power(si: 0),
            steps: [
                "a wire of \(length) = 0.2 fF/µm × it = \(capacitance)",
                "energy = \(Int(wires)) wires × activity × C·(\(supply))² = \(energy)",
            ])
    }
}

/// A router of p ports: a flit is written into a buffer, read, goes through a p × p crossbar, and past an arbiter.
///
///     E = width·(E_flip-flop + log₂(depth)·E_mux + p·E_mux-input) + C·V² of the crossbar's wires + p·E_NAND2
///
/// The crossbar is p·width wires of pitch `pitch` on a side.
public enum RouterModel: FigureModel {
    public static let summary = "router by ports, flit width and buffer depth: buffer, crossbar, arbiter"
    public static let source =
        "structure after ORION 2.0 (Kahng et al., DATE 2009); gates: \(Gates.source); wires: 0.2 fF/µm"
    public static let range = "2 to 16 ports, flits of 8 to 1024 bits; " + Gates.range
    public static let kinds: [ComponentKind] = [.router]
    public static let parameters: [ModelParameter] =
        [
            .integer("ports", 2...16, "in and out"),
            .integer("width", 8...1024, "bits of a flit"),
            .integer("depth", 1...256, standard: 4, "flits that the buffer of a port holds"),
            .quantity(
                "pitch", Length(10, .nano)...Length(10, .micro), standard: Length(200, .nano), "of the crossbar's wires"
            ),
        ] + Gates.parameters

    /// One action is a flit of `width` bits.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let (ports, width, depth) = (
            Double(try given.integer("ports")), Double(try given.integer("width")), try given.integer("depth")
        )
        let gates = try Gates(given)
        let levels = depth > 1 ? Double(Int.bitWidth - (depth - 1).leadingZeroBitCount) : 0
        let buffer = (gates.flipFlop.energy + gates.multiplexer.energy * levels) * width
        let side = try given.quantity("pitch", Length.self) * (ports * width)
        // One way in and one way out of a square of wires; half of the bits change.
        let wires = gates.charging(Capacitance(si: 2e-10 * side.si)) * (2 * width * 0.5)
        let crossbar = gates.multiplexer.energy * (ports * width / 2) + wires
        let arbiter = gates.nand.energy * (4 * ports)
        let area =
            gates.flipFlop.area * (ports * width * Double(depth)) + gates.multiplexer.area
            * (ports * width * Double(depth - 1))
            + side * side + gates.nand.area * (4 * ports * ports)
        return ModelFigures(
            given.kind, energy: buffer + crossbar + arbiter,
            time: (gates.flipFlop.time + gates.multiplexer.time * (levels + ports.squareRoot().rounded(.up)))
                * (1 / ports), area: area,
            leakage: nil,
            steps: gates.steps + [
                "buffer, one write and one read of \(Int(width)) bits = \(buffer)",
                "crossbar of \(side) a side = \(crossbar), of which wires \(wires); arbiter = \(arbiter)",
                "time = that of a flit over \(Int(ports)) ports, which work at once",
            ])
    }
}

/// A link off the chip by kind: energy a bit and rate, as published.
public enum LinkModel: FigureModel {
    public static let summary =
        "link off the chip by kind: HyperTransport as ISAAC has it, ground-referenced signalling, UCIe"
    public static let source =
        "ISAAC, ISCA 2016 (10.4 W, 22.88 mm² for 25.6 GB/s); Poulton et al., JSSC 54(1), 2019 (1.17 pJ a bit, 25 Gbit/s a lane, 16 nm, of its title); UCIe 1.0, 2022 (targets up to 16 Gbit/s a lane: 0.5 pJ a bit, 0.25 in advanced packages; Das Sharma, Hot Interconnects 2025)"
    public static let range =
        "the kinds listed, at the rates of their sources; leakage unknown; the node of the chip means nothing"
    public static let kinds: [ComponentKind] = [.link]
    public static let parameters: [ModelParameter] = [
        .word("type", types.map(\.name), "of the link"),
        .integer("width", 1...1_048_576, "bits of a transfer"),
        .integer("lanes", 1...1024, standard: 1, "at work at once; HyperTransport: links of ISAAC's four"),
    ]

    private static let types: [(name: String, picojoules: Double, gigabits: Double, squareMillimetres: Double?)] = [
        ("hypertransport", 50.78125, 51.2, 5.72), ("grs", 1.17, 25, nil), ("ucie-standard", 0.5, 16, nil),
        ("ucie-advanced", 0.25, 16, nil),
    ]

    /// Figures of a transfer of `width` bits over `lanes` lanes at once.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let name = try given.word("type")
        guard let type = types.first(where: { $0.name == name }) else {
            throw ComponentModelError(
                "no link is called '\(name)'", hint: "choose one that is listed", parameter: "type")
        }
        let (width, lanes) = (Double(try given.integer("width")), Double(try given.integer("lanes")))
        let energy = Energy(type.picojoules * width, .pico)
        let time = Time(si: width / (type.gigabits * 1e9 * lanes))
        return ModelFigures(
            given.kind, energy: energy, time: time, area: Area(type.squareMillimetres ?? 0, .milli) * lanes,
            leakage: nil,
            steps: [
                "\(type.picojoules.text(significant: 5)) pJ a bit × \(Int(width)) bits = \(energy)",
                "\(type.gigabits.text(significant: 4)) Gbit/s × \(Int(lanes)) lanes: \(Int(width)) bits in \(time)",
                type.squareMillimetres == nil
                    ? "its source states no area of pads and circuits: taken as I/O of 0 mm²; state area where it matters"
                    : "area as its source states",
            ])
    }
}
