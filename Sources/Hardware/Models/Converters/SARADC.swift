import Quantities
import RealModule

/// A successive-approximation ADC: logic and comparator by the bit, a binary capacitor array by 2^bits.
///
///     E = b·E_bit·S·(V/1 V)² + E_array        E_array = ½·Σᵢ₌₁..b 2^(b+1−2i)·(2ⁱ − 1)·C·V²
///     A = 82 µm²·b·a + 2.125 µm²·2^b           t = b·t_bit·L/32 nm
///
/// E_array is the mean switching energy of the conventional binary-weighted array over all inputs (M. Saberi, R. Lotfi,
/// K. Mafinezhad and W. Serdijn, IEEE TCAS-I 58(8), 2011; ⅔·2^b·C·V² for many bits). E_bit = 193 fJ, t_bit = 0.0977 ns
/// and the areas are those with which ISAAC's ADC (8 bits, 32 nm, 1 V, after Kull et al., ISSCC 2013) goes to other
/// resolutions as FORMS and hwcomponents list it; S and a are the node's factors for logic.
///
/// A conversion of fewer bits ends after as many steps: the logic and the time of these, and the first terms of the
/// sum, which are the largest.
public enum SARADC: FigureModel {
    public static let summary =
        "SAR ADC by bits, node and supply: logic by the bit, capacitor array by 2^bits (after Saberi)"
    public static let source =
        "Saberi et al., IEEE TCAS-I 58(8), 2011; constants from ISAAC's ADC, Kull et al., ISSCC 2013"
    public static let range = "3 to 12 bits, 7 nm to 130 nm, 0.6 V to 1.3 V, up to the rate of one converter"
    public static let kinds: [ComponentKind] = [.adc]
    public static let parameters: [ModelParameter] = [
        .integer("resolution", 3...12, "bits"),
        .quantity("technology", TechnologyNode.range, "feature size; without it the chip's"),
        .quantity(
            "supply", TechnologyNode.supplies, "supply and reference; without it the chip's, or the node's nominal one"),
        .quantity(
            "unit-capacitor", Capacitance(0.1, .femto)...Capacitance(100, .femto), standard: Capacitance(0.635, .femto),
            "C of the array"),
    ]

    /// Takes the time of b bits one after another; the leakage is unknown.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let bits = try given.integer("resolution")
        let supply = try given.quantity("supply", Voltage.self)
        let unit = try given.quantity("unit-capacitor", Capacitance.self)
        let (reference, node) = (
            try TechnologyNode(Length(32, .nano)), try TechnologyNode(given.quantity("technology", Length.self))
        )
        let factor = reference.energyFactor(to: node)
        let logic = 193e-15 * Double(bits) * factor * supply.si * supply.si
        let sum = Self.arraySteps(bits, of: bits)
        let array = 0.5 * sum * unit.si * supply.si * supply.si
        let shares = (1..<max(1, bits)).map { asked in
            let steps = Self.arraySteps(asked, of: bits)
            return ConversionShare(
                energy: (logic * Double(asked) / Double(bits) + 0.5 * steps * unit.si * supply.si * supply.si)
                    / (logic + array), time: Double(asked) / Double(bits))
        }
        let areaFactor = reference.areaFactor(to: node)
        let area = 82e-12 * Double(bits) * areaFactor + 2.125e-12 * .pow(2, Double(bits)) * (unit.si / 0.635e-15)
        let time = 0.09765625e-9 * Double(bits) * reference.lengthFactor(to: node)
        return ModelFigures(
            given.kind, energy: Energy(si: logic + array), time: Time(si: time), area: Area(si: area), leakage: nil,
            shares: shares,
            steps: [
                "logic and comparator = \(bits) × 193 fJ × \(factor.text(significant: 4)) (node) × (\(supply))² = \(Energy(si: logic))",
                "capacitor array = ½·\(sum.text(significant: 5))·\(unit)·(\(supply))² = \(Energy(si: array))",
                "area = \(bits) × 82 µm² × \(areaFactor.text(significant: 4)) (node) + 2^\(bits) capacitors × 2.125 µm² = \(Area(si: area))",
                "time = \(bits) × 0.0977 ns × \(reference.lengthFactor(to: node).text(significant: 4)) (node, assumed) = \(Time(si: time))",
            ])
    }

    /// The first terms of the sum in E_array: of the steps that decide so many bits.
    private static func arraySteps(_ steps: Int, of bits: Int) -> Double {
        var sum = 0.0
        for step in 1...steps { sum += Double.pow(2, Double(bits + 1 - 2 * step)) * (Double.pow(2, Double(step)) - 1) }
        return sum
    }
}
