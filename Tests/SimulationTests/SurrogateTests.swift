import Diagnostics
import Hardware
import Quantities
import Random
import RealModule
import Services
import Testing

@testable import Circuit
@testable import DataSets
@testable import Simulation
@testable import Surrogates

/// A kind of crossbar with curved cells that is solved in no time.
private func kind(_ change: (inout Chip) -> Void = { _ in }) -> CrossbarKind {
    var chip = Chip(rows: 8, columns: 8, activeRows: 8, dacBits: 2, adcBits: 8)
    chip.onResistance = Resistance(10, .kilo)
    chip.wires = CrossbarKind.Wires(
        row: Resistance(20), column: Resistance(20), source: Resistance(300), sink: Resistance(300))
    chip.effects.nonlinearity = Voltage(0.12)
    change(&chip)
    return chip.architecture.crossbars[0]
}

/// Trained once for all tests.
private let learnt: Surrogate? = try? Surrogate.trained(on: kind(), of: "test", samples: 240, seed: 5, threads: 2)

@Suite("A learnt surrogate of curved crossbars")
struct SurrogateTests {
    @Test func itErrsLessThanTheLinearApproximationOnArraysThatItNeverSaw() throws {
        let surrogate = try #require(learnt)
        let errors = surrogate.errors
        #expect(errors.points > 300 && errors.current > .zero)
        #expect(errors.surrogate.rootMeanSquare * 4 < errors.linear.rootMeanSquare)
        #expect(
            errors.surrogate.median <= errors.surrogate.percentile99
                && errors.surrogate.percentile99 <= errors.surrogate.largest)
        // Another seed, other arrays, and currents of the solver that the training did not see.
        var (square, linear) = (0.0, 0.0)
        for seed in 0..<6 as Range<UInt64> {
            let kind = kind()
            let cells = kind.device.randomCells(rows: 8, columns: 8, seed: 900 + seed)
            let circuit = try CrossbarCircuit(conductances: cells, wires: kind.wires, law: CellLaw(kind.device.effects))
            let prepared = try surrogate.prepared(for: circuit)
            var random = DrawnNumbers(CountedDraws(seed: 77, .level, round: seed))
            for _ in 0..<4 {
                let voltages = (0..<8).map { _ in Voltage(0.2 * random.next()) }
                let truth = try circuit.solve(voltages).outputCurrents
                for (j, current) in try prepared.outputCurrents(voltages).enumerated() {
                    square += ((current - truth[j]) / errors.current) * ((current - truth[j]) / errors.current)
                    let plain = try prepared.linearCurrents(voltages)[j]
                    linear += ((plain - truth[j]) / errors.current) * ((plain - truth[j]) / errors.current)
                }
            }
        }
        #expect(
            square * 9 < linear,
            "root mean squares: \((square / 192).squareRoot()), linear \((linear / 192).squareRoot())")
    }

    /// sinh x = x + x³/6: what the network adds falls with the cube of the voltage, and so does its error.
    @Test func forSmallVoltagesItIsExact() throws {
        let surrogate = try #require(learnt)
        let cells = kind().device.randomCells(rows: 8, columns: 8, seed: 3)
        let circuit = try CrossbarCircuit(conductances: cells, wires: kind().wires, law: CellLaw(kind().device.effects))
        let prepared = try surrogate.prepared(for: circuit)
        for (volts, bound) in [(1e-3, 2e-5), (1e-5, 2e-9)] {
            let voltages = (0..<8).map { Voltage(volts * Double($0 + 1) / 8) }
            let truth = try circuit.solve(voltages).outputCurrents.si()
            #expect(worstRelative(try prepared.outputCurrents(voltages).si(), to: truth) < bound)
        }
        #expect(try prepared.outputCurrents([Voltage](repeating: .zero, count: 8)).allSatisfy { $0 == .zero })
    }

    @Test func theSameSeedGivesTheSameBitsWhateverTheThreads() throws {
        let first = try Surrogate.trained(on: kind(), of: "test", samples: 80, seed: 9, threads: 1)
        #expect(try Surrogate.trained(on: kind(), of: "test", samples: 80, seed: 9, threads: 2) == first)
        #expect(try Surrogate.trained(on: kind(), of: "test", samples: 80, seed: 10, threads: 2).text != first.text)
        #expect(try Surrogate(bytes: Array(first.text.utf8), as: "x.json") == first)
    }

    @Test func whatItWasNotTrainedForIsRefused() throws {
        let surrogate = try #require(learnt)
        let mine = kind()
        let cells = mine.device.randomCells(rows: 8, columns: 8, seed: 3)
        func expectRefusal(_ problem: String, _ action: () throws -> Void) {
            do {
                try action()
                Issue.record("not refused: \(problem)")
            } catch {
                #expect("\(error)".hasPrefix(problem), "\(error)")
            }
        }
        func prepare(_ kind: CrossbarKind, _ cells: Grid<Dimensions.Conductance>) throws {
            _ = try surrogate.prepared(
                for: CrossbarCircuit(conductances: cells, wires: kind.wires, law: CellLaw(kind.device.effects)))
        }
        expectRefusal("the surrogate was trained for 8×8 cells, and the crossbar has 9×8") {
            try prepare(mine, mine.device.randomCells(rows: 9, columns: 8, seed: 1))
        }
        expectRefusal("the surrogate was trained for sinks of 300 Ω, and the crossbar has 310 Ω") {
            try prepare(kind { $0.wires.sink = Resistance(310) }, cells)
        }
        expectRefusal("the surrogate was trained for a sinh law's scale of 120 mV, and the crossbar has 100 mV") {
            try prepare(kind { $0.effects.nonlinearity = Voltage(0.1) }, cells)
        }
        expectRefusal("the surrogate was trained for access transistors of 0 Ω, and the crossbar has 1 kΩ") {
            try prepare(kind { $0.effects.accessResistance = Resistance(1000) }, cells)
        }
        var good = cells
        good[2, 3] = Conductance(1, .milli)
        expectRefusal("the cell of row 2, column 3 has 1 mS, and the surrogate was trained for 1 µS to 100 µS") {
            try prepare(mine, good)
        }
        let prepared = try surrogate.prepared(for: cells)
        expectRefusal("the voltage of row 1 is 300 mV, and the surrogate was trained for 0 V to 200 mV") {
            _ = try prepared.outputCurrents([0, 0.3, 0, 0, 0, 0, 0, 0].map { Voltage($0) })
        }
        expectRefusal("the voltage of row 0 is -100 mV") {
            _ = try prepared.outputCurrents([-0.1, 0, 0, 0, 0, 0, 0, 0].map { Voltage($0) })
        }
        expectRefusal("the cells of crossbar 'x' are ohmic: their effective conductance matrix is exact") {
            _ = try Surrogate.trained(on: kind { $0.effects.nonlinearity = nil }, of: "test", samples: 100, seed: 1)
        }
        expectRefusal("20 samples are too few") {
            _ = try Surrogate.trained(on: mine, of: "test", samples: 20, seed: 1)
        }
    }

    @Test(arguments: [
        ("", "this is no surrogate, or it is damaged"), ("{}", "this is no surrogate"),
        ("\"naxdse_surrogate\":1→\"naxdse_surrogate\":2", "this is a surrogate of form 2; 1 is read"),
        ("\"rows\":8→\"rows\":0", "its crossbar has 0×8 cells"),
        ("\"rows\":8→\"rows\":-8", "its crossbar has -8×8 cells"),
        ("\"row_ohm\":20→\"row_ohm\":-20", "its crossbar has a resistance, voltage or conductance that cannot be"),
        ("\"outputs\":24→\"outputs\":25", "its layers do not fit each other"),
        ("\"nonlinearity_V\":0.12→\"other\":1", "its crossbar is one of ohmic cells"),
    ])
    func damagedFilesAreRefused(_ change: String, _ problem: String) throws {
        let parts = change.split(separator: "→").map(String.init)
        let text = try #require(learnt).text
        let damaged = parts.count == 2 ? text.replacing(parts[0], with: parts[1]) : change
        #expect(parts.count < 2 || damaged != text)
        do throws(InvalidInput) {
            _ = try Surrogate(bytes: Array(damaged.utf8), as: "x.json")
            Issue.record("not refused")
        } catch {
            #expect("\(error)".contains("x.json: error: \(problem)"), "\(error)")
        }
    }

    /// Against differences of the loss, for every parameter of a small network.
    @Test func backpropagationGivesTheGradient() {
        var network = Perceptron(widths: [3, 5, 4, 1], seed: 2)
        var random = DrawnNumbers(CountedDraws(seed: 4, .level))
        func vectors(_ count: Int) -> [SIMD8<Double>] {
            (0..<count).map { _ in SIMD8((0..<8).map { _ in 2 * random.next() - 1 }) }
        }
        let points = vectors(6), targets = vectors(2), weights = vectors(2).map { $0 * $0 }
        func loss(_ network: Perceptron) -> Double {
            var pass = Backpropagation(network)
            pass.run(network, groups: 2, points: points, targets: targets, weights: weights)
            return pass.loss
        }
        var pass = Backpropagation(network)
        pass.run(network, groups: 2, points: points, targets: targets, weights: weights)
        for l in network.layers.indices {
            for k in network.layers[l].parameters.indices {
                let here = network.layers[l].parameters[k]
                network.layers[l].parameters[k] = here + 1e-5
                let above = loss(network)
                network.layers[l].parameters[k] = here - 1e-5
                let below = loss(network)
                network.layers[l].parameters[k] = here
                #expect(abs((above - below) / 2e-5 - pass.gradients[l][k]) < 1e-8)
            }
        }
    }

    @Test func saturatingTransistorsAreLearntToo() throws {
        let surrogate = try Surrogate.trained(
            on: kind {
                $0.effects.nonlinearity = nil
                $0.effects.accessResistance = Resistance(5000)
                $0.effects.gateDrive = .init(voltage: Voltage(0.6), threshold: Voltage(0.4), earlyVoltage: Voltage(10))
            }, of: "test", samples: 160, seed: 3, threads: 2)
        #expect(surrogate.errors.surrogate.rootMeanSquare * 2 < surrogate.errors.linear.rootMeanSquare)
        #expect(try Surrogate(bytes: Array(surrogate.text.utf8), as: "x.json") == surrogate)
    }
}
