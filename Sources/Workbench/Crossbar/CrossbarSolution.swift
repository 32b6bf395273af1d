import Circuit
import Quantities
import Reports

/// What a crossbar puts out for each input, beside what it was meant to.
public struct CrossbarSolution {
    package let setup: CrossbarSetup
    /// One for each input.
    public let answers: [Answer]
    /// Inputs × columns: Σ G·V of the cells as they were meant to be.
    public let ideal: [[Current]]
    /// With `converters`, of each output.
    public let codes: [[Int]]
    /// What the digital side takes the codes for, inputs × columns; empty without ADCs, as ``codes`` are.
    public let converted: [[Current]]
    /// For each cell the share of Σ G·|V| over the inputs, with its target G, that does not flow through it in
    /// the direction of V; nil where that sum is 0. Empty for a surrogate, which knows no cells.
    public let cellLosses: [Double?]

    /// What is kept of an operating point: not its grids, of which there may be thousands.
    public struct Answer {
        /// One for each column.
        public var outputCurrents: [Current]
        /// What a surrogate does not know.
        public var solved: Solved?
        /// What the solver knows beside the output currents.
        public struct Solved {
            /// From each driver into its row.
            public var inputCurrents: [Current]
            /// That the drivers deliver.
            public var power: Power
            /// Largest violation of Kirchhoff's laws; see ``OperatingPoint/residual``.
            public var residual: Double
        }
    }

    package init(_ setup: CrossbarSetup) throws {
        self.setup = setup
        let targets = try CrossbarCircuit(conductances: setup.targets, wires: setup.circuit.wires)
        let columns = setup.targets.columns
        var answers: [Answer] = []
        var flows = [Double](repeating: 0, count: setup.targets.si.count)
        var driven = [Double](repeating: 0, count: setup.targets.rows)
        for voltages in setup.inputs {
            if let surrogate = setup.surrogate {
                answers.append(Answer(outputCurrents: try surrogate.outputCurrents(voltages)))
                continue
            }
            let point = try setup.circuit.solve(voltages)
            for (row, voltage) in voltages.enumerated() where voltage != .zero {
                driven[row] += abs(voltage.si)
                for k in row * columns..<(row + 1) * columns {
                    flows[k] += voltage > .zero ? point.cellCurrents.si[k] : -point.cellCurrents.si[k]
                }
            }
            answers.append(
                Answer(
                    outputCurrents: point.outputCurrents,
                    solved: .init(
                        inputCurrents: point.inputCurrents, power: point.deliveredPower, residual: point.residual)))
        }
        self.answers = answers
        ideal = try setup.inputs.map { try targets.idealOutputs($0) }
        let codes =
            setup.converters.map { converters in
                zip(answers, setup.inputs).map { converters.codes(of: $0.outputCurrents, for: $1) }
            } ?? []
        self.codes = codes
        converted =
            setup.converters.map { converters in
                zip(codes, setup.inputs).map { converters.currents(of: $0, for: $1) }
            } ?? []
        cellLosses =
            setup.surrogate != nil
            ? []
            : flows.indices.map { k in
                let wanted = setup.targets.si[k] * driven[k / columns]
                return wanted > 0 ? 1 - flows[k] / wanted : nil
            }
    }

    /// Share of the ideal current that an output lacks; nil where that is 0.
    public func loss(_ input: Int, _ column: Int) -> Double? {
        let wanted = ideal[input][column].si
        return wanted == 0 ? nil : 1 - answers[input].outputCurrents[column].si / wanted
    }

    /// Σ |I − I_ideal| / Σ |I_ideal| over all inputs and columns; nil where all of them are to be 0.
    public var relativeDeviation: Double? {
        var (difference, sum) = (0.0, 0.0)
        for (input, answer) in answers.enumerated() {
            for (column, current) in answer.outputCurrents.enumerated() {
                difference += abs(current.si - ideal[input][column].si)
                sum += abs(ideal[input][column].si)
            }
        }
        return sum > 0 ? difference / sum : nil
    }

    /// "128×128, wires 2.5 Ω along rows and 2.5 Ω along columns, 50 Ω at each source and 50 Ω at each sink".
    public var subject: String {
        let (circuit, wires) = (setup.circuit, setup.circuit.wires)
        var text =
            "\(circuit.rows)×\(circuit.columns), wires of \(wires.row) along rows and \(wires.column) along columns, "
            + "\(wires.source) at each source and \(wires.sink) at each sink"
        if let scale = circuit.law.nonlinearity { text += ", cells with a sinh law of scale \(scale)" }
        if circuit.law.accessResistance > .zero { text += ", access transistors of \(circuit.law.accessResistance)" }
        if let drive = circuit.law.gateDrive {
            text += " with gates at \(drive.voltage), \((drive.voltage - drive.threshold)) above threshold"
        }
        return text
    }

    /// Of ``cellLosses``.
    public var map: HeatMap {
        HeatMap(
            title: "Current lost in each cell: \(setup.name)", subtitle: subject + "; naxdse \(Workbench.version)",
            label: "loss",
            rows: setup.circuit.rows, columns: setup.circuit.columns, shares: cellLosses)
    }
}
