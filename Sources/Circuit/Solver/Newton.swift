import Quantities

extension CrossbarCircuit {
    /// Voltage over scale of the sinh law above which its currents leave the range of real cells.
    private static var steepestLaw: Double { 50 }

    /// Newton's method with a line search, for each input from the solution of the ohmic circuit.
    ///
    /// The circuit's voltages minimise its content, the sum over cells and wires of ∫I dV, which is
    /// convex as every current grows with its voltage; Newton's step is a descent direction, so it
    /// converges from anywhere if a step that goes past the minimum along its line is cut back.
    func solveNonlinear(_ inputs: [[Voltage]]) throws(CircuitError) -> [OperatingPoint] {
        for voltages in inputs { try checkSteepness(voltages) }
        let ladders = Ladders(rows: rows, columns: columns, wires: wires)
        let gradients = ConjugateGradients(ladders)
        var points: [OperatingPoint] = []
        for voltages in inputs {
            var newton = Newton(circuit: self, voltages: voltages, gradients: gradients)
            points.append(try newton.run())
        }
        return points
    }

    /// Throws when a cell could see more than its sinh law is good for.
    func checkSteepness(_ voltages: [Voltage]) throws(CircuitError) {
        guard let scale = law.nonlinearity?.si else { return }
        let (low, high) = voltages.reduce(into: (0.0, 0.0)) { $0 = (min($0.0, $1.si), max($0.1, $1.si)) }
        guard high - low <= Self.steepestLaw * scale else {
            throw CircuitError(
                "cells see up to \(high - low) V, over \(Int(Self.steepestLaw)) times the \(scale) V of their sinh law",
                remedy: "lower the voltages or raise the scale of the non-linearity")
        }
    }
}

/// The iterations for one input.
private struct Newton {
    let circuit: CrossbarCircuit
    let voltages: [Voltage]
    var gradients: ConjugateGradients
    /// Per cell: its voltage, and the current that the wires carry to and from it.
    var across: [Double]
    var carried: [Double]
    /// Per cell: what its law says of `across`.
    var currents: [Double]
    var slopes: [Double]
    var a: [Double]
    var b: [Double]
    let offsets: Plane

    /// Newton steps before giving up; a step is worth at least one `scale` of the law.
    static let stepLimit = 200

    init(circuit: CrossbarCircuit, voltages: [Voltage], gradients: ConjugateGradients) {
        self.circuit = circuit
        self.voltages = voltages
        self.gradients = gradients
        let cells = circuit.rows * circuit.columns
        across = [Double](repeating: 0, count: cells)
        (carried, currents, a, b) = (across, across, across, across)
        slopes = circuit.seriesConductances
        offsets = Plane(cells: circuit.rows, circuit.columns)
    }

    mutating func run() throws(CircuitError) -> OperatingPoint {
        gradients.b.clear()
        var last = Double.infinity
        for step in 0..<Self.stepLimit {
            let (nextA, nextB) = solveLinearised()
            var nextAcross = nextA
            for k in nextAcross.indices { nextAcross[k] -= nextB[k] }
            var nextCarried = nextAcross
            for k in nextCarried.indices {
                nextCarried[k] = slopes[k] * (nextAcross[k] - across[k]) + currents[k]
            }
            // The first solve is the ohmic circuit: there is nothing to come from yet.
            let length = step == 0 ? 1 : lineSearch(towards: nextAcross, nextCarried)
            for k in across.indices {
                across[k] += length * (nextAcross[k] - across[k])
                carried[k] += length * (nextCarried[k] - carried[k])
                a[k] += length * (nextA[k] - a[k])
                b[k] += length * (nextB[k] - b[k])
            }
            respond()
            let check = KirchhoffCheck(
                voltages: voltages, a: a, b: b, currents: currents, outputs: gradients.outputs, wires: circuit.wires)
            // Convergence is quadratic at the end: when a step gains nothing any more, rounding is reached.
            if length == 1, check.residual <= CrossbarCircuit.residualLimit,
                check.residual > last / 4 || check.residual == 0
            {
                return try circuit.operatingPoint(
                    voltages, a, b, currents, outputs: gradients.outputs, iterations: gradients.iterations)
            }
            last = length == 1 ? check.residual : .infinity
        }
        throw CircuitError(
            "Newton's method did not converge on the \(circuit.rows)×\(circuit.columns) circuit in \(Self.stepLimit) steps",
            remedy: "lower the voltages or raise the scale of the non-linearity")
    }

    private mutating func respond() {
        let conductances = circuit.conductances.si
        for k in across.indices {
            (currents[k], slopes[k]) = circuit.law.response(of: conductances[k], to: across[k])
        }
    }

    /// All voltages with each cell replaced by its tangent.
    private mutating func solveLinearised() -> (a: [Double], b: [Double]) {
        let ladders = gradients.ladders
        ladders.conductances.load(slopes, rows: circuit.rows, columns: circuit.columns)
        ladders.factorise()
        var constants = currents
        for k in constants.indices { constants[k] -= slopes[k] * across[k] }
        offsets.load(constants, rows: circuit.rows, columns: circuit.columns)
        gradients.solve(
            voltages: voltages.map(\.si), offsets: offsets,
            iterationLimit: gradients.iterations + circuit.iterationLimit)
        return gradients.lineVoltages
    }

    /// How far to go: all the way unless the content rises again steeply by then.
    ///
    /// Along the step the derivative of the content is Σ (I_cell − I_wires)·ΔV, as by Tellegen's theorem
    /// the wires' share is what they carry to the cells; no wire resistance appears, shorts are allowed.
    private func lineSearch(towards nextAcross: [Double], _ nextCarried: [Double]) -> Double {
        let start = derivative(0, nextAcross, nextCarried)
        // Currents that agree to eight digits are where Newton's method doubles their number each step.
        guard start.sum < -1e-8 * start.scale else { return 1 }
        var (low, high) = (0.0, 1.0)
        var slope = derivative(1, nextAcross, nextCarried).sum
        // The derivative grows along the step: halve the interval around its zero until it is small.
        while slope > -0.5 * start.sum, high - low > 1e-3 {
            let middle = (low + high) / 2
            let there = derivative(middle, nextAcross, nextCarried).sum
            if there > 0 {
                (high, slope) = (middle, there)
            } else if there > 0.5 * start.sum {
                return middle
            } else {
                low = middle
            }
        }
        return high
    }

    /// Derivative of the content at a share of the step, and the sum of the magnitudes it is made of.
    private func derivative(
        _ length: Double, _ nextAcross: [Double], _ nextCarried: [Double]
    ) -> (sum: Double, scale: Double) {
        let conductances = circuit.conductances.si
        var (sum, scale) = (0.0, 0.0)
        for k in across.indices {
            let change = nextAcross[k] - across[k]
            let current = circuit.law.response(of: conductances[k], to: across[k] + length * change).current
            sum += (current - (carried[k] + length * (nextCarried[k] - carried[k]))) * change
            scale += abs(current * change)
        }
        return (sum, scale)
    }
}
