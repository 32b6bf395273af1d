import Quantities

/// A component taken to another node and supply by its class.
///
/// ```xml
/// <component id="alu-7nm" kind="alu" like="alu-32nm" model="node" technology="7 nm" source="…"/>
/// ```
public enum NodeModel: ScalingModel {
    public static let summary =
        "another node by class (logic, sram, analog, wire): Stillmaker and Baas, Murmann's survey, SRAM cells"
    public static let source =
        "Stillmaker and Baas, Integration 58, 2017; Murmann's ADC survey; SRAM cells of TSMC at 16 and 7 nm, at other nodes assumed"
    public static let range =
        "130 nm to 7 nm; 0.6 V to 1.3 V where both supplies are stated; time and leakage are assumptions"
    public static let kinds: [ComponentKind] = ComponentKind.allCases

    /// - Throws: where the node of one of the two is not stated, or a node or supply is beyond ``TechnologyNode``'s.
    public static func scaled(_ wanted: Component, from reference: Component) throws(ComponentModelError) -> Component {
        guard let length = wanted.technology, let referenceLength = reference.technology else {
            throw ComponentModelError("the node of one of the two is not stated", hint: "add technology=\"32 nm\"")
        }
        let supply = wanted.supply.flatMap { new in reference.supply.map { (from: $0, to: new) } }
        let scaling = try NodeScaling(from: referenceLength, to: length, supply: supply, of: wanted.nodeClass)
        return wanted.multiplied(by: scaling)
    }
}

extension Component {
    /// The component with figures that followed the node.
    func multiplied(by scaling: NodeScaling) -> Component {
        var result = multiplied(
            energy: scaling.energy, time: scaling.time, area: scaling.area, leakage: scaling.leakage)
        result.derivation += scaling.steps.map { DerivationStep(.node, $0) }
        return result
    }
}
