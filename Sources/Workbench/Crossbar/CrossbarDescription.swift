import Circuit
import Diagnostics
import Hardware
import Quantities
import Surrogates
import System

/// What a crossbar is: its cells, its wires and what drives it, each by itself or as a hardware file says.
public struct CrossbarDescription {
    /// Where no file gives them.
    public var rows: Int?
    /// See ``rows``.
    public var columns: Int?
    /// A CSV file, rows × columns, in siemens.
    public var conductances: String?
    /// Of every cell, where no conductances are given.
    public var cellResistance: Resistance?
    /// A CSV file, inputs × rows, in volts.
    public var voltages: String?
    /// Of every row, where no voltages are given.
    public var readVoltage: Voltage?
    /// Of wires between neighbouring cells, and at the ends.
    public var rowResistance: Resistance?
    /// Of wires between neighbouring cells of a bit line.
    public var columnResistance: Resistance?
    /// Between a driver and the first cell of its row.
    public var sourceResistance: Resistance?
    /// Between the last cell of a column and 0 V.
    public var sinkResistance: Resistance?
    /// Scale V₀ of cells that follow I = G·V₀·sinh(V/V₀).
    public var nonlinearity: Voltage?
    /// Of the access transistor in series with each cell.
    public var accessResistance: Resistance?
    /// Of the transistor's gate against 0 V; with it the transistor saturates.
    public var gateVoltage: Voltage?
    /// Of the transistor; required with ``gateVoltage``.
    public var thresholdVoltage: Voltage?
    /// 1/λ of the transistor's channel-length modulation; nil for none.
    public var earlyVoltage: Voltage?
    /// Hardware by its name or path, whose crossbar gives what is not given here.
    public var hardware: String?
    /// Its id; nil for the one on the chip, if there is but one kind.
    public var crossbar: String?
    /// Whether cells and ADCs have the effects that the hardware names.
    public var effects = false
    /// A file of a surrogate, in place of the solver.
    public var surrogate: String?
    /// Of drawn cells and of what the effects draw.
    public var seed: UInt64 = 1

    /// Nothing is given but what is named.
    public init(
        rows: Int? = nil, columns: Int? = nil, conductances: String? = nil, cellResistance: Resistance? = nil,
        voltages: String? = nil, readVoltage: Voltage? = nil, rowResistance: Resistance? = nil,
        columnResistance: Resistance? = nil, sourceResistance: Resistance? = nil,
        sinkResistance: Resistance? = nil, nonlinearity: Voltage? = nil, accessResistance: Resistance? = nil,
        gateVoltage: Voltage? = nil, thresholdVoltage: Voltage? = nil, earlyVoltage: Voltage? = nil,
        hardware: String? = nil, crossbar: String? = nil, effects: Bool = false, surrogate: String? = nil,
        seed: UInt64 = 1
    ) {
        self.rows = rows
        self.columns = columns
        self.conductances = conductances
        self.cellResistance = cellResistance
        self.voltages = voltages
        self.readVoltage = readVoltage
        self.rowResistance = rowResistance
        self.columnResistance = columnResistance
        self.sourceResistance = sourceResistance
        self.sinkResistance = sinkResistance
        self.nonlinearity = nonlinearity
        self.accessResistance = accessResistance
        self.gateVoltage = gateVoltage
        self.thresholdVoltage = thresholdVoltage
        self.earlyVoltage = earlyVoltage
        self.hardware = hardware
        self.crossbar = crossbar
        self.effects = effects
        self.surrogate = surrogate
        self.seed = seed
    }

    /// The cells as they are meant to be, and whether they were drawn.
    package func targets(
        _ file: (grid: Grid<Dimensions.Conductance>, file: InputFile)?, _ kind: CrossbarKind?
    ) throws -> (Grid<Dimensions.Conductance>, isRandom: Bool) {
        if let file {
            try Self.check(rows, "--rows", equals: file.grid.rows, "rows of conductances in \(conductances!)")
            try Self.check(
                columns, "--columns", equals: file.grid.columns, "columns of conductances in \(conductances!)")
            return (file.grid, false)
        }
        guard let rows = rows ?? kind?.rows, let columns = columns ?? kind?.columns else {
            throw InputError(
                "the crossbar has no size",
                hint: "give --rows and --columns, --conductances, or --hardware and --crossbar")
        }
        if let resistance = cellResistance {
            guard resistance > .zero else {
                throw InputError("--cell-resistance is \(resistance)", hint: "give a resistance above 0 Ω")
            }
            return (Grid(rows: rows, columns: columns, filledWith: Conductance(si: 1 / resistance.si)), false)
        }
        guard let kind else {
            throw InputError(
                "nothing says what the cells are",
                hint: "give --conductances, --cell-resistance, or --hardware and --crossbar")
        }
        return (kind.device.randomCells(rows: rows, columns: columns, seed: seed), true)
    }

    /// Voltages, inputs × rows.
    package func inputs(
        _ file: (grid: Grid<Dimensions.Voltage>, file: InputFile)?, rows: Int, _ kind: CrossbarKind?
    ) throws -> [[Voltage]] {
        if let file {
            guard file.grid.columns == rows else {
                throw InputError(
                    "\(voltages!) has \(file.grid.columns) voltages in a line for a crossbar of \(rows) rows",
                    hint: "give one line per input with one voltage per row")
            }
            return (0..<file.grid.rows).map(file.grid.row)
        }
        guard let voltage = readVoltage ?? kind?.read.voltage else {
            throw InputError("nothing says what drives the rows", hint: "give --voltages or --read-voltage")
        }
        return [[Voltage](repeating: voltage, count: rows)]
    }

    /// How the cells conduct: as the device does where effects are asked for, with what is given here before it.
    package func law(_ kind: CrossbarKind?) -> CellLaw {
        var law = effects ? kind.map { CellLaw($0.device.effects) } ?? .ohmic : .ohmic
        if let scale = nonlinearity { law.nonlinearity = scale }
        if let access = accessResistance { law.accessResistance = access }
        if let voltage = gateVoltage, let threshold = thresholdVoltage {
            law.gateDrive = .init(voltage: voltage, threshold: threshold, earlyVoltage: earlyVoltage)
        }
        return law
    }

    package func wires(_ kind: CrossbarKind?) -> CrossbarKind.Wires {
        CrossbarKind.Wires(
            row: rowResistance ?? kind?.wires.row ?? .zero, column: columnResistance ?? kind?.wires.column ?? .zero,
            source: sourceResistance ?? kind?.wires.source ?? .zero, sink: sinkResistance ?? kind?.wires.sink ?? .zero)
    }

    private static func check(_ given: Int?, _ option: String, equals count: Int, _ what: String) throws {
        guard let given, given != count else { return }
        throw InputError("\(option) is \(given), but there are \(count) \(what)", hint: "leave \(option) out")
    }
}

/// What a crossbar's files hold.
package struct CrossbarFiles {
    package let architecture: Architecture?
    package let cells: (grid: Grid<Dimensions.Conductance>, file: InputFile)?
    package let voltages: (grid: Grid<Dimensions.Voltage>, file: InputFile)?
    package let learnt: Surrogate?

    /// - Throws: all that is wrong with any of them.
    package init(_ wanted: CrossbarDescription, _ bench: Workbench) throws {
        var gathering = Gathering()
        architecture = try gathering.attempt { try wanted.hardware.map { try bench.architecture($0) } } ?? nil
        cells =
            try gathering.attempt {
                try wanted.conductances.map { try Grid<Dimensions.Conductance>.reading($0, atLeast: .zero) }
            } ?? nil
        voltages = try gathering.attempt { try wanted.voltages.map { try Grid<Dimensions.Voltage>.reading($0) } } ?? nil
        learnt = try gathering.attempt { try wanted.surrogate.map { try Surrogate.reading($0).surrogate } } ?? nil
        try gathering.finish()
    }
}
