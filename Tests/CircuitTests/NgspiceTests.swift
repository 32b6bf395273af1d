import Foundation
import Hardware
import Quantities
import Services
import Testing

@testable import Circuit

private func outputsByNgspice(_ circuit: CrossbarCircuit, _ voltages: [Voltage]) throws -> [Double] {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("naxdse-\(UUID().uuidString).cir")
    try circuit.spiceNetlist(voltages).write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    return try Ngspice.outputCurrents(ofNetlist: file.path)
}

@Suite("Against ngspice", .enabled(if: Ngspice.path != nil, Comment(rawValue: Ngspice.reason)))
struct NgspiceTests {
    /// Wires of 0 to 100 Ω, cells of 1 kΩ to 10 MΩ, shorts and opens among them.
    @Test(arguments: [(2, 2), (3, 5), (8, 8), (16, 31), (32, 32)])
    func linearOutputsAgreeToNineDigits(_ rows: Int, _ columns: Int) throws {
        for seed in 0..<(rows < 16 ? 6 : 2) as Range<UInt64> {
            let random = RandomCrossbar(rows, columns, seed: 200 + seed)
            let circuit = try random.circuit()
            let spice = try outputsByNgspice(circuit, random.voltages)
            #expect(worstRelative(try circuit.solve(random.voltages).outputCurrents.si(), to: spice) < 1e-9)
        }
    }

    @Test func wiresOf100OhmsWithCellsOf1KilohmAgree() throws {
        let cells = Grid(rows: 48, columns: 48, filledWith: Conductance(1, .milli))
        let circuit = try CrossbarCircuit(conductances: cells, wires: wires(row: 100, column: 100, source: 0, sink: 0))
        let voltages = RandomCrossbar(48, 1, seed: 6).voltages
        let spice = try outputsByNgspice(circuit, voltages)
        #expect(worstRelative(try circuit.solve(voltages).outputCurrents.si(), to: spice) < 1e-9)
    }

    @Test(arguments: [(2, 2, 0.02, 0.0), (5, 3, 0.05, 2000), (8, 8, 0.1, 0), (16, 24, 0.1, 5000), (24, 16, 0.25, 0)])
    func nonlinearOutputsAgree(_ rows: Int, _ columns: Int, _ scale: Double, _ access: Double) throws {
        for seed in 0..<2 as Range<UInt64> {
            let random = RandomCrossbar(rows, columns, seed: 230 + seed)
            let circuit = try random.circuit(
                CellLaw(nonlinearity: Voltage(scale), accessResistance: Resistance(access)))
            let spice = try outputsByNgspice(circuit, random.voltages)
            #expect(worstRelative(try circuit.solve(random.voltages).outputCurrents.si(), to: spice) < 1e-9)
        }
    }

    @Test func accessTransistorsOfOhmicCellsAgree() throws {
        let random = RandomCrossbar(10, 10, seed: 240)
        let circuit = try random.circuit(CellLaw(accessResistance: Resistance(5000)))
        let spice = try outputsByNgspice(circuit, random.voltages)
        #expect(worstRelative(try circuit.solve(random.voltages).outputCurrents.si(), to: spice) < 1e-9)
    }

    /// MOS level 1 in series with ohmic and sinh cells, from deep triode (cells of 10 MΩ) to saturation (cells of 1
    /// kΩ), signed inputs included.
    @Test(
        arguments: [
            (2, 2, 3000.0, 0.1, nil, nil), (3, 5, 10_000, 0.3, 20, nil), (8, 8, 3000, 0.05, nil, 0.1),
            (16, 12, 5000, 0.2, 10, 0.25), (24, 24, 8000, 0.6, 15, nil),
        ] as [(Int, Int, Double, Double, Double?, Double?)])
    func saturatingTransistorsAgree(
        _ rows: Int, _ columns: Int, _ resistance: Double, _ overdrive: Double, _ early: Double?, _ scale: Double?
    ) throws {
        for seed in 0..<4 as Range<UInt64> {
            let random = RandomCrossbar(rows, columns, seed: 260 + seed, signed: seed == 3)
            let circuit = try random.circuit(
                CellLaw(
                    nonlinearity: scale.map { Voltage($0) }, accessResistance: Resistance(resistance),
                    gateDrive: .init(
                        voltage: Voltage(0.4 + overdrive), threshold: Voltage(0.4),
                        earlyVoltage: early.map { Voltage($0) })))
            let spice = try outputsByNgspice(circuit, random.voltages)
            #expect(worstRelative(try circuit.solve(random.voltages).outputCurrents.si(), to: spice) < 1e-8)
        }
    }
}
