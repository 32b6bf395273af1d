import Hardware
import Quantities
import Services
import Testing

@testable import Circuit

@Suite("A resistance of 0 is a short, a conductance of 0 an open cell, exactly")
struct ShortsAndOpensTests {
    /// Each kind of wire in turn: 0 Ω is the limit of ever smaller resistances, reached linearly.
    @Test(arguments: 0..<4) func aShortIsTheLimitOfSmallResistances(_ which: Int) throws {
        let random = RandomCrossbar(12, 10, seed: 21)
        func outputs(_ ohms: Double) throws -> [Double] {
            var r = [20.0, 30, 40, 50]
            r[which] = ohms
            let w = wires(row: r[0], column: r[1], source: r[2], sink: r[3])
            return try CrossbarCircuit(conductances: random.cells, wires: w).solve(random.voltages).outputCurrents.si()
        }
        let short = try outputs(0)
        let far = worstRelative(try outputs(1e-3), to: short)
        let near = worstRelative(try outputs(1e-6), to: short)
        #expect(far > 1e-9 && far < 1e-4)
        #expect(abs(near / far - 1e-3) < 1e-5)
        #expect(worstRelative(try outputs(1e-12), to: short) < 1e-13)
    }

    @Test func nodesOnAShortHaveOneVoltage() throws {
        let random = RandomCrossbar(6, 7, seed: 5)
        let w = wires(row: 0, column: 0, source: 30, sink: 60)
        let point = try CrossbarCircuit(conductances: random.cells, wires: w).solve(random.voltages)
        for i in 0..<6 {
            for j in 0..<7 {
                #expect(point.wordLineVoltages[i, j] == point.wordLineVoltages[i, 0])
                #expect(point.bitLineVoltages[i, j] == point.bitLineVoltages[5, j])
            }
        }
    }

    @Test func anOpenRowDrawsNothingAndChangesNothing() throws {
        let random = RandomCrossbar(8, 8, seed: 9, opens: 0)
        var cells = random.cells
        for j in 0..<8 { cells[3, j] = .zero }
        let circuit = try CrossbarCircuit(conductances: cells, wires: wires(row: 10, column: 10, source: 10, sink: 10))
        var voltages = random.voltages
        let before = try circuit.solve(voltages)
        voltages[3] = Voltage(0.9)
        let after = try circuit.solve(voltages)
        #expect(before.inputCurrents[3] == .zero)
        #expect(after.inputCurrents[3] == .zero)
        #expect(before.outputCurrents == after.outputCurrents)
        #expect(after.wordLineVoltages.row(3).allSatisfy { $0 == Voltage(0.9) })
        let matrix = try circuit.effectiveConductance()
        #expect(matrix.row(3).allSatisfy { $0 == .zero })
    }

    @Test func openColumnsAtTheEndAreNotThere() throws {
        let random = RandomCrossbar(8, 6, seed: 11, opens: 0)
        var wider = Grid<Dimensions.Conductance>(rows: 8, columns: 9)
        for i in 0..<8 { for j in 0..<6 { wider[i, j] = random.cells[i, j] } }
        let narrow = try CrossbarCircuit(conductances: random.cells, wires: random.wires).solve(random.voltages)
        let wide = try CrossbarCircuit(conductances: wider, wires: random.wires).solve(random.voltages)
        #expect(Array(wide.outputCurrents[..<6]) == narrow.outputCurrents)
        #expect(wide.outputCurrents[6...].allSatisfy { $0 == .zero })
    }

    @Test func aCrossbarOfOpenCellsCarriesNoCurrent() throws {
        let cells = Grid<Dimensions.Conductance>(rows: 3, columns: 3)
        let circuit = try CrossbarCircuit(conductances: cells, wires: wires(row: 1, column: 1, source: 1, sink: 1))
        let point = try circuit.solve([Voltage(1), Voltage(2), Voltage(3)])
        #expect(point.outputCurrents.allSatisfy { $0 == .zero })
        #expect(point.residual == 0)
        #expect(try circuit.effectiveConductance() == cells)
    }
}
