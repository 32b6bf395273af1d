import Hardware
import Quantities

/// All voltages and currents of a crossbar for one input.
public struct OperatingPoint: Sendable {
    /// Of the drivers, one per row.
    public let voltages: [Voltage]
    /// Those of the circuit that was solved.
    public let wires: CrossbarKind.Wires
    /// Where each cell meets its word line and its bit line.
    public let wordLineVoltages: Grid<Dimensions.Voltage>
    /// See ``wordLineVoltages``.
    public let bitLineVoltages: Grid<Dimensions.Voltage>
    /// From word line to bit line through each cell.
    public let cellCurrents: Grid<Dimensions.Current>
    /// From each driver into its word line.
    public let inputCurrents: [Current]
    /// From each bit line through its sink into 0 V.
    public let outputCurrents: [Current]
    /// Largest violation of Kirchhoff's laws: the cell currents, summed along each line, must give the
    /// drop over each wire segment (relative to the largest driver voltage) and the output currents
    /// (relative to the largest).
    public let residual: Double
    /// Solves of all lines that were spent.
    public let iterations: Int

    /// Current in the wire that reaches each cell from its driver's side: through the source resistance
    /// in column 0, through a row-wire segment elsewhere.
    public var wordLineCurrents: Grid<Dimensions.Current> {
        var sums = cellCurrents
        for i in 0..<sums.rows {
            for j in (0..<max(0, sums.columns - 1)).reversed() { sums[i, j] += sums[i, j + 1] }
        }
        return sums
    }

    /// Current in the wire that leaves each cell towards the sink: through a column-wire segment, and
    /// through the sink resistance in the last row.
    public var bitLineCurrents: Grid<Dimensions.Current> {
        var sums = cellCurrents
        for i in 1..<max(1, sums.rows) {
            for j in 0..<sums.columns { sums[i, j] += sums[i - 1, j] }
        }
        return sums
    }

    /// What the drivers deliver, Σ V·I.
    public var deliveredPower: Power {
        zip(voltages, inputCurrents).map { $0 * $1 }.sum()
    }

    /// Turned to heat in each cell, its access transistor included.
    public var cellPowers: Grid<Dimensions.Power> {
        Grid(
            rows: cellCurrents.rows, columns: cellCurrents.columns,
            si: cellCurrents.si.indices.map {
                (wordLineVoltages.si[$0] - bitLineVoltages.si[$0]) * cellCurrents.si[$0]
            })
    }

    /// Turned to heat in all cells, wires, sources and sinks: equal to what the drivers deliver.
    public var dissipatedPower: Power {
        var watts = cellPowers.si.reduce(0, +)
        let word = wordLineCurrents
        let bit = bitLineCurrents
        for i in 0..<word.rows {
            for j in 0..<word.columns {
                let (w, b) = (word[i, j].si, bit[i, j].si)
                watts += (j == 0 ? wires.source : wires.row).si * w * w
                watts += (i == word.rows - 1 ? wires.sink : wires.column).si * b * b
            }
        }
        return Power(si: watts)
    }
}
