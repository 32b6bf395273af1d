import Quantities
import RealModule

/// Gates of one node at one supply, from which the models of digital parts are made.
///
/// At 28 nm: NAND2 0.614 µm², 0.0478 ns, 0.7 fF; XOR2 2.4 × the area and delay and 1.5 × the capacitance; a flip-flop 6
/// × the area and 3 × the capacitance; a full adder is 3 NAND2 and 2 XOR2 (ZigZag-IMC's model of digital in-memory
/// computing). An operation charges and discharges each capacitance once: C·V². Area and energy go to other nodes after
/// Stillmaker and Baas; delay with the feature size, which is an assumption. Against Aladdin's 40 nm 32-bit adder (0.21
/// pJ, 278 µm²) an adder of these is 12 % below in energy and 17 % above in area.
struct Gates {
    let node: TechnologyNode
    let supply: Voltage
    let steps: [String]
    let nand: Gate
    let xor: Gate
    let flipFlop: Gate
    let fullAdder: Gate
    /// Two inputs to one output: three NAND2 and an inverter, taken for three NAND2.
    let multiplexer: Gate

    struct Gate {
        var energy: Energy
        var time: Time
        var area: Area
    }

    static let source = "ZigZag-IMC, 28 nm (Houshmand et al., IEEE TCAD 2023); nodes: Stillmaker and Baas, 2017"
    static let range =
        "7 nm to 130 nm, 0.6 V to 1.3 V; switching of every gate once an operation, delay by node is assumed, leakage unknown"

    /// The parameters that all models of gates have.
    static let parameters: [ModelParameter] = [
        .quantity("technology", TechnologyNode.range, "feature size; without it the chip's"),
        .quantity("supply", TechnologyNode.supplies, "supply; without it the chip's, or the node's nominal one"),
    ]

    /// Of models whose gates need not all switch.
    static let activity = ModelParameter.number(
        "activity", 0...1, standard: 1,
        "share of the gates that switch in an operation: 0.25 where half of the inputs toggle and half of the weights are 0"
    )

    static func activity(_ given: ModelParameters) throws(ComponentModelError) -> Double {
        try given.number("activity")
    }

    init(_ given: ModelParameters) throws(ComponentModelError) {
        try self.init(
            node: TechnologyNode(given.quantity("technology", Length.self)),
            supply: given.quantity("supply", Voltage.self))
    }

    init(node: TechnologyNode, supply: Voltage) throws(ComponentModelError) {
        let reference = try TechnologyNode(Length(28, .nano))
        self.node = node
        self.supply = supply
        let energyFactor = reference.energyFactor(to: node)
        let areaFactor = reference.areaFactor(to: node)
        let delayFactor =
            reference.lengthFactor(to: node) * NodeScaling.delay(at: supply) / NodeScaling.delay(at: node.nominalSupply)
        let charge = Energy(si: 0.7e-15 * supply.si * supply.si * energyFactor)
        func gate(area: Double, time: Double, capacitance: Double) -> Gate {
            Gate(
                energy: charge * capacitance, time: Time(0.0478, .nano) * (time * delayFactor),
                area: Area(si: 0.614e-12 * area * areaFactor))
        }
        nand = gate(area: 1, time: 1, capacitance: 1)
        xor = gate(area: 2.4, time: 2.4, capacitance: 1.5)
        flipFlop = gate(area: 6, time: 3, capacitance: 3)
        // The carry goes through two NAND2; the sum through two XOR2.
        fullAdder = gate(area: 3 + 2 * 2.4, time: 2, capacitance: 3 + 2 * 1.5)
        multiplexer = gate(area: 3, time: 2, capacitance: 3)
        steps = [
            "a NAND2 of \(node.length) at \(supply) = 0.7 fF·V² × \(energyFactor.text(significant: 4)) (28 nm to \(node.length)) = \(nand.energy); "
                + "\(nand.area), \(nand.time)"
        ]
    }

    /// Energy of charging a capacitance that is no gate's, once from 0 V to the supply and back.
    func charging(_ capacitance: Capacitance) -> Energy { Energy(si: capacitance.si * supply.si * supply.si) }
}
