import ArgumentParser
import Quantities
import Workbench

/// What the crossbar is: its cells, its wires and what drives it.
struct CrossbarOptions: ParsableArguments {
    @Option(help: "Rows, where no file gives them.")
    var rows: Int?

    @Option(help: "Columns, where no file gives them.")
    var columns: Int?

    @Option(
        help: "Conductances of the cells: a CSV file, rows × columns, in siemens.",
        completion: .file(extensions: ["csv"]))
    var conductances: String?

    @Option(help: "Resistance of every cell, such as '100 kΩ', where no conductances are given.", transform: quantity)
    var cellResistance: Resistance?

    @Option(help: "Voltages of the rows: a CSV file, inputs × rows, in volts.", completion: .file(extensions: ["csv"]))
    var voltages: String?

    @Option(help: "Voltage of every row, such as '0.2 V', where no voltages are given.", transform: quantity)
    var readVoltage: Voltage?

    @Option(
        help: "Of the wire between neighbouring cells of a word line, such as '2.5 Ω'. (default: 0 Ω)",
        transform: quantity)
    var rowResistance: Resistance?

    @Option(help: "Of the wire between neighbouring cells of a bit line. (default: 0 Ω)", transform: quantity)
    var columnResistance: Resistance?

    @Option(help: "Between a driver and the first cell of its word line. (default: 0 Ω)", transform: quantity)
    var sourceResistance: Resistance?

    @Option(help: "Between the last cell of a bit line and 0 V. (default: 0 Ω)", transform: quantity)
    var sinkResistance: Resistance?

    @Option(
        help: "Scale V₀ of cells that follow I = G·V₀·sinh(V/V₀), such as '0.25 V'. (default: ohmic cells)",
        transform: quantity)
    var nonlinearity: Voltage?

    @Option(
        help: "Of the access transistor in series with each cell, at small voltages. (default: 0 Ω)",
        transform: quantity)
    var accessResistance: Resistance?

    @Option(
        help:
            "Of the access transistors' gates, such as '1.1 V': they saturate then (SPICE level 1). (default: they are resistances)",
        transform: quantity)
    var gateVoltage: Voltage?

    @Option(help: "Of the access transistors; with --gate-voltage.", transform: quantity)
    var thresholdVoltage: Voltage?

    @Option(
        help: "1/λ of the access transistors' channel-length modulation; with --gate-voltage. (default: none)",
        transform: quantity)
    var earlyVoltage: Voltage?

    @Option(
        help: """
            Hardware, by its name or path, whose --crossbar gives rows, columns, read voltage and wires, and its device \
            the cells: random levels, where no conductances are given. Options above go before it.
            """, completion: .file(extensions: ["xml"]))
    var hardware: String?

    @Option(help: "The id of a crossbar in the hardware file. (default: the one on its chip, if there is but one kind)")
    var crossbar: String?

    @Flag(
        help: """
            Let the cells have the effects that the hardware's device names: programming variation, drift, stuck cells, read noise, \
            non-linearity, access transistor, and the offset and gain errors of its ADCs.
            """)
    var effects = false

    @Option(
        help: """
            A surrogate of `naxdse crossbar train-surrogate`, to give the outputs in place of the solver: fast, and off by what its \
            training measured. Crossbars and inputs that it was not trained for are refused.
            """, completion: .file(extensions: ["json"]))
    var surrogate: String?

    @Option(help: "For random levels and effects.")
    var seed: UInt64 = 1

    var description: CrossbarDescription {
        CrossbarDescription(
            rows: rows, columns: columns, conductances: conductances, cellResistance: cellResistance,
            voltages: voltages, readVoltage: readVoltage, rowResistance: rowResistance,
            columnResistance: columnResistance,
            sourceResistance: sourceResistance, sinkResistance: sinkResistance, nonlinearity: nonlinearity,
            accessResistance: accessResistance,
            gateVoltage: gateVoltage, thresholdVoltage: thresholdVoltage, earlyVoltage: earlyVoltage,
            hardware: hardware,
            crossbar: crossbar, effects: effects, surrogate: surrogate, seed: seed)
    }

    func validate() throws {
        if crossbar != nil, hardware == nil {
            throw ValidationError("--crossbar names a crossbar of a hardware file: give --hardware too")
        }
        if effects, hardware == nil {
            throw ValidationError("--effects are those of a hardware file's device: give --hardware too")
        }
        if (gateVoltage == nil) != (thresholdVoltage == nil) {
            throw ValidationError("--gate-voltage and --threshold-voltage go together: give both or none")
        }
        if earlyVoltage != nil, gateVoltage == nil {
            throw ValidationError(
                "--early-voltage is of transistors that saturate: give --gate-voltage and --threshold-voltage too")
        }
        if conductances != nil, cellResistance != nil {
            throw ValidationError("--conductances and --cell-resistance exclude each other: give one of them")
        }
        if voltages != nil, readVoltage != nil {
            throw ValidationError("--voltages and --read-voltage exclude each other: give one of them")
        }
        for (name, count) in [("rows", rows), ("columns", columns)] {
            if let count, !(1...largestSide).contains(count) {
                throw ValidationError("--\(name) is \(count): give a number from 1 to \(largestSide)")
            }
        }
    }
}

/// Rows or columns at most: what more would ask for is memory, not an answer.
private let largestSide = 16384

/// A quantity on the command line; what is wrong with it is told by the parser, with the option's name.
@Sendable private func quantity<D: Dimension>(_ text: String) throws -> Quantity<D> {
    do {
        return try Quantity(parsing: text)
    } catch {
        throw ValidationError("\(error)")
    }
}
