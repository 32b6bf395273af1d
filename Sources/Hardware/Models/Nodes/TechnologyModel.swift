import Quantities

/// A component moved to another technology node.
///
/// General scaling (Baccarani, Wordeman and Dennard, IEEE TED 31(4), 1984) with dimension
/// factor s = L/L₀ and voltage factor u = V/V₀: capacitance goes with s, so
///
///     E = E₀ · s · u²    t = t₀ · s / u    A = A₀ · s²    P_leak = P₀ · s · u
///
/// It does not know where wires, leakage or analog parts stop scaling: name a measured
/// component where one exists.
public enum TechnologyModel: ScalingModel {
    public static let summary = "another technology node and supply voltage (Baccarani's general scaling)"
    public static let source = "Baccarani, Wordeman and Dennard, IEEE TED 31(4), 1984"
    public static let range = "ideal scaling, any node ('node' has published factors from 130 nm to 7 nm)"
    public static let kinds: [ComponentKind] = ComponentKind.allCases

    /// - Throws: where the node of one of the two is not stated. A supply that one of them does not state is left as it
    /// is.
    public static func scaled(_ wanted: Component, from reference: Component) throws(ComponentModelError) -> Component {
        guard let length = wanted.technology, let referenceLength = reference.technology else {
            throw ComponentModelError(
                "'technology' needs the node of both components", hint: "add technology=\"32 nm\"")
        }
        let size = length.si / referenceLength.si
        var voltage = 1.0
        if let supply = wanted.supply, let referenceSupply = reference.supply {
            voltage = supply.si / referenceSupply.si
        }
        return wanted.multiplied(
            energy: size * voltage * voltage, time: size / voltage, area: size * size, leakage: size * voltage)
    }
}
