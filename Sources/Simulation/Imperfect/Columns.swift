import Circuit
import Hardware
import Quantities
import System

/// The columns of one row block with the cells and ADCs that they really have, in the order slice · outputs + output.
struct Columns: Sendable {
    /// rows × columns, in levels.
    let levels: [Float]
    /// Likewise, standard deviations of the read noise; empty without.
    let noise: [Float]
    /// A column's code is ⌊slope · sum + offset⌋, clipped: the offset includes the half of rounding.
    let slopes: [Float]
    let offsets: [Float]

    init(
        _ layer: SlicedLayer, block number: Int, _ conversion: ColumnConversion, _ kind: CrossbarKind,
        _ imperfections: Imperfections,
        seed: UInt64, first: Int, threads: Int
    ) throws(CircuitError) {
        let block = layer.layout.rowBlocks[number]
        let outputs = layer.outputs[number]
        let count = outputs.count * layer.slices.count, pair = layer.slices.encoding.rowsPerWeight
        var place: [Int: Int] = [:]
        for (k, output) in outputs.enumerated() { place[output] = k }
        let solved = try inParallel(block.crossbars.count, threads: threads) { index throws(CircuitError) in
            let cells = layer.cells(block, crossbar: index, kind, imperfections, seed: cellSeed(seed, first + index))
            return try EffectiveLevels(
                cells, kind, isCircuit: imperfections.contains(.circuit) && kind.method == .resistive)
        }
        var levels = [Float](repeating: 0, count: block.rows.count * count)
        var noise =
            imperfections.contains(.readNoise) && kind.method == .resistive && kind.device.effects.readNoiseSigma > 0
            ? levels : []
        var slopes = [Float](repeating: 0, count: count), offsets = [Float](repeating: 0, count: count)
        let step = Double(1 << conversion.shift)
        for (index, crossbar) in block.crossbars.enumerated() {
            let cells = solved[index]
            let converters =
                imperfections.contains(.converters)
                ? kind.adc.converters(columns: kind.columns, step: Current(1), seed: seed, crossbar: first + index) : []
            for (column, role) in crossbar.columns.enumerated() {
                let target = role.slice * outputs.count + (place[role.output] ?? 0)
                for row in block.rows.indices {
                    let cell = row * pair * cells.columns + column
                    levels[row * count + target] = cells.levels[cell]
                    if !noise.isEmpty { noise[row * count + target] = cells.noise[cell] }
                    guard pair > 1 else { continue }
                    // The second row of a pair is driven with the opposite sign.
                    levels[row * count + target] -= cells.levels[cell + cells.columns]
                    if !noise.isEmpty {
                        let (a, b) = (cells.noise[cell], cells.noise[cell + cells.columns])
                        noise[row * count + target] = (a * a + b * b).squareRoot()
                    }
                }
                slopes[target] = Float((1 + (converters.isEmpty ? 0 : converters[column].gain)) / step)
                offsets[target] = Float((converters.isEmpty ? 0 : converters[column].offset) + 0.5)
            }
        }
        self.levels = levels
        self.noise = noise
        self.slopes = slopes
        self.offsets = offsets
    }
}

/// The seed of one crossbar's cells, the number of crossbars before it being `number`.
func cellSeed(_ seed: UInt64, _ number: Int) -> UInt64 { seed &+ UInt64(number) &* 0x9E37_79B9 }
