import Circuit
import Hardware
import Mapping
import Quantities
import Random
import Simulation

/// The effects that a hardware file's crossbar has on layers whose weights it stores in one way: what the functional
/// simulation (``Simulation/ImperfectNetwork``) does cell by cell, in the mean and as noise, cheap enough for every
/// training step.
///
/// - Gains: the exact effective conductances of an array (``Circuit/CrossbarCircuit``) whose cells all have the mean
///   conductance of their slice (``MeanLevels``), drifted as the file states, over that mean; a weight's gain is the
///   mean over its slices, each counted by what it contributes to a weight in the mean (both sides of a pair are taken
///   as one).
/// - Offset: what offset encoding adds to a weight, 2^(B_w−1), and for each slice the lowest conductance in levels,
///   G_off/ΔG. Subtracted are the same number, and the current of reference cells that have drifted but have no wires.
///   On a differential pair both sides' cancel.
/// - Deviation of conductances: programming variation and read noise together; slices vary independently, so that a
///   weight of slices worth s has √Σs²/Σs of it.
/// - Deviation of sums: an ADC's steps are the smallest power of two Δ with which the mean sum and four deviations of
///   it fit, for inputs and levels drawn evenly. The error of a conversion has the variance (Δ² − 1)/12 + (offset·Δ)²,
///   for each row block, pass, bit stream (worth 2^(t·d)) and bit slice. Its mean is left out: biases and batch-norms
///   take it up.
///
/// Columns that are stored inverted count as those of offset encoding. Left out: how a weight's own value changes its
/// neighbours' currents, stuck cells, gain errors of ADCs, curved I–V laws.
public struct EffectsOfKind: Sendable {
    /// What the effects depend on but for a layer's size.
    public struct Use: Hashable, Sendable {
        /// Index of the crossbar kind in the architecture.
        public var kind: Int
        /// How a weight is cut into cells.
        public var slices: CellSlices
        /// Where the slices of a weight lie.
        public var order: SliceOrder

        /// - Parameter stage: a placed layer.
        public init(_ stage: MappedStage) {
            kind = stage.kind
            slices = CellSlices(encoding: stage.encoding, weightBits: stage.precision.weights, cellBits: stage.cellBits)
            order = stage.placement.sliceOrder
        }
    }

    /// The crossbars whose effects they are.
    public let kind: CrossbarKind
    private let use: Use
    /// g of the weights that one crossbar holds in a row, row after row.
    private let gains: [Float]
    private let weightsPerRow: Int
    /// What time leaves of every conductance.
    private let drift: Double

    /// Solves the array's circuit.
    /// - Parameter stage: a layer that is stored as all are that effects will be asked of.
    /// - Throws: when it cannot be solved.
    public init(_ kind: CrossbarKind, storing stage: MappedStage) throws(CircuitError) {
        guard stage.encoding.hasPlainColumns, kind.accumulation == CrossbarKind.Accumulation() else {
            throw CircuitError(
                "crossbar '\(kind.id)' with encoding \(stage.encoding.rawValue)",
                remedy:
                    "networks are trained on offset, offset-flipped and differential weights whose streams are converted one by one"
            )
        }
        self.kind = kind
        use = Use(stage)
        let drift = kind.device.effects.drift.map { power($0.after / $0.reference, -$0.exponent) } ?? 1
        self.drift = drift
        let levels = MeanLevels(use.slices), step = kind.device.levelStep(use.slices.cellBits),
            off = kind.device.offConductance.si
        let means = levels.levels.map { (off + step * $0) * drift }
        /// Effective over mean conductance where each column has its own mean.
        func field(_ columns: [Double]) throws(CircuitError) -> [Double] {
            let cells = Grid<Dimensions.Conductance>(
                rows: kind.rows, columns: kind.columns, si: (0..<kind.rows).flatMap { _ in columns })
            let effective = try CrossbarCircuit(conductances: cells, wires: kind.wires).effectiveConductance().si
            // Over what was written: drift is part of the effect, and all that there is of it where cells conduct
            // nothing.
            return effective.indices.map {
                columns[$0 % kind.columns] > 0 ? effective[$0] / columns[$0 % kind.columns] * drift : drift
            }
        }
        let count = use.slices.count
        var fields: [[Double]] = []
        switch use.order {
        case .sideBySide:
            weightsPerRow = max(1, kind.columns / count)
            fields = [try field((0..<kind.columns).map { means[$0 % count] })]
        case .apart:
            weightsPerRow = kind.columns
            for mean in means { fields.append(try field([Double](repeating: mean, count: kind.columns))) }
        }
        let total = levels.contributions.reduce(0, +)
        var gains: [Float] = []
        gains.reserveCapacity(kind.rows * weightsPerRow)
        for row in 0..<kind.rows {
            for weight in 0..<weightsPerRow {
                var sum = 0.0
                for slice in 0..<count {
                    // A weight of more slices than columns ends on the last.
                    let column = use.order == .apart ? weight : min(weight * count + slice, kind.columns - 1)
                    sum +=
                        levels.contributions[slice]
                        * fields[use.order == .apart ? slice : 0][row * kind.columns + column]
                }
                gains.append(Float(sum / total))
            }
        }
        self.gains = gains
    }

    /// On one layer.
    /// - Precondition: it is placed on this kind, and stored as the one that this was made for.
    public func effects(on stage: MappedStage) -> CrossbarEffects {
        precondition(Use(stage) == use, "effects are of one way to store weights")
        let sides = stage.encoding == .differential ? 2 : 1
        let significance = use.slices.factors.prefix(use.slices.count / sides).map(Double.init)
        let total = significance.reduce(0, +), squares = significance.map { $0 * $0 }.reduce(0, +)
        let device = kind.device.effects
        let deviation =
            (device.programmingSigma * device.programmingSigma + device.readNoiseSigma * device.readNoiseSigma)
            .squareRoot()
        let surplus = Double(use.slices.surplus)
        let lowest =
            stage.encoding.needsInputSum
            ? total * kind.device.offConductance.si / kind.device.levelStep(stage.cellBits) : 0
        return CrossbarEffects(
            gains: gains, rows: kind.rows, columns: weightsPerRow,
            weightDeviation: deviation * squares.squareRoot() / total,
            sumDeviation: sumDeviation(stage, squares * Double(sides)),
            offset: surplus + lowest, subtracted: surplus + lowest * drift)
    }

    /// The standard deviation that conversions give a sum.
    /// - Parameter squares: of what the slices are worth, over all columns of a weight.
    private func sumDeviation(_ stage: MappedStage, _ squares: Double) -> Double {
        // Of sums that may be negative, half of the codes are above 0.
        let bits =
            stage.precision.conversionBits(of: kind.adc.bits) - (stage.precision.inputForm == .signMagnitude ? 1 : 0)
        let step = converterStep(
            rows: min(stage.placement.tallestBlock, kind.activeRows), cellBits: stage.cellBits, bits: max(1, bits))
        let offset = kind.adc.offsetSigma * step
        let streams = (0..<stage.placement.streams).map { power(4, Double($0 * kind.dac.bits)) }.reduce(0, +)
        let conversions = Double(stage.placement.partialSums * stage.placement.passes)
        return (((step * step - 1) / 12 + offset * offset) * streams * squares * conversions).squareRoot()
    }

    /// Δ, in products of one level and an input of 1.
    private func converterStep(rows: Int, cellBits: Int, bits: Int) -> Double {
        // Of whole numbers from 0 to t, all alike: mean t/2, mean square t(2t + 1)/6.
        let input = Double((1 << kind.dac.bits) - 1), level = Double((1 << cellBits) - 1)
        let mean = input / 2 * level / 2
        let variance = input * (2 * input + 1) / 6 * level * (2 * level + 1) / 6 - mean * mean
        let highest = Double(rows) * mean + 4 * (Double(rows) * variance).squareRoot()
        var step = 1.0
        while step * (power(2, Double(bits)) - 1) < min(highest, Double(rows) * input * level) { step *= 2 }
        return step
    }
}

extension Hardware.Device {
    /// ΔG, between neighbouring levels, in siemens.
    fileprivate func levelStep(_ cellBits: Int) -> Double {
        (onConductance.si - offConductance.si) / Double((1 << cellBits) - 1)
    }
}
