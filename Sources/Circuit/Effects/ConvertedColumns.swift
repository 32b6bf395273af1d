import Hardware
import Quantities

/// The ADCs of one crossbar as they are, and what they make of its output currents.
///
/// As in a simulation with `--adc-range full`: the current of as many cells at their lowest conductance is subtracted,
/// the rest counted in steps of V_read/(2^d − 1)·ΔG·2^t, ΔG between neighbouring levels, with the smallest t with which
/// the highest sum, active rows · (2^d − 1) · (2^c − 1), fits the codes.
public struct ConvertedColumns: Sendable {
    /// One per column; columns that share an ADC have the same.
    public let converters: [Converter]
    /// Of one least significant bit.
    public let step: Current
    private let offConductance: Conductance

    /// - Parameter seed: same seed, same ADCs.
    public init(_ kind: CrossbarKind, seed: UInt64) {
        let device = kind.device
        let highest = Double((1 << kind.dac.bits) - 1)
        let level = (device.onConductance - device.offConductance) / Double(max(1, device.levels - 1))
        let largest = Double(kind.activeRows) * highest * Double(max(1, device.levels - 1))
        let bits = min(62, max(1, kind.adc.bits))
        var steps = 1.0
        // Halves are rounded up: the highest sum may lie half a step above the highest code.
        while (largest / steps + 0.5).rounded(.down) > Double((1 << bits) - 1) { steps *= 2 }
        step = kind.read.voltage * level * (steps / highest)
        offConductance = device.offConductance
        converters = kind.adc.converters(columns: kind.columns, step: step, seed: seed)
    }

    /// What is subtracted before conversion: Σ V·G_off.
    public func reference(_ voltages: [Voltage]) -> Current {
        voltages.sum() * offConductance
    }

    /// The codes of output currents, the reference subtracted, one per column.
    public func codes(of currents: [Current], for voltages: [Voltage]) -> [Int] {
        let reference = reference(voltages)
        return zip(converters, currents).map { $0.code(for: $1 - reference) }
    }

    /// What the digital side takes codes for.
    public func currents(of codes: [Int], for voltages: [Voltage]) -> [Current] {
        let reference = reference(voltages)
        return zip(converters, codes).map { $0.current(of: $1) + reference }
    }
}
