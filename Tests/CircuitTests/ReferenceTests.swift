import Hardware
import Quantities
import Services
import Testing

@testable import Circuit

/// A crossbar of ``RandomCrossbar``'s cells and voltages, and what another tool says of its outputs.
struct Reference: CustomTestStringConvertible {
    var tool: String
    var rows: Int
    var columns: Int
    var seed: UInt64
    var opens: Double
    var row: Double
    var column: Double
    var source: Double
    var sink: Double
    var nonlinearity: Double?
    /// In amperes.
    var outputs: [Double]

    var testDescription: String { "\(rows)×\(columns) by \(tool), seed \(seed)" }
}

@Suite("Against kept results of badcrossbar and ngspice, up to 128×128")
struct ReferenceTests {
    @Test(arguments: references) func outputsAgreeToNineDigits(_ reference: Reference) throws {
        let random = RandomCrossbar(reference.rows, reference.columns, seed: reference.seed, opens: reference.opens)
        let circuit = try CrossbarCircuit(
            conductances: random.cells,
            wires: wires(row: reference.row, column: reference.column, source: reference.source, sink: reference.sink),
            law: CellLaw(nonlinearity: reference.nonlinearity.map { Voltage($0) }))
        let outputs = try circuit.solve(random.voltages).outputCurrents.si()
        #expect(worstRelative(outputs, to: reference.outputs) < 1e-9)
    }
}
