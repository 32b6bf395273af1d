import ArgumentParser
import Circuit
import Quantities
import Reports
import System
import Workbench

/// `naxdse crossbar`, or `naxdse crossbar solve`
struct SolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve",
        abstract: "Solve the circuit of one crossbar: what its wires and cells make of its inputs.",
        discussion: """
            Word line i is driven from the left, at column 0; bit lines leave at the bottom, below the last row, where the output \
            currents are read. A resistance of 0 Ω is a short and a conductance of 0 S an open cell, both exactly.

            naxdse crossbar --conductances g.csv --voltages v.csv --column-resistance 2.5ohm --json

            naxdse crossbar --hardware isaac -o loss.svg
            """)

    @OptionGroup(title: "Crossbar") var crossbar: CrossbarOptions
    @OptionGroup var input: InputOptions

    @Option(
        help:
            "Write the effective conductances, rows × columns in siemens, to this CSV file: outputs are exactly these times the inputs.",
        completion: .file(extensions: ["csv"]))
    var effectiveMatrix: String?

    @Option(
        help:
            "Write the circuit as it is solved, with the first of the inputs, to this ngspice netlist, which prints the output currents.",
        completion: .file(extensions: ["cir"]))
    var spice: String?

    @OptionGroup(title: "Figure of the share of current lost in each cell") var figure: FigureOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if crossbar.surrogate != nil, figure.isWanted || effectiveMatrix != nil {
            throw ValidationError(
                "a surrogate gives output currents alone: leave --output and --effective-matrix out, or --surrogate")
        }
    }

    func run() throws {
        let setup = try CrossbarSetup(crossbar.description, Workbench(input))
        try Outputs(effectiveMatrix, spice, figure: figure).check()
        let solution = try CrossbarSolution(setup)
        let matrix = try effectiveMatrix.map { (path: $0, grid: try setup.circuit.effectiveConductance()) }
        let netlist = try spice.map { (path: $0, text: try setup.circuit.spiceNetlist(setup.inputs[0])) }
        // Nothing is written before everything is computed.
        if let netlist { try AtomicFile.write(netlist.text, to: netlist.path) }
        if let matrix { try AtomicFile.write(csv(matrix.grid), to: matrix.path) }
        try figure.write {
            solution.map
        } data: {
            solution.map.csv
        }
        switch format.choice {
        case .json: try Output.write(solution.json.text)
        case .csv: try Output.write(solution.csv.text)
        case .text: try Output.write(solution.text(on: .standardOutput))
        }
    }

    /// Numbers alone, as `--conductances` reads them.
    private func csv(_ grid: Grid<Dimensions.Conductance>) -> String {
        (0..<grid.rows).map { i in grid.row(i).map { "\($0.si)" }.joined(separator: ",") + "\r\n" }.joined()
    }
}
