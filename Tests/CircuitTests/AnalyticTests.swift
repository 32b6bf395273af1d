import Hardware
import Quantities
import Services
import Testing

@testable import Circuit

@Suite("Circuits that can be solved by hand")
struct AnalyticTests {
    @Test func oneCellIsADivider() throws {
        let cells = Grid(rows: 1, columns: 1, filledWith: Conductance(1, .milli))
        let circuit = try CrossbarCircuit(conductances: cells, wires: wires(row: 7, column: 9, source: 200, sink: 800))
        let point = try circuit.solve([Voltage(1)])
        #expect(abs(point.outputCurrents[0].si - 0.5e-3) < 1e-18)
        #expect(abs(point.wordLineVoltages[0, 0].si - 0.9) < 1e-15)
        #expect(abs(point.bitLineVoltages[0, 0].si - 0.4) < 1e-15)
        #expect(abs(point.deliveredPower.si - 0.5e-3) < 1e-18)
    }

    /// A ladder of 1 Ω in series and 1 S in shunt shows ratios of Fibonacci numbers.
    @Test(arguments: 1...12) func wordLineOfUnitResistorsShowsFibonacciNumbers(_ n: Int) throws {
        var fibonacci = [1.0, 1.0]
        while fibonacci.count <= 2 * n {
            fibonacci.append(fibonacci[fibonacci.count - 1] + fibonacci[fibonacci.count - 2])
        }
        let cells = Grid(rows: 1, columns: n, filledWith: Conductance(1))
        let circuit = try CrossbarCircuit(conductances: cells, wires: wires(row: 1, column: 0, source: 1, sink: 0))
        let point = try circuit.solve([Voltage(1)])
        for j in 0..<n {
            // The node before the last sees 1 Ω to a node with 1 S: voltages F(2(n−j)−2) / F(2n).
            #expect(abs(point.outputCurrents[j].si - fibonacci[2 * (n - 1 - j)] / fibonacci[2 * n]) < 1e-15)
        }
        #expect(abs(point.inputCurrents[0].si - fibonacci[2 * n - 1] / fibonacci[2 * n]) < 1e-15)
    }

    /// The same ladder along a bit line: by reciprocity each row contributes what the node would show.
    @Test func bitLineOfUnitResistorsShowsFibonacciNumbers() throws {
        let cells = Grid(rows: 3, columns: 1, filledWith: Conductance(1))
        let circuit = try CrossbarCircuit(conductances: cells, wires: wires(row: 0, column: 1, source: 0, sink: 1))
        let matrix = try circuit.effectiveConductance()
        #expect(worstRelative(matrix.si, to: [1.0 / 13, 2.0 / 13, 5.0 / 13]) < 1e-14)
    }

    @Test func withoutWiresTheOutputsAreTheProduct() throws {
        let random = RandomCrossbar(9, 13, seed: 3, signed: true)
        let circuit = try CrossbarCircuit(
            conductances: random.cells, wires: wires(row: 0, column: 0, source: 0, sink: 0))
        let point = try circuit.solve(random.voltages)
        #expect(point.outputCurrents == (try circuit.idealOutputs(random.voltages)))
        #expect(try circuit.effectiveConductance() == random.cells)
        #expect(point.residual == 0)
    }

    /// Equal cells on lines without resistance are one resistor: n·G in series with source and sink shares.
    @Test func equalColumnsShareTheSource() throws {
        let cells = Grid(rows: 1, columns: 4, filledWith: Conductance(1, .milli))
        let circuit = try CrossbarCircuit(conductances: cells, wires: wires(row: 0, column: 50, source: 250, sink: 0))
        let point = try circuit.solve([Voltage(1)])
        // 4 mS behind 250 Ω: half the voltage is left.
        for j in 0..<4 { #expect(abs(point.outputCurrents[j].si - 0.5e-3) < 1e-18) }
    }
}
