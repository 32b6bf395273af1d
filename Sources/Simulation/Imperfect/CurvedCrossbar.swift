import Circuit
import Hardware
import Quantities
import RealModule
import Surrogates

/// One crossbar of curved cells: column sums in levels for values of its rows, from its circuit or a surrogate of it.
///
/// A value v is driven as V_read·v/(2^d − 1). Column currents are counted in the current that one level carries at
/// V_read by the cells' law, over 2^d − 1: ADCs are taken to be set for the cells that there are, so a curve alone is
/// no error where every value is 0 or V_read. Wires and access transistors are not allowed for.
struct CurvedCrossbar: Sendable {
    let cells: CrossbarCells
    private let way: Way
    private let rows: Int
    /// V_read/(2^d − 1), in volts.
    private let unit: Double
    /// Current of a level for a value of 1, and of a reference cell.
    private let step: Double
    private let reference: Double

    private enum Way: Sendable {
        case solver(CrossbarCircuit)
        case surrogate(PreparedSurrogate)
    }

    /// - Parameter surrogate: used in place of the solver.
    /// - Throws: ``CircuitError`` when the circuit makes no sense, or is outside of the surrogate's scope.
    init(_ cells: CrossbarCells, _ kind: CrossbarKind, surrogate: Surrogate?) throws(CircuitError) {
        self.cells = cells
        rows = kind.rows
        let law = CellLaw(kind.device.effects)
        let circuit = try CrossbarCircuit(conductances: cells.conductances, wires: kind.wires, law: law)
        way = if let surrogate { .surrogate(try surrogate.prepared(for: circuit)) } else { .solver(circuit) }
        unit = kind.read.voltage.si / Double((1 << kind.dac.bits) - 1)
        let alone = CellLaw(nonlinearity: law.nonlinearity)
        let bend = alone.current(of: Conductance(1), at: kind.read.voltage).si / kind.read.voltage.si
        step = cells.step * unit * bend
        reference = cells.reference * unit * bend
    }

    /// Sums of all columns for each list of row values, in levels, the reference subtracted.
    ///
    /// - Parameter values: of the first rows; the rest is at 0 V.
    func sums(_ values: [[UInt16]]) throws(CircuitError) -> [[Double]] {
        var sums: [[Double]] = []
        // A few at a time: an operating point holds the voltages of all cells.
        for first in stride(from: 0, to: values.count, by: 16) {
            let some = values[first..<min(first + 16, values.count)]
            for (values, currents) in zip(some, try currents(some.map(voltages))) {
                let subtracted = Double(values.reduce(0) { $0 + Int($1) }) * reference
                sums.append(currents.map { ($0.si - subtracted) / step })
            }
        }
        return sums
    }

    private func voltages(_ values: [UInt16]) -> [Voltage] {
        (0..<rows).map { Voltage(si: $0 < values.count ? Double(values[$0]) * unit : 0) }
    }

    private func currents(_ inputs: [[Voltage]]) throws(CircuitError) -> [[Current]] {
        switch way {
        case .solver(let circuit): return try circuit.solve(inputs).map(\.outputCurrents)
        case .surrogate(let surrogate):
            return try inputs.map { input throws(CircuitError) in try surrogate.outputCurrents(input) }
        }
    }

    /// Variance of a column's sum by read noise, Σ (v·σ·G/ΔG)².
    func variance(_ values: [UInt16], column: Int, columns: Int) -> Double {
        var sum = 0.0
        for (row, value) in values.enumerated() where value != 0 {
            let deviation = Double(value) * cells.noise * cells.conductances.si[row * columns + column] / cells.step
            sum += deviation * deviation
        }
        return sum
    }
}
