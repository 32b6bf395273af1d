import Quantities

extension CrossbarCircuit {
    /// Iterations before giving up: far above what conductances and wires of any real crossbar take.
    var iterationLimit: Int { 2000 + 20 * (rows + columns) }

    /// Conductance of each cell with its access resistance in series.
    var seriesConductances: [Double] {
        let access = law.accessResistance.si
        return access == 0 ? conductances.si : conductances.si.map { $0 / (1 + access * $0) }
    }

    func solveLinear(_ inputs: [[Voltage]]) throws(CircuitError) -> [OperatingPoint] {
        let ladders = Ladders(rows: rows, columns: columns, wires: wires)
        let cells = seriesConductances
        ladders.conductances.load(cells, rows: rows, columns: columns)
        ladders.factorise()
        var gradients = ConjugateGradients(ladders)
        var points: [OperatingPoint] = []
        for voltages in inputs {
            gradients.b.clear()
            let before = gradients.iterations
            gradients.solve(
                voltages: voltages.map(\.si), offsets: nil, iterationLimit: before + iterationLimit)
            let (a, b) = gradients.lineVoltages
            let currents = cells.indices.map { cells[$0] * (a[$0] - b[$0]) }
            points.append(
                try operatingPoint(
                    voltages, a, b, currents, outputs: gradients.outputs, iterations: gradients.iterations - before))
        }
        return points
    }

    /// Checks Kirchhoff's laws and gathers the answer; throws when they are not met.
    func operatingPoint(
        _ voltages: [Voltage], _ a: [Double], _ b: [Double], _ currents: [Double], outputs: [Double], iterations: Int
    ) throws(CircuitError) -> OperatingPoint {
        let check = KirchhoffCheck(voltages: voltages, a: a, b: b, currents: currents, outputs: outputs, wires: wires)
        guard check.residual <= Self.residualLimit else {
            throw CircuitError(
                "the \(rows)×\(columns) circuit meets Kirchhoff's laws to \(check.residual) only, after \(iterations) iterations",
                remedy: "bring resistances and conductances closer to each other; \(Self.residualLimit) is asked for")
        }
        return OperatingPoint(
            voltages: voltages, wires: wires,
            wordLineVoltages: Grid(rows: rows, columns: columns, si: a),
            bitLineVoltages: Grid(rows: rows, columns: columns, si: b),
            cellCurrents: Grid(rows: rows, columns: columns, si: currents),
            inputCurrents: check.inputs.map(Current.init(si:)), outputCurrents: outputs.map(Current.init(si:)),
            residual: check.residual, iterations: iterations)
    }
}

extension ConjugateGradients {
    /// Word-line and bit-line voltages, row by row.
    var lineVoltages: (a: [Double], b: [Double]) {
        (a.values(rows: ladders.rows, columns: ladders.columns), b.values(rows: ladders.rows, columns: ladders.columns))
    }
}
