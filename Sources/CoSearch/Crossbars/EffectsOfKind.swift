import Circuit
import Hardware
import Mapping
import Quantities

extension CrossbarEffects {
    /// The effects that a hardware file's crossbar has on a layer placed on it.
    ///
    /// - Gains: the exact effective conductances of an array (``Circuit/CrossbarCircuit``) whose cells all have the device's mean
    ///   conductance, over that conductance; a weight's gain is the mean over its bit slices, each as significant as it
    ///   is (both sides of a pair are taken as one). What a weight's own value changes in its neighbours' currents is left out.
    /// - Deviation of conductances: the device's programming variation and read noise together.
    /// - Deviation of sums: an ADC of r bits where ℓ lose nothing rounds whole sums to steps of Δ = 2^(ℓ−r); the error of each
    ///   conversion has the variance (Δ² − 1)/12, for each row block, pass, bit stream (worth 2^(t·d)) and bit slice (worth
    ///   2^(s·c)). Its mean is the same for every input, and left out: biases and batch-norms take it up.
    ///
    /// - Throws: when the circuit cannot be solved.
    public init(of kind: CrossbarKind, as stage: MappedStage) throws(CircuitError) {
        let slices = stage.encoding.columns(weightBits: stage.precision.weights, cellBits: stage.cellBits)
        let sides = stage.encoding == .differential ? 2 : 1
        let weightsPerRow = max(1, kind.columns / slices)
        let field = try Self.field(of: kind)
        let significance = (0..<slices / sides).map { power(2, Double($0 * stage.cellBits)) }
        let total = significance.reduce(0, +) * Double(sides)
        var gains: [Float] = []
        for row in 0..<kind.rows {
            for weight in 0..<weightsPerRow {
                var sum = 0.0
                for slice in 0..<slices {
                    let column = min(weight * slices + slice, kind.columns - 1)
                    sum += significance[slice / sides] * field[row * kind.columns + column]
                }
                gains.append(Float(sum / total))
            }
        }
        let effects = kind.device.effects
        let lossless = kind.losslessResolution(rows: stage.placement.tallestBlock, cellBits: stage.cellBits)
        self.init(
            gains: gains, rows: kind.rows, columns: weightsPerRow,
            weightDeviation: (effects.programmingSigma * effects.programmingSigma + effects.readNoiseSigma * effects.readNoiseSigma)
                .squareRoot(),
            sumDeviation: lossless > kind.adc.bits ? Self.rounding(by: lossless - kind.adc.bits, kind, stage, significance, sides) : 0,
            offset: stage.encoding == .offset ? power(2, Double(stage.precision.weights - 1)) : 0)
    }

    /// Effective over mean conductance of each cell of an array of mean cells.
    private static func field(of kind: CrossbarKind) throws(CircuitError) -> [Double] {
        let mean = kind.device.meanConductance.si
        let cells = Grid<Dimensions.Conductance>(
            rows: kind.rows, columns: kind.columns, si: [Double](repeating: mean, count: kind.rows * kind.columns))
        return try CrossbarCircuit(conductances: cells, wires: kind.wires).effectiveConductance().si.map { $0 / mean }
    }

    /// The standard deviation of a sum whose conversions each lose so many bits.
    private static func rounding(
        by bits: Int, _ kind: CrossbarKind, _ stage: MappedStage, _ significance: [Double], _ sides: Int
    ) -> Double {
        let step = power(2, Double(bits))
        let streams = (0..<stage.placement.streams).map { power(4, Double($0 * kind.dac.bits)) }.reduce(0, +)
        let slices = significance.map { $0 * $0 }.reduce(0, +) * Double(sides)
        let conversions = Double(stage.placement.partialSums * stage.placement.passes)
        return ((step * step - 1) / 12 * streams * slices * conversions).squareRoot()
    }
}
