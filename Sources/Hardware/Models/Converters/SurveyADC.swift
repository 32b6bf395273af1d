import Quantities
import RealModule

/// An ADC as good as the best fifth of those in B. Murmann's survey, by bits, rate and node.
///
/// With f the conversions a second, L the feature size in nm and b the (effective) bits:
///
///     SNDR = 20·b·log₁₀2 + 10·log₁₀1.5        FOM = min(213.78 − 2.8719·ln f, 128.31 + 3.2205·⌈b⌉)   dB
///     E = ½·10^(−(FOM − SNDR)/10) · exp(26.0496 + 1.8800·ln L − 2.8291·ln b − 1.4702)                  pJ
///     A = exp(1.3462 + 0.9933·ln L + 0.1807·ln f + 0.2991·ln E)                                          µm²
///
/// E is all that a conversion takes at that rate, leakage included, which the survey does not tell apart: the leakage
/// is unknown.
public enum SurveyADC: FigureModel {
    public static let summary =
        "ADC by bits, rate and node: fit to the best fifth of Murmann's survey (area: best tenth)"
    public static let source =
        "B. Murmann, ADC Performance Survey, as accelergy-adc-plug-in (MIT) fits it; Andrulis et al., ISPASS 2024"
    public static let range = "4 to 14 bits, 100 kS/s to 10 GS/s, 7 nm to 130 nm; below 4 bits the fit does not hold"
    public static let kinds: [ComponentKind] = [.adc]
    public static let parameters: [ModelParameter] = [
        .integer("resolution", 4...14, "bits, taken for effective ones"),
        .quantity("rate", Frequency(100, .kilo)...Frequency(10, .giga), "conversions a second"),
        .quantity("technology", TechnologyNode.range, "feature size; without it the chip's"),
    ]

    /// Takes 1/rate; the leakage is unknown, since the energy contains it.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let (bits, rate) = (Double(try given.integer("resolution")), try given.quantity("rate", Frequency.self))
        let length = try given.quantity("technology", Length.self).si * 1e9
        let sndr = 20 * bits * .log10(2) + 10 * .log10(1.5)
        let byRate = 213.7806687 - 2.8719030 * .log(rate.si)
        let byBits = 128.3068287 + 3.2205135 * bits
        let merit = min(byRate, byBits)
        let first = 0.5 * .pow(10, -(merit - sndr) / 10)
        let energy =
            first * .exp(26.0496216 + SurveyTrend.energyExponent * .log(length) - 2.8291256 * .log(bits) - 1.4702022)
        let area = Double.exp(
            1.3461916 + SurveyTrend.lengthInArea * .log(length) + 0.1807154 * .log(rate.si) + SurveyTrend.energyInArea
                * .log(energy))
        return ModelFigures(
            given.kind, energy: Energy(energy, .pico), time: rate.reciprocal, area: Area(si: area * 1e-12),
            leakage: nil,
            steps: [
                "SNDR of \(Int(bits)) bits = \(sndr.text(significant: 5)) dB",
                "figure of merit = min(\(byRate.text(significant: 5)) dB at \(rate), \(byBits.text(significant: 5)) dB at \(Int(bits)) bits) "
                    + "= \(merit.text(significant: 5)) dB",
                "energy = ½·10^(−(FOM − SNDR)/10)·exp(26.05 + 1.880·ln L − 2.829·ln b − 1.470) = \(energy.text(significant: 5)) pJ, with L = \(length.text(significant: 4)) nm",
                "area = exp(1.346 + 0.9933·ln L + 0.1807·ln f + 0.2991·ln E) = \(area.text(significant: 5)) µm²",
            ])
    }
}
