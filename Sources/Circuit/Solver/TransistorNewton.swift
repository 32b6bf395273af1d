import Hardware
import Quantities

extension CrossbarCircuit {
    /// Newton's method for cells with a transistor that saturates, for each input from the drivers' voltages.
    func solveTransistors(_ inputs: [[Voltage]], _ channel: Channel) throws(CircuitError) -> [OperatingPoint] {
        for voltages in inputs { try checkSteepness(voltages) }
        let lines = UnequalLadders(rows: rows, columns: columns, wires: wires)
        var points: [OperatingPoint] = []
        for voltages in inputs {
            var newton = TransistorNewton(circuit: self, channel: channel, voltages: voltages, lines: lines)
            points.append(try newton.run())
        }
        return points
    }
}

/// The iterations for one input.
///
/// A cell's current depends on its two lines' voltages a and b unequally (the gate's voltage above the source changes
/// with b alone), so there is no content to be minimised as in ``Newton``. Instead F(a, b), how far the voltages are
/// from what the wires make of the cells' currents, is brought to zero: Newton's step goes to the solution of the
/// circuit of tangents (``UnequalLadders``), and is halved until ‖F‖ falls.
private struct TransistorNewton {
    let circuit: CrossbarCircuit
    let channel: Channel
    let voltages: [Voltage]
    let lines: UnequalLadders
    var a: [Double]
    var b: [Double]
    var cells: [CellResponse]
    var iterations = 0

    static let stepLimit = 200

    init(circuit: CrossbarCircuit, channel: Channel, voltages: [Voltage], lines: UnequalLadders) {
        self.circuit = circuit
        self.channel = channel
        self.voltages = voltages
        self.lines = lines
        a = voltages.flatMap { [Double](repeating: $0.si, count: circuit.columns) }
        b = [Double](repeating: 0, count: a.count)
        cells = []
    }

    mutating func run() throws(CircuitError) -> OperatingPoint {
        cells = respond(a, b)
        var distance = distance(a, b, cells)
        var last = Double.infinity
        for _ in 0..<Self.stepLimit {
            let tangents = lines.solve(voltages: voltages.map(\.si), cells: cells, a: a, b: b)
            iterations += tangents.iterations
            var length = 1.0
            var (nextA, nextB) = (tangents.a, tangents.b)
            var next = respond(nextA, nextB)
            var nextDistance = self.distance(nextA, nextB, next)
            // Near the solution rounding alone decides whether the distance falls.
            while nextDistance > distance * (1 - 1e-4 * length), distance > 1e-20, length > 1e-4 {
                length /= 2
                for k in a.indices {
                    nextA[k] = a[k] + length * (tangents.a[k] - a[k])
                    nextB[k] = b[k] + length * (tangents.b[k] - b[k])
                }
                next = respond(nextA, nextB)
                nextDistance = self.distance(nextA, nextB, next)
            }
            (a, b, cells, distance) = (nextA, nextB, next, nextDistance)
            let currents = cells.map(\.current)
            let check = KirchhoffCheck(
                voltages: voltages, a: a, b: b, currents: currents, outputs: tangents.outputs, wires: circuit.wires)
            // Convergence is quadratic at the end: when a step gains nothing any more, rounding is reached.
            if length == 1, check.residual <= CrossbarCircuit.residualLimit,
                check.residual > last / 4 || check.residual == 0
            {
                return try circuit.operatingPoint(
                    voltages, a, b, currents, outputs: tangents.outputs, iterations: iterations)
            }
            last = length == 1 ? check.residual : .infinity
        }
        throw CircuitError(
            "Newton's method did not converge on the \(circuit.rows)×\(circuit.columns) circuit of transistors in \(Self.stepLimit) steps",
            remedy: "lower the voltages or the resistances of wires, sources and sinks")
    }

    private func respond(_ a: [Double], _ b: [Double]) -> [CellResponse] {
        let conductances = circuit.conductances.si
        return a.indices.map { circuit.law.response(of: conductances[$0], through: channel, word: a[$0], bit: b[$0]) }
    }

    /// ‖F‖²: F = (a − V + Z_a·I, b − Z_b·I) with the lines' resistances Z and the cells' currents I.
    private func distance(_ a: [Double], _ b: [Double], _ cells: [CellResponse]) -> Double {
        let (rows, columns, wires) = (circuit.rows, circuit.columns, circuit.wires)
        var sum = 0.0
        var below = [Double](repeating: 0, count: columns)
        var beyond = [Double](repeating: 0, count: columns)
        for i in 0..<rows {
            var current = 0.0
            for j in (0..<columns).reversed() {
                current += cells[i * columns + j].current
                beyond[j] = current
            }
            var voltage = voltages[i].si
            for j in 0..<columns {
                voltage -= (j == 0 ? wires.source : wires.row).si * beyond[j]
                sum += (a[i * columns + j] - voltage) * (a[i * columns + j] - voltage)
                below[j] += cells[i * columns + j].current
            }
        }
        // From the sinks upwards: `below` holds the current that leaves each row.
        var voltage = [Double](repeating: 0, count: columns)
        for i in (0..<rows).reversed() {
            for j in 0..<columns {
                voltage[j] += (i == rows - 1 ? wires.sink : wires.column).si * below[j]
                below[j] -= cells[i * columns + j].current
                let difference = b[i * columns + j] - voltage[j]
                sum += difference * difference
            }
        }
        return sum
    }
}
