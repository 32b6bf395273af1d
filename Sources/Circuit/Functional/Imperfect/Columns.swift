import Hardware
import Quantities

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
        _ layer: SlicedLayer, block number: Int, _ conversion: ColumnConversion, _ kind: CrossbarKind, _ imperfections: Imperfections,
        seed: UInt64, first: Int, threads: Int
    ) throws(CircuitError) {
        let block = layer.layout.rowBlocks[number]
        let outputs = layer.outputs[number]
        let count = outputs.count * layer.slices.count
        var place: [Int: Int] = [:]
        for (k, output) in outputs.enumerated() { place[output] = k }
        let solved: [Result<EffectiveLevels, CircuitError>] = inParallel(block.crossbars.count, threads: threads) { index in
            let columns = block.crossbars[index].columns
            return Result { () throws(CircuitError) in
                try EffectiveLevels(kind, cellBits: layer.slices.cellBits, imperfections, seed: seed &+ UInt64(first + index) &* 0x9E37_79B9) { row, column in
                    guard row < block.rows.count, column < columns.count else { return 0 }
                    return layer.level(row: block.rows[row], output: columns[column].output, slice: columns[column].slice)
                }
            }
        }
        var levels = [Float](repeating: 0, count: block.rows.count * count)
        var noise = imperfections.contains(.readNoise) && kind.device.effects.readNoiseSigma > 0 ? levels : []
        var slopes = [Float](repeating: 0, count: count), offsets = [Float](repeating: 0, count: count)
        let step = Double(1 << conversion.shift)
        for (index, crossbar) in block.crossbars.enumerated() {
            let cells = try solved[index].get()
            let converters = imperfections.contains(.converters)
                ? kind.adc.converters(columns: kind.columns, step: Current(1), seed: seed, crossbar: first + index) : []
            for (column, role) in crossbar.columns.enumerated() {
                let target = role.slice * outputs.count + (place[role.output] ?? 0)
                for row in block.rows.indices {
                    levels[row * count + target] = cells.levels[row * cells.columns + column]
                    if !noise.isEmpty { noise[row * count + target] = cells.noise[row * cells.columns + column] }
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
