import Hardware
import Quantities

extension CrossbarCircuit {
    /// The matrix that the crossbar really multiplies with: output j is Σ_i matrix[i, j]·voltage_i, exactly.
    ///
    /// Row by row from the top, the part of the array above is replaced by what it shows to the bit
    /// lines: an admittance matrix and the short-circuit currents of the inputs so far (block
    /// elimination of the block-tridiagonal system, whose blocks stay symmetric). Takes
    /// O(rows · columns³) operations, or columns · rows³ if that is less, by reciprocity. The result is
    /// compared with one solve by an independent method. Throws when cells are not ohmic (there is no
    /// such matrix then) or when the two disagree.
    public func effectiveConductance() throws(CircuitError) -> Grid<Dimensions.Conductance> {
        guard law.isLinear else {
            throw CircuitError(
                "a crossbar of non-linear cells has no effective conductance matrix",
                remedy: "leave the non-linearity out, or solve for each input")
        }
        let cells = Grid<Dimensions.Conductance>(rows: rows, columns: columns, si: seriesConductances)
        let matrix =
            columns <= rows
            ? BlockElimination(cells, wires).run() : BlockElimination(cells.turned, wires.turned).run().turned
        try check(matrix)
        return matrix
    }

    /// Compares with the currents of one solve, for inputs that hide nothing: all different and positive.
    private func check(_ matrix: Grid<Dimensions.Conductance>) throws(CircuitError) {
        let voltages = (0..<rows).map { Voltage(si: 0.5 + Double(($0 &* 40503) & 1023) / 1024) }
        let outputs = try solve(voltages).outputCurrents
        var worst = 0.0
        for j in 0..<columns {
            var sum = 0.0
            for i in 0..<rows { sum += voltages[i].si * matrix.si[i * columns + j] }
            let difference = abs(sum - outputs[j].si)
            if !(difference <= worst) { worst = difference.isNaN ? .infinity : difference }
        }
        let largest = outputs.reduce(0) { max($0, abs($1.si)) }
        guard worst <= 1e-10 * largest else {
            throw CircuitError(
                "the effective conductances of the \(rows)×\(columns) circuit agree with a solve to \(worst / largest) only",
                remedy: "bring resistances and conductances closer to each other; 1e-10 is asked for")
        }
    }
}

/// Elimination of a crossbar's rows from the top; see ``CrossbarCircuit/effectiveConductance()``.
///
/// Let Y be the admittance that rows 0…i show to the bit lines, J the currents they send into
/// grounded bit lines per volt of each input. Passing down a wire segment of resistance R turns them
/// into Y·X⁻¹ and X⁻¹·J with X = 1 + R·Y; the next row adds D − D·A⁻¹·D and a column to J.
/// Only off-diagonal elements are carried along. A diagonal element is the sum of the others' magnitudes
/// and of J's row (with all inputs and bit lines at 1 V no current flows), so none is ever found as
/// a difference of nearly equal numbers.
private struct BlockElimination {
    let cells: Grid<Dimensions.Conductance>
    let wires: CrossbarKind.Wires
    let sweep: SymmetricSweep

    init(_ cells: Grid<Dimensions.Conductance>, _ wires: CrossbarKind.Wires) {
        self.cells = cells
        self.wires = wires
        sweep = SymmetricSweep(rows: cells.columns, companionColumns: cells.rows)
    }

    func run() -> Grid<Dimensions.Conductance> {
        let column = wires.column.si
        // Off-diagonal elements are kept times the column wire's resistance, where there is one.
        let unit = column > 0 ? column : 1
        for i in 0..<cells.rows {
            addRow(i, times: unit)
            if i < cells.rows - 1, column > 0 {
                completeDiagonal(inputs: i + 1, resistance: column)
                sweep.run(companionColumns: i + 1)
            }
        }
        if wires.sink.si > 0 {
            let (numbers, width) = (sweep.matrix.numbers, sweep.matrix.numberStride)
            for j in 0..<cells.columns {
                for k in j..<cells.columns { numbers[j * width + k] *= wires.sink.si / unit }
            }
            completeDiagonal(inputs: cells.rows, resistance: wires.sink.si)
            sweep.run(companionColumns: cells.rows)
        }
        var matrix = Grid<Dimensions.Conductance>(rows: cells.rows, columns: cells.columns)
        for i in 0..<cells.rows {
            for j in 0..<cells.columns {
                matrix.si[i * cells.columns + j] = sweep.companion.numbers[j * sweep.companion.numberStride + i]
            }
        }
        return matrix
    }

    /// Adds a word line: its admittance between bit lines, and its input's currents into them.
    private func addRow(_ i: Int, times unit: Double) {
        let n = cells.columns
        let line = WordLine(cells.si[i * n..<(i + 1) * n], wires)
        let (numbers, width) = (sweep.matrix.numbers, sweep.matrix.numberStride)
        line.conductances.withUnsafeBufferPointer { g in
            line.transfers.withUnsafeBufferPointer { t in
                for j in 0..<n {
                    let row = numbers + j * width
                    // Voltage at node k for a current of unit·g_j into node j falls by t_k from node to node.
                    var voltage = unit * g[j] * line.impedances[j]
                    for k in j + 1..<max(n, j + 1) {
                        voltage *= t[k]
                        row[k] -= voltage * g[k]
                    }
                }
                var voltage = 1.0
                for j in 0..<n {
                    voltage *= t[j]
                    sweep.companion.numbers[j * sweep.companion.numberStride + i] = voltage * g[j]
                }
            }
        }
    }

    /// Sets the diagonal of X = 1 + R·Y, given its off-diagonal elements and J.
    private func completeDiagonal(inputs: Int, resistance: Double) {
        let (numbers, width) = (sweep.matrix.numbers, sweep.matrix.numberStride)
        let n = cells.columns
        var others = [Double](repeating: 0, count: sweep.size)
        others.withUnsafeMutableBufferPointer { others in
            for j in 0..<n {
                let row = numbers + j * width
                var sum = 0.0
                for k in j + 1..<max(n, j + 1) {
                    sum -= row[k]
                    others[k] -= row[k]
                }
                others[j] += sum
            }
        }
        for j in 0..<sweep.size {
            var currents = 0.0
            let row = sweep.companion.numbers + j * sweep.companion.numberStride
            for i in 0..<inputs { currents += row[i] }
            numbers[j * width + j] = 1 + resistance * currents + others[j]
        }
    }
}

/// One word line with its bit lines grounded: see ``Ladders``.
private struct WordLine {
    let conductances: [Double]
    /// Voltage at a node per volt at the node before (at the driver, for the first).
    private(set) var transfers: [Double]
    /// Voltage at a node per ampere injected there, with the driver at 0 V.
    private(set) var impedances: [Double]

    init(_ cells: ArraySlice<Double>, _ wires: CrossbarKind.Wires) {
        conductances = Array(cells)
        let n = conductances.count
        transfers = [Double](repeating: 0, count: n)
        impedances = transfers
        var beyond = 0.0
        for j in (0..<n).reversed() {
            impedances[j] = conductances[j] + beyond
            transfers[j] = 1 / (1 + (j == 0 ? wires.source.si : wires.row.si) * impedances[j])
            beyond = transfers[j] * impedances[j]
        }
        var towardsDriver = wires.source.si
        for j in 0..<n {
            impedances[j] = towardsDriver / (1 + towardsDriver * impedances[j])
            towardsDriver = wires.row.si + towardsDriver / (1 + towardsDriver * conductances[j])
        }
    }
}

extension Grid {
    /// The array seen by its outputs: rows and columns exchanged, each in reverse order, so that the
    /// end at the sinks comes first along a new row and the end at the drivers last along a new column.
    var turned: Grid {
        var turned = Grid(rows: columns, columns: rows)
        for i in 0..<rows {
            for j in 0..<columns { turned.si[(columns - 1 - j) * rows + rows - 1 - i] = si[i * columns + j] }
        }
        return turned
    }
}

extension CrossbarKind.Wires {
    var turned: Self { Self(row: column, column: row, source: sink, sink: source) }
}
