import Hardware
import Quantities
import RealModule

/// What the cells of one crossbar count in a column's sum, in levels: 0, 1, 2, … where all is ideal.
///
/// A column's current for row values v is I = Σ v_r · V₁ · G_r, with V₁ the voltage of a value of 1; the current of as many cells at
/// their lowest conductance, Σ v_r · V₁ · G_off (drifted as all cells are), is subtracted, and the rest counted in steps of V₁ · ΔG, ΔG = (G_on − G_off)/(2^c − 1).
/// So a cell counts (G_r − G_off)/ΔG.
struct EffectiveLevels: Sendable {
    let columns: Int
    /// rows × columns of the whole crossbar.
    let levels: [Float]
    /// What a cell's read noise counts, per unit of relative noise: G_r/ΔG; empty without noise.
    let noise: [Float]

    /// - Parameters:
    ///   - level: of the cell in a row and column; unused cells are at level 0.
    ///   - seed: of this crossbar's cells.
    /// - Throws: ``CircuitError`` when the circuit cannot be solved.
    init(
        _ kind: CrossbarKind, cellBits: Int, _ imperfections: Imperfections, seed: UInt64, level: (Int, Int) -> Int
    ) throws(CircuitError) {
        let device = kind.device.keeping(imperfections)
        let off = device.offConductance.si
        let step = (device.onConductance.si - off) / Double((1 << cellBits) - 1)
        var cells = Grid<Dimensions.Conductance>(rows: kind.rows, columns: kind.columns)
        for row in 0..<kind.rows {
            for column in 0..<kind.columns { cells.si[row * kind.columns + column] = off + step * Double(level(row, column)) }
        }
        cells = device.programmed(cells, seed: seed)
        if imperfections.contains(.circuit) { cells = try Self.effective(cells, kind) }
        // Cells of the reference are cells as well: time changes them in the same way.
        let reference = device.keeping(.drift).programmed(Grid(rows: 1, columns: 1, si: [off]), seed: seed).si[0]
        columns = kind.columns
        levels = cells.si.map { Float(($0 - reference) / step) }
        noise = device.effects.readNoiseSigma > 0 ? cells.si.map { Float(device.effects.readNoiseSigma * $0 / step) } : []
    }

    /// Effective conductances of cells behind their wires. Cells of a sinh law are taken as ohmic ones that
    /// carry the same current at the read voltage.
    private static func effective(
        _ cells: Grid<Dimensions.Conductance>, _ kind: CrossbarKind
    ) throws(CircuitError) -> Grid<Dimensions.Conductance> {
        var law = CellLaw(kind.device.effects)
        var cells = cells
        if !law.isLinear {
            let voltage = kind.read.voltage.si
            for k in cells.si.indices { cells.si[k] = law.response(of: cells.si[k], to: voltage).current / voltage }
            law = .ohmic
        }
        return try CrossbarCircuit(conductances: cells, wires: kind.wires, law: law).effectiveConductance()
    }
}
