import Hardware
import Quantities
import Services
import Testing

@testable import Circuit

@Suite("Crossbars of ohmic cells")
struct LinearSolverTests {
    /// An independent solver with eleven more bits; its own rounding is well below the bound.
    @Test(arguments: [(1, 1), (1, 5), (5, 1), (2, 2), (3, 7), (8, 8), (9, 6)])
    func outputsEqualThoseOfDenseNodalAnalysis(_ rows: Int, _ columns: Int) throws {
        for seed in 0..<5 as Range<UInt64> {
            let random = RandomCrossbar(rows, columns, seed: seed)
            let ohms = [0.01, 1, 100, 37.5]
            let s = Int(seed)
            let w = wires(
                row: ohms[s % 4], column: ohms[(s + 1) % 4], source: ohms[(s + 2) % 4], sink: ohms[(s + 3) % 4])
            let circuit = try CrossbarCircuit(conductances: random.cells, wires: w)
            let outputs = try circuit.solve(random.voltages).outputCurrents.si()
            #expect(worstRelative(outputs, to: denseOutputs(circuit, random.voltages.si())) < 1e-12)
        }
    }

    @Test(arguments: [(4, 4), (17, 9), (9, 33), (40, 40)])
    func driversDeliverWhatResistorsDissipate(_ rows: Int, _ columns: Int) throws {
        for seed in 0..<6 as Range<UInt64> {
            let point = try RandomCrossbar(rows, columns, seed: seed, signed: seed % 2 == 1).circuit().solve(
                RandomCrossbar(rows, columns, seed: seed, signed: seed % 2 == 1).voltages)
            let delivered = point.deliveredPower.si
            #expect(delivered > 0)
            #expect(abs(point.dissipatedPower.si - delivered) <= 1e-12 * delivered)
        }
    }

    @Test func whatFlowsInFlowsOut() throws {
        let random = RandomCrossbar(20, 30, seed: 4)
        let point = try random.circuit().solve(random.voltages)
        let inflow = point.inputCurrents.sum().si
        #expect(abs(point.outputCurrents.sum().si - inflow) <= 1e-13 * inflow)
        #expect(point.wordLineCurrents[7, 0] == point.inputCurrents[7])
        let last = (0..<30).map { point.bitLineCurrents[19, $0].si }
        #expect(worstRelative(last, to: point.outputCurrents.si()) < 1e-13)
    }

    @Test func outputsAddUpLikeTheInputs() throws {
        let random = RandomCrossbar(24, 19, seed: 8, signed: true)
        let circuit = try random.circuit()
        let other = RandomCrossbar(24, 19, seed: 80, signed: true).voltages
        let sum = zip(random.voltages, other).map { $0 * 2 + $1 * 3 }
        let points = try circuit.solve([random.voltages, other, sum])
        let expected = zip(points[0].outputCurrents, points[1].outputCurrents).map { $0.si * 2 + $1.si * 3 }
        #expect(worst(points[2].outputCurrents.si(), to: expected) < 1e-12)
    }

    /// As strongly coupled as the ranges allow: cells hardly more resistive than the wires that feed them.
    @Test func currentsAreExactWhereWiresDominate() throws {
        let cells = Grid(rows: 64, columns: 64, filledWith: Conductance(1, .milli))
        let circuit = try CrossbarCircuit(
            conductances: cells, wires: wires(row: 100, column: 100, source: 100, sink: 100))
        let voltages = [Voltage](repeating: Voltage(1), count: 64)
        let outputs = try circuit.solve(voltages).outputCurrents.si()
        // Two methods that share nothing: iteration over lines, and elimination row by row.
        let matrix = try circuit.effectiveConductance()
        let product = (0..<64).map { j in (0..<64).reduce(0) { $0 + matrix[$1, j].si } }
        #expect(worstRelative(outputs, to: product) < 1e-11)
        // A mirror image: with equal wires, rows and columns change places.
        let mirrored = (0..<64).map { i in (0..<64).reduce(0) { $0 + matrix[63 - i, $1].si } }
        #expect(worstRelative((0..<64).map { i in (0..<64).reduce(0) { $0 + matrix[$1, i].si } }, to: mirrored) < 1e-11)
    }

    @Test func theSameCircuitGivesTheSameBits() throws {
        let random = RandomCrossbar(30, 30, seed: 1)
        let first = try random.circuit().solve(random.voltages)
        let second = try random.circuit().solve([RandomCrossbar(30, 30, seed: 2).voltages, random.voltages])[1]
        #expect(first.outputCurrents == second.outputCurrents)
        #expect(first.wordLineVoltages == second.wordLineVoltages)
    }

    @Test func badCircuitsAreRefusedByName() throws {
        let good = wires(row: 1, column: 1, source: 1, sink: 1)
        var cells = Grid(rows: 2, columns: 3, filledWith: Conductance(1, .micro))
        func message(_ body: () throws -> Void) -> String {
            do {
                try body()
                return ""
            } catch { return "\(error)" }
        }
        #expect(
            message { _ = try CrossbarCircuit(conductances: Grid(rows: 0, columns: 3), wires: good) }.contains("0×3"))
        #expect(
            message {
                _ = try CrossbarCircuit(conductances: cells, wires: wires(row: 1, column: -1, source: 1, sink: 1))
            }.contains("column wire resistance is -1.0 Ω"))
        let circuit = try CrossbarCircuit(conductances: cells, wires: good)
        #expect(
            message { _ = try circuit.solve([Voltage(1)]) } == "1 voltages for a crossbar of 2 rows; give one per row")
        #expect(message { _ = try circuit.solve([Voltage(1), Voltage(.nan)]) }.contains("row 1 is nan V"))
        cells[1, 2] = Conductance(-1)
        #expect(message { _ = try CrossbarCircuit(conductances: cells, wires: good) }.contains("row 1, column 2"))
        cells[1, 2] = Conductance(.infinity)
        #expect(message { _ = try CrossbarCircuit(conductances: cells, wires: good) }.contains("inf S"))
    }
}

@Suite("Effective conductance")
struct EffectiveConductanceTests {
    @Test(arguments: [(1, 1), (1, 9), (9, 1), (8, 8), (16, 5), (5, 16), (33, 24), (24, 33)])
    func productsEqualSolves(_ rows: Int, _ columns: Int) throws {
        for seed in 0..<5 as Range<UInt64> {
            let random = RandomCrossbar(rows, columns, seed: 100 + seed)
            let circuit = try random.circuit()
            let matrix = try circuit.effectiveConductance()
            let product = (0..<columns).map { j in
                (0..<rows).reduce(0) { $0 + matrix[$1, j].si * random.voltages[$1].si }
            }
            #expect(worstRelative(product, to: try circuit.solve(random.voltages).outputCurrents.si()) < 1e-12)
        }
    }

    @Test func eachElementIsTheOutputForOneInput() throws {
        let random = RandomCrossbar(7, 6, seed: 12)
        let circuit = try random.circuit()
        let matrix = try circuit.effectiveConductance()
        for i in 0..<7 {
            let unit = (0..<7).map { Voltage($0 == i ? 1 : 0) }
            #expect(worstRelative(matrix.row(i).si(), to: try circuit.solve(unit).outputCurrents.si()) < 1e-12)
        }
    }

    /// 1 nΩ along the bit lines and a sink of 1 kΩ: the small one must not cost the large one digits.
    @Test func wiresOfVeryDifferentResistanceLoseNothing() throws {
        let random = RandomCrossbar(20, 12, seed: 13)
        let circuit = try CrossbarCircuit(
            conductances: random.cells, wires: wires(row: 100, column: 1e-9, source: 1e-6, sink: 1000))
        let matrix = try circuit.effectiveConductance()
        let product = (0..<12).map { j in (0..<20).reduce(0) { $0 + matrix[$1, j].si * random.voltages[$1].si } }
        #expect(worstRelative(product, to: try circuit.solve(random.voltages).outputCurrents.si()) < 1e-12)
    }

    /// In the range of a double each for itself, and beyond it together: no iteration may go on with what is no number.
    @Test(.timeLimit(.minutes(60)), arguments: [(1e10, 1e300), (1e308, 10), (1e200, 1e100), (1, 1e200)])
    func whatOverflowsIsRefused(conductance: Double, volts: Double) throws {
        let cells = Grid<Dimensions.Conductance>(rows: 2, columns: 2, si: [1, conductance, 1, 1])
        let circuit = try CrossbarCircuit(conductances: cells, wires: wires(row: 1, column: 1, source: 1, sink: 1))
        let error = #expect(throws: CircuitError.self) { try circuit.solve([Voltage(si: volts), Voltage(si: volts)]) }
        #expect(error?.problem.contains("beyond what can be computed with") == true)
    }
}
