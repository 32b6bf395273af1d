import Circuit
import Hardware
import Markup
import Quantities
import System

/// A crossbar to be solved, put together from options and files.
struct CrossbarSetup {
    /// Where it comes from: "crossbar 'x128' of isaac", or "crossbar".
    var name: String
    /// What the cells were meant to be, and with all effects.
    var targets: Grid<Dimensions.Conductance>
    var circuit: CrossbarCircuit
    /// Inputs × rows.
    var inputs: [[Voltage]]
    /// With errors of their own, where the hardware names them and effects are asked for.
    var converters: ConvertedColumns?
    /// In place of the solver.
    var surrogate: PreparedSurrogate?
    var seed: UInt64
    /// Whether anything was drawn, so that the seed matters.
    var isRandom: Bool

    /// - Throws: everything that is wrong with the files; else what is missing, or does not fit together.
    init(_ options: CrossbarOptions, _ input: InputOptions) throws {
        var gathering = Gathering()
        let architecture = try gathering.attempt { try options.hardware.map { try Inputs(input).architecture($0) } } ?? nil
        let cells = try gathering.attempt {
            try options.conductances.map { try Grid<Dimensions.Conductance>.reading($0, atLeast: .zero) }
        } ?? nil
        let voltages = try gathering.attempt {
            try options.voltages.map { try Grid<Dimensions.Voltage>.reading($0) }
        } ?? nil
        let learnt = try gathering.attempt { try options.surrogate.map { try Surrogate.reading($0) } } ?? nil
        try gathering.finish()

        let kind = try architecture.map { try CrossbarSetup.kind(options.crossbar, of: $0) }
        name = kind.map { "crossbar '\($0.id)' of \(architecture!.name)" } ?? "crossbar"
        isRandom = false
        seed = options.seed

        if let cells {
            targets = cells.grid
            try CrossbarSetup.check(options.rows, "--rows", equals: targets.rows, "rows of conductances in \(options.conductances!)")
            try CrossbarSetup.check(
                options.columns, "--columns", equals: targets.columns, "columns of conductances in \(options.conductances!)")
        } else {
            guard let rows = options.rows ?? kind?.rows, let columns = options.columns ?? kind?.columns else {
                throw InputError(
                    "the crossbar has no size", hint: "give --rows and --columns, --conductances, or --hardware and --crossbar")
            }
            if let resistance = options.cellResistance {
                guard resistance > .zero else {
                    throw InputError("--cell-resistance is \(resistance)", hint: "give a resistance above 0 Ω")
                }
                targets = Grid(rows: rows, columns: columns, filledWith: Conductance(si: 1 / resistance.si))
            } else if let kind {
                targets = kind.device.randomCells(rows: rows, columns: columns, seed: options.seed)
                isRandom = true
            } else {
                throw InputError(
                    "nothing says what the cells are", hint: "give --conductances, --cell-resistance, or --hardware and --crossbar")
            }
        }

        if let voltages {
            guard voltages.grid.columns == targets.rows else {
                throw InputError(
                    "\(options.voltages!) has \(voltages.grid.columns) voltages in a line for a crossbar of \(targets.rows) rows",
                    hint: "give one line per input with one voltage per row")
            }
            inputs = (0..<voltages.grid.rows).map(voltages.grid.row)
        } else if let voltage = options.readVoltage ?? kind?.read.voltage {
            inputs = [[Voltage](repeating: voltage, count: targets.rows)]
        } else {
            throw InputError("nothing says what drives the rows", hint: "give --voltages or --read-voltage")
        }

        var actual = targets
        var law = CellLaw.ohmic
        if options.effects, let device = kind?.device {
            actual = device.read(device.programmed(targets, seed: options.seed), seed: options.seed, number: 0)
            law = CellLaw(device.effects)
            isRandom = isRandom || actual != targets
        }
        if options.effects, let kind, kind.adc.offsetSigma > 0 || kind.adc.gainSigma > 0 {
            guard targets.rows == kind.rows, targets.columns == kind.columns else {
                throw InputError(
                    "the ADCs of crossbar '\(kind.id)' are for \(kind.rows)×\(kind.columns) cells, and there are \(targets.rows)×\(targets.columns)",
                    hint: "leave --effects, or --rows and --columns, out")
            }
            guard kind.adc.bits > 0 else {
                throw InputError("the ADC of crossbar '\(kind.id)' has no resolution", hint: "give its component one, such as resolution=\"8\"")
            }
            converters = ConvertedColumns(kind, seed: options.seed)
            isRandom = true
        }
        if let scale = options.nonlinearity { law.nonlinearity = scale }
        if let access = options.accessResistance { law.accessResistance = access }
        if let voltage = options.gateVoltage, let threshold = options.thresholdVoltage {
            law.gateDrive = .init(voltage: voltage, threshold: threshold, earlyVoltage: options.earlyVoltage)
        }
        circuit = try CrossbarCircuit(
            conductances: actual,
            wires: .init(
                row: options.rowResistance ?? kind?.wires.row ?? .zero,
                column: options.columnResistance ?? kind?.wires.column ?? .zero,
                source: options.sourceResistance ?? kind?.wires.source ?? .zero,
                sink: options.sinkResistance ?? kind?.wires.sink ?? .zero),
            law: law)
        surrogate = try learnt?.surrogate.prepared(for: circuit)
    }

    /// The crossbar of that id; without one, the only kind on the chip.
    static func kind(_ id: String?, of architecture: Architecture) throws -> CrossbarKind {
        guard let id else {
            let places = architecture.floorplan().places
            let onChip = architecture.crossbars.indices.filter { places[$0] != nil }
            guard onChip.count == 1 else {
                let ids = onChip.map { "'\(architecture.crossbars[$0].id)'" }.joined(separator: ", ")
                throw InputError(
                    "\(architecture.name) has \(onChip.count) kinds of crossbar on its chip", hint: "choose one with --crossbar: \(ids)")
            }
            return architecture.crossbars[onChip[0]]
        }
        guard let index = architecture.crossbar(named: id) else {
            let ids = architecture.crossbars.map { "'\($0.id)'" }.joined(separator: ", ")
            throw InputError("\(architecture.name) has no crossbar '\(id)'", hint: "it has \(ids)")
        }
        return architecture.crossbars[index]
    }

    private static func check(_ given: Int?, _ option: String, equals count: Int, _ what: String) throws {
        guard let given, given != count else { return }
        throw InputError("\(option) is \(given), but there are \(count) \(what)", hint: "leave \(option) out")
    }
}

extension CircuitError: BadInput {
    var faults: [Fault] { [Fault(problem, remedy: remedy)] }
}
