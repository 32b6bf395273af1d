import Circuit
import Hardware
import Quantities

/// The cells of one crossbar as they have become, and what its columns' currents are counted against.
///
/// A cell of level l is meant to have G_off + l·ΔG, ΔG = (G_on − G_off)/(2^c − 1). The current of as many cells at
/// their lowest conductance, drifted as all cells are, is subtracted before conversion.
struct CrossbarCells: Sendable {
    let conductances: Grid<Dimensions.Conductance>
    /// Of a reference cell, in siemens.
    let reference: Double
    /// ΔG, in siemens.
    let step: Double
    /// Standard deviation of the relative read noise.
    let noise: Double

    /// - Parameters:
    ///   - level: of the cell in a row and column; unused cells are at level 0.
    ///   - seed: of this crossbar's cells.
    init(_ kind: CrossbarKind, cellBits: Int, _ imperfections: Imperfections, seed: UInt64, level: (Int, Int) -> Int) {
        guard kind.method == .resistive else {
            // Capacitors and gates have the levels that they are meant to have; a level counts 1.
            var cells = Grid<Dimensions.Conductance>(rows: kind.rows, columns: kind.columns)
            for row in 0..<kind.rows {
                for column in 0..<kind.columns { cells.si[row * kind.columns + column] = Double(level(row, column)) }
            }
            (conductances, reference, step, noise) = (cells, 0, 1, 0)
            return
        }
        let device = kind.device.keeping(imperfections)
        let off = device.offConductance.si
        step = (device.onConductance.si - off) / Double((1 << cellBits) - 1)
        var cells = Grid<Dimensions.Conductance>(rows: kind.rows, columns: kind.columns)
        for row in 0..<kind.rows {
            for column in 0..<kind.columns {
                cells.si[row * kind.columns + column] = off + step * Double(level(row, column))
            }
        }
        conductances = device.programmed(cells, seed: seed)
        // Cells of the reference are cells as well: time changes them in the same way.
        reference = device.keeping(.drift).programmed(Grid(rows: 1, columns: 1, si: [off]), seed: seed).si[0]
        noise = device.effects.readNoiseSigma
    }
}
