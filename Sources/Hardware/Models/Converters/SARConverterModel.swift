import Quantities

/// A successive-approximation ADC of another resolution or rate.
///
/// A SAR converter decides one bit a step, so the time of a conversion goes with its bits b.
/// PUMA's component library has its power linear in the bits too, and its area constant:
///
///     t = t₀ · b/b₀    P = P₀ · b/b₀    E = P · t = E₀ · (b/b₀)²    P_leak = P₀,leak · b/b₀    A = A₀
///
/// (Capacitive DACs go with 2^b: Saberi et al., IEEE TCAS-I 58(8), 2011. Give a converter far from
/// the reference its own published figures.) Where a rate is stated that one converter of that
/// resolution does not reach, converters are interleaved, each with its area and leakage.
public enum SARConverterModel: ScalingModel {
    public static let summary =
        "SAR ADC: power and time linear in the bits, interleaved for higher rates (PUMA's library)"
    public static let source = "puma-simulator, include/constants.py (Ankit et al., PUMA, ASPLOS 2019)"
    public static let range =
        "near the reference: area does not follow the bits, which above 9 it does ('saberi-adc', 'survey-adc')"
    public static let kinds: [ComponentKind] = [.adc]

    /// - Throws: where one of the two has no resolution, or the reference no action `convert`.
    public static func scaled(_ wanted: Component, from reference: Component) throws(ComponentModelError) -> Component {
        guard let bits = wanted.resolution, let referenceBits = reference.resolution else {
            throw ComponentModelError("'sar-adc' needs the resolution of both converters", hint: "add resolution=\"8\"")
        }
        guard reference.action(.convert) != nil else {
            throw ComponentModelError(
                "'\(reference.id)' has no action 'convert'", hint: "add <action name=\"convert\" …/> to it")
        }
        let ratio = Double(bits) / Double(referenceBits)
        var result = wanted.multiplied(energy: ratio * ratio, time: ratio, leakage: ratio)
        result.statedPower = reference.statedPower.map { $0 * ratio }
        guard let rate = wanted.rate, let conversion = result.action(.convert) else { return result }
        let interleaved = max(1, (rate.si * conversion.time.si).rounded(.up))
        result.actions = [Action(name: .convert, energy: conversion.energy, time: Time(si: 1 / rate.si))]
        result.area = result.area * interleaved
        result.leakage = result.leakage * interleaved
        result.gatedLeakage = result.gatedLeakage.map { $0 * interleaved }
        result.wakeEnergy = result.wakeEnergy * interleaved
        return result
    }
}
