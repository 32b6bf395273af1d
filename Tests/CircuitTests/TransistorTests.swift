import Hardware
import Quantities
import RealModule
import Services
import Testing

@testable import Circuit

@Suite("Crossbars of cells with access transistors that saturate")
struct TransistorTests {
    let shorts = wires(row: 0, column: 0, source: 0, sink: 0)

    func law(_ resistance: Double, overdrive: Double, early: Double? = nil, scale: Double? = nil) -> CellLaw {
        CellLaw(
            nonlinearity: scale.map { Voltage($0) }, accessResistance: Resistance(resistance),
            gateDrive: .init(
                voltage: Voltage(0.5 + overdrive), threshold: Voltage(0.5), earlyVoltage: early.map { Voltage($0) }))
    }

    /// β = 1/(R·x) is 1/6000 A/V²: x = 0.6 V, R = 10 kΩ. Solved by hand from G·(V − w) = β·(x − w/2)·w.
    @Test func inTheTriodeRegionTheQuadraticEquationHolds() throws {
        let circuit = try CrossbarCircuit(
            conductances: Grid(rows: 1, columns: 1, filledWith: Conductance(50, .micro)), wires: shorts,
            law: law(10_000, overdrive: 0.6))
        let current = try circuit.solve([Voltage(0.3)]).outputCurrents[0].si
        let (g, v, x, beta) = (50e-6, 0.3, 0.6, 1 / 6000.0)
        let w = (x + g / beta) - ((x + g / beta) * (x + g / beta) - 2 * g / beta * v).squareRoot()
        #expect(abs(current - g * (v - w)) < 1e-14 * current)
    }

    @Test func aGoodCellIsHeldAtTheSaturationCurrent() throws {
        let cells = Grid(rows: 1, columns: 1, filledWith: Conductance(10, .milli))
        let ideal = try CrossbarCircuit(conductances: cells, wires: shorts, law: law(10_000, overdrive: 0.2))
        // x/(2R) = 10 µA.
        #expect(abs(try ideal.solve([Voltage(1)]).outputCurrents[0].si - 10e-6) < 1e-19)
        let real = try CrossbarCircuit(conductances: cells, wires: shorts, law: law(10_000, overdrive: 0.2, early: 10))
        let current = try real.solve([Voltage(1)]).outputCurrents[0].si
        #expect(abs(current - 10e-6 * (1 + (1 - current / 10e-3) / 10)) < 1e-19)
    }

    @Test func farAboveThresholdTheTransistorIsItsResistance() throws {
        let random = RandomCrossbar(9, 7, seed: 61)
        let resistance = try random.circuit(CellLaw(accessResistance: Resistance(5000))).solve(random.voltages)
            .outputCurrents.si()
        func deviation(_ overdrive: Double) throws -> Double {
            worst(
                try random.circuit(law(5000, overdrive: overdrive)).solve(random.voltages).outputCurrents.si(),
                to: resistance)
        }
        let high = try deviation(100), higher = try deviation(1000)
        #expect(high > 1e-5 && high < 1e-2)
        #expect(abs(higher / high - 0.1) < 0.01)
    }

    /// The lower terminal is the source whichever it is: the channel turned round carries the same current the other
    /// way.
    @Test func negativeInputsTurnSourceAndDrain() throws {
        let circuit = try CrossbarCircuit(
            conductances: Grid(rows: 1, columns: 1, filledWith: Conductance(1)), wires: shorts,
            law: law(10_000, overdrive: 0.2))
        // The cell is nearly a short: source at −0.1 V, x = 0.3 V, v = 0.1 V.
        let current = try circuit.solve([Voltage(-0.1)]).outputCurrents[0].si
        let expected = -(0.3 - 0.05) * 0.1 / (10_000 * 0.2)
        #expect(abs(current / expected - 1) < 3e-4)
    }

    /// A sink raises the source, and the gate stays where it is: less than what the same law of the cell's voltage
    /// alone would give.
    @Test func theSinkTakesGateVoltageAway() throws {
        let circuit = try CrossbarCircuit(
            conductances: Grid(rows: 1, columns: 1, filledWith: Conductance(1)),
            wires: wires(row: 0, column: 0, source: 0, sink: 5000),
            law: law(10_000, overdrive: 0.4))
        let point = try circuit.solve([Voltage(2)])
        let (current, beta) = (point.outputCurrents[0].si, 1 / 4000.0)
        let x = 0.4 - 5000 * current
        #expect(abs(current - beta / 2 * x * x) < 1e-13 * current)
    }

    @Test(arguments: 70..<78 as Range<UInt64>) func driversDeliverWhatCellsAndWiresDissipate(_ seed: UInt64) throws {
        let random = RandomCrossbar(14, 11, seed: seed, signed: seed % 2 == 0)
        let law = law(seed % 4 < 2 ? 2000 : 20_000, overdrive: 0.15, early: 12, scale: seed % 3 == 0 ? 0.1 : nil)
        let point = try random.circuit(law).solve(random.voltages)
        let delivered = point.deliveredPower.si
        #expect(abs(point.dissipatedPower.si - delivered) <= 1e-11 * delivered)
        #expect(point.residual <= CrossbarCircuit.residualLimit)
    }

    @Test func hardWiresAreSolvedToo() throws {
        let cells = Grid(rows: 24, columns: 24, filledWith: Conductance(1, .milli))
        let circuit = try CrossbarCircuit(
            conductances: cells, wires: wires(row: 100, column: 100, source: 1000, sink: 1000),
            law: law(1000, overdrive: 0.1, early: 10))
        #expect(
            try circuit.solve([Voltage](repeating: Voltage(1), count: 24)).residual <= CrossbarCircuit.residualLimit)
    }

    @Test func whatCannotBeIsSaid() {
        let cells = Grid(rows: 1, columns: 1, filledWith: Conductance(1, .micro))
        #expect(
            throws: CircuitError(
                "the gate is at 400 mV and the threshold 500 mV: the access transistors are off",
                remedy: "raise the gate above the threshold")
        ) { try CrossbarCircuit(conductances: cells, wires: shorts, law: law(1000, overdrive: -0.1)) }
        #expect(throws: CircuitError.self) {
            try CrossbarCircuit(conductances: cells, wires: shorts, law: law(0, overdrive: 0.1))
        }
        #expect(throws: CircuitError.self) {
            try CrossbarCircuit(conductances: cells, wires: shorts, law: law(1000, overdrive: 0.1, early: 0))
        }
    }
}
