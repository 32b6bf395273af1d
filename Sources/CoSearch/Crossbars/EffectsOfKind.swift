import Circuit
import Hardware
import Mapping
import Quantities
import Search

/// The effects that a hardware file's crossbar has on layers placed on it: what the functional simulation
/// (``Circuit/Simulation``) does cell by cell, in the mean and as noise, cheap enough for every training step.
///
/// - Gains: the exact effective conductances of an array (``Circuit/CrossbarCircuit``) whose cells all have the device's mean
///   conductance, over that conductance, times the drift that the file states; a weight's gain is the mean over its bit
///   slices, each as significant as it is (both sides of a pair are taken as one).
/// - Offset: what offset encoding adds to a weight, 2^(B_w−1), and for each slice the lowest conductance in levels, G_off/ΔG.
///   Subtracted are the same number, and the current of reference cells that have drifted but have no wires. On a
///   differential pair both sides' cancel.
/// - Deviation of conductances: programming variation and read noise together; slices vary independently, so that a
///   weight of slices worth s has √Σs²/Σs of it.
/// - Deviation of sums: an ADC's steps are the smallest power of two Δ with which the mean sum and four deviations of it fit, for inputs and
///   levels drawn evenly. The error of a conversion has the variance (Δ² − 1)/12 + (offset·Δ)², for each row block,
///   pass, bit stream (worth 2^(t·d)) and bit slice. Its mean is left out: biases and batch-norms take it up.
///
/// Left out: how a weight's own value changes its neighbours' currents, stuck cells, gain errors of ADCs, curved I–V laws.
public struct EffectsOfKind: Sendable {
    public let kind: CrossbarKind
    /// Effective over mean conductance, row after row.
    private let field: [Double]
    /// What time leaves of every conductance.
    private let drift: Double

    /// Solves the array's circuit.
    /// - Throws: when it cannot be solved.
    public init(_ kind: CrossbarKind) throws(CircuitError) {
        self.kind = kind
        let mean = kind.device.meanConductance.si
        let cells = Grid<Dimensions.Conductance>(
            rows: kind.rows, columns: kind.columns, si: [Double](repeating: mean, count: kind.rows * kind.columns))
        let drift = kind.device.effects.drift.map { power($0.after / $0.reference, -$0.exponent) } ?? 1
        field = try CrossbarCircuit(conductances: cells, wires: kind.wires).effectiveConductance().si.map { $0 / mean * drift }
        self.drift = drift
    }

    /// On one layer.
    /// - Precondition: it is placed on this kind.
    public func effects(on stage: MappedStage) -> CrossbarEffects {
        let slices = stage.encoding.columns(weightBits: stage.precision.weights, cellBits: stage.cellBits)
        let sides = stage.encoding == .differential ? 2 : 1
        let significance = (0..<slices / sides).map { power(2, Double($0 * stage.cellBits)) }
        let total = significance.reduce(0, +), squares = significance.map { $0 * $0 }.reduce(0, +)
        let device = kind.device.effects
        let deviation = (device.programmingSigma * device.programmingSigma + device.readNoiseSigma * device.readNoiseSigma).squareRoot()
        let isOffset = stage.encoding == .offset
        let surplus = isOffset ? power(2, Double(stage.precision.weights - 1)) : 0
        let lowest = isOffset ? total * kind.device.offConductance.si / levelConductance(stage.cellBits) : 0
        return CrossbarEffects(
            gains: gains(slices, sides, significance), rows: kind.rows, columns: max(1, kind.columns / slices),
            weightDeviation: deviation * squares.squareRoot() / total, sumDeviation: sumDeviation(stage, squares * Double(sides)),
            offset: surplus + lowest, subtracted: surplus + lowest * drift)
    }

    /// ΔG, between neighbouring levels.
    private func levelConductance(_ cellBits: Int) -> Double {
        (kind.device.onConductance.si - kind.device.offConductance.si) / Double((1 << cellBits) - 1)
    }

    private func gains(_ slices: Int, _ sides: Int, _ significance: [Double]) -> [Float] {
        let weightsPerRow = max(1, kind.columns / slices)
        let total = significance.reduce(0, +) * Double(sides)
        var gains: [Float] = []
        gains.reserveCapacity(kind.rows * weightsPerRow)
        for row in 0..<kind.rows {
            for weight in 0..<weightsPerRow {
                var sum = 0.0
                for slice in 0..<slices {
                    // A weight of more slices than columns ends on the last.
                    let column = min(weight * slices + slice, kind.columns - 1)
                    sum += significance[slice / sides] * field[row * kind.columns + column]
                }
                gains.append(Float(sum / total))
            }
        }
        return gains
    }

    /// The standard deviation that conversions give a sum.
    /// - Parameter squares: of what the slices are worth, over all columns of a weight.
    private func sumDeviation(_ stage: MappedStage, _ squares: Double) -> Double {
        let step = converterStep(rows: min(stage.placement.tallestBlock, kind.activeRows), cellBits: stage.cellBits)
        let offset = kind.adc.offsetSigma * step
        let streams = (0..<stage.placement.streams).map { power(4, Double($0 * kind.dac.bits)) }.reduce(0, +)
        let conversions = Double(stage.placement.partialSums * stage.placement.passes)
        return (((step * step - 1) / 12 + offset * offset) * streams * squares * conversions).squareRoot()
    }

    /// Δ, in products of one level and an input of 1.
    private func converterStep(rows: Int, cellBits: Int) -> Double {
        // Of whole numbers from 0 to t, all alike: mean t/2, mean square t(2t + 1)/6.
        let input = Double((1 << kind.dac.bits) - 1), level = Double((1 << cellBits) - 1)
        let mean = input / 2 * level / 2
        let variance = input * (2 * input + 1) / 6 * level * (2 * level + 1) / 6 - mean * mean
        let highest = Double(rows) * mean + 4 * (Double(rows) * variance).squareRoot()
        var step = 1.0
        while step * (power(2, Double(kind.adc.bits)) - 1) < min(highest, Double(rows) * input * level) { step *= 2 }
        return step
    }
}
