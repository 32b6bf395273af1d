import Circuit
import Hardware
import Quantities

/// What the cells of one crossbar of ohmic cells count in a column's sum, in levels: 0, 1, 2, … where all is ideal.
///
/// A column's current for row values v is I = Σ v_r · V₁ · G_r, with V₁ the voltage of a value of 1; the current of the
/// reference, Σ v_r · V₁ · G_off, is subtracted, and the rest counted in steps of V₁ · ΔG. So a cell counts (G_r −
/// G_off)/ΔG.
struct EffectiveLevels: Sendable {
    let columns: Int
    /// rows × columns of the whole crossbar.
    let levels: [Float]
    /// What a cell's read noise counts, per unit of relative noise: G_r/ΔG; empty without noise.
    let noise: [Float]

    /// - Parameter isCircuit: whether wires and access transistors do what they do.
    /// - Throws: ``CircuitError`` when the circuit cannot be solved.
    init(_ cells: CrossbarCells, _ kind: CrossbarKind, isCircuit: Bool) throws(CircuitError) {
        var conductances = cells.conductances
        if isCircuit {
            let law = CellLaw(kind.device.effects)
            conductances = try CrossbarCircuit(conductances: conductances, wires: kind.wires, law: law)
                .effectiveConductance()
        }
        columns = kind.columns
        levels = conductances.si.map { Float(($0 - cells.reference) / cells.step) }
        noise = cells.noise > 0 ? conductances.si.map { Float(cells.noise * $0 / cells.step) } : []
    }
}
