import Hardware
import Quantities
import RealModule
import Services
import Testing

@testable import Circuit

@Suite("Crossbars of cells with a sinh law and an access transistor")
struct NonlinearTests {
    @Test func withoutWiresEachCellFollowsItsLaw() throws {
        let random = RandomCrossbar(6, 5, seed: 31, signed: true)
        let circuit = try CrossbarCircuit(
            conductances: random.cells, wires: wires(row: 0, column: 0, source: 0, sink: 0),
            law: CellLaw(nonlinearity: Voltage(0.1)))
        let outputs = try circuit.solve(random.voltages).outputCurrents.si()
        let expected = (0..<5).map { j in
            (0..<6).reduce(0) { $0 + random.cells[$1, j].si * 0.1 * Double.sinh(random.voltages[$1].si / 0.1) }
        }
        #expect(worst(outputs, to: expected) < 1e-14)
    }

    @Test func oneCellBehindAResistanceSolvesItsEquation() throws {
        let cells = Grid(rows: 1, columns: 1, filledWith: Conductance(1, .milli))
        for access in [0.0, 700] {
            let circuit = try CrossbarCircuit(
                conductances: cells, wires: wires(row: 0, column: 0, source: 1000, sink: 300),
                law: CellLaw(nonlinearity: Voltage(0.2), accessResistance: Resistance(access)))
            let current = try circuit.solve([Voltage(2)]).outputCurrents[0].si
            let inner = 2 - current * (1300 + access)
            #expect(abs(1e-3 * 0.2 * Double.sinh(inner / 0.2) - current) < 1e-13 * current)
        }
    }

    /// In a crossbar of one column and no wires, an access resistance is a source resistance.
    @Test func theAccessTransistorIsInSeriesWithItsCell() throws {
        let random = RandomCrossbar(7, 1, seed: 33)
        let law = CellLaw(nonlinearity: Voltage(0.1))
        let behind = try CrossbarCircuit(
            conductances: random.cells, wires: wires(row: 0, column: 3, source: 4000, sink: 2), law: law)
        var inside = law
        inside.accessResistance = Resistance(4000)
        let within = try CrossbarCircuit(
            conductances: random.cells, wires: wires(row: 0, column: 3, source: 0, sink: 2), law: inside)
        #expect(
            worstRelative(
                try within.solve(random.voltages).inputCurrents.si(),
                to: try behind.solve(random.voltages).inputCurrents.si()) < 1e-12)
    }

    @Test func anOhmicCellWithAnAccessResistanceIsOhmic() throws {
        let random = RandomCrossbar(9, 9, seed: 34)
        let circuit = try random.circuit(CellLaw(accessResistance: Resistance(5000)))
        var series = random.cells
        for k in series.si.indices { series.si[k] = series.si[k] == 0 ? 0 : 1 / (1 / series.si[k] + 5000) }
        let plain = try CrossbarCircuit(conductances: series, wires: random.wires)
        #expect(
            worstRelative(
                try circuit.solve(random.voltages).outputCurrents.si(),
                to: try plain.solve(random.voltages).outputCurrents.si()) < 1e-13)
        #expect(worstRelative(try circuit.effectiveConductance().si, to: try plain.effectiveConductance().si) < 1e-11)
    }

    /// sinh x = x + x³/6: the deviation falls with the square of the scale.
    @Test func aWideScaleApproachesOhmicCells() throws {
        let random = RandomCrossbar(10, 12, seed: 35, opens: 0)
        let ohmic = try random.circuit().solve(random.voltages).outputCurrents.si()
        func deviation(_ scale: Double) throws -> Double {
            let law = CellLaw(nonlinearity: Voltage(scale))
            return worst(try random.circuit(law).solve(random.voltages).outputCurrents.si(), to: ohmic)
        }
        let wide = try deviation(10)
        let wider = try deviation(100)
        #expect(wide > 1e-5 && wide < 1e-3)
        #expect(abs(wider / wide - 0.01) < 1e-4)
    }

    @Test func oppositeInputsGiveOppositeOutputs() throws {
        let random = RandomCrossbar(11, 8, seed: 36, signed: true)
        let circuit = try random.circuit(CellLaw(nonlinearity: Voltage(0.1), accessResistance: Resistance(1000)))
        let points = try circuit.solve([random.voltages, random.voltages.map { -$0 }])
        #expect(worst(points[1].outputCurrents.map { -$0.si }, to: points[0].outputCurrents.si()) < 1e-14)
    }

    @Test(arguments: [0.1, 0.2, 0.5]) func driversDeliverWhatCellsAndWiresDissipate(_ scale: Double) throws {
        for seed in 40..<44 as Range<UInt64> {
            let random = RandomCrossbar(14, 11, seed: seed, signed: seed % 2 == 0)
            let access = Resistance(seed % 4 < 2 ? 0 : 3000)
            let point = try random.circuit(CellLaw(nonlinearity: Voltage(scale), accessResistance: access)).solve(
                random.voltages)
            let delivered = point.deliveredPower.si
            #expect(abs(point.dissipatedPower.si - delivered) <= 1e-12 * delivered)
            #expect(point.residual <= CrossbarCircuit.residualLimit)
        }
    }

    @Test func whatCannotBeSolvedIsSaid() throws {
        let cells = Grid(rows: 1, columns: 1, filledWith: Conductance(1, .micro))
        let none = wires(row: 0, column: 0, source: 0, sink: 0)
        let steep = try CrossbarCircuit(conductances: cells, wires: none, law: CellLaw(nonlinearity: Voltage(0.001)))
        #expect(
            throws: CircuitError(
                "cells see up to 1.0 V, over 50 times the 0.001 V of their sinh law",
                remedy: "lower the voltages or raise the scale of the non-linearity")
        ) { try steep.solve([Voltage(1)]) }
        #expect(throws: CircuitError.self) { try steep.effectiveConductance() }
        #expect(throws: CircuitError.self) {
            try CrossbarCircuit(conductances: cells, wires: none, law: CellLaw(nonlinearity: .zero))
        }
    }
}
