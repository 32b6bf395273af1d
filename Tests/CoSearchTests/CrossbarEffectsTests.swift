import Hardware
import Mapping
import Quantities
import Random
import Testing

@testable import CoSearch
@testable import DataSets
@testable import Simulation

@Suite struct CrossbarEffectsTests {
    private func stage(_ kind: Int, _ fixture: Fixture) throws -> MappedStage {
        let network = fixture.setup.design.network
        var specification = fixture.setup.design.specification
        specification.defaults.crossbar = fixture.architecture.crossbars[kind].id
        let layer = network.layers[network.stationaryLayers[5]]
        return try Planner(fixture.architecture, specification, mappers: fixture.setup.design.mappers)
            .place(layer, specification.settings(for: layer))
    }

    private func effects(_ kind: CrossbarKind, _ stage: MappedStage) throws -> CrossbarEffects {
        try EffectsOfKind(kind, storing: stage).effects(on: stage)
    }

    @Test("a weight takes the gain of its place, each group of a layer placed anew")
    func places() {
        let effects = CrossbarEffects(gains: [1, 2, 3, 4, 5, 6], rows: 3, columns: 2)
        // 4 outputs in 2 groups of 4 inputs each.
        #expect(effects.gains(outputs: 4, inputs: 4, groups: 2) == [1, 3, 5, 1, 2, 4, 6, 2, 1, 3, 5, 1, 2, 4, 6, 2])
        #expect(CrossbarEffects.ideal.isIdeal && !effects.isIdeal)
    }

    @Test("wires take more from cells far from the driver, and more on a larger crossbar")
    func wires() throws {
        let fixture = try Fixture()
        var means: [Double] = []
        for id in ["x32", "x64", "x128"] {
            let kind = try #require(fixture.architecture.crossbar(named: id))
            let size = fixture.architecture.crossbars[kind].rows
            let effects = try effects(fixture.architecture.crossbars[kind], stage(kind, fixture))
            #expect(effects.rows == size && effects.columns == size / 4)
            #expect(effects.gains.allSatisfy { $0 > 0 && $0 < 1 })
            for row in 0..<size {
                let gains = effects.gains[row * effects.columns..<(row + 1) * effects.columns]
                #expect(zip(gains, gains.dropFirst()).allSatisfy { $0 > $1 })
            }
            means.append(Double(effects.gains.reduce(0, +)) / Double(effects.gains.count))
            // 2⁷, and a third of a level for each of four slices: 1 µS of 3 µS.
            #expect(abs(effects.offset - (128 + 85.0 / 3)) < 1e-9 && effects.sumDeviation == 0)
        }
        #expect(zip(means, means.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test("without resistances, and with an ADC that loses nothing, a crossbar is ideal but for its cells")
    func ideal() throws {
        let fixture = try Fixture()
        var kind = fixture.architecture.crossbars[0]
        kind.wires = .init(row: .zero, column: .zero, source: .zero, sink: .zero)
        kind.adc.component.resolution = 16
        kind.device.effects = DeviceEffects()
        let stage = try stage(0, fixture)
        #expect(try effects(kind, stage).isIdeal)
        kind.device.effects.drift = .init(exponent: 0.5, after: Time(si: 4), reference: Time(si: 1))
        let drifted = try effects(kind, stage)
        #expect(drifted.gains.allSatisfy { $0 == 0.5 } && abs(drifted.subtracted - (128 + 85.0 / 6)) < 1e-9)
        kind.device.effects.drift = nil
        kind.device.effects.programmingSigma = 0.03
        kind.device.effects.readNoiseSigma = 0.04
        #expect(try abs(effects(kind, stage).weightDeviation - 0.05 * 4369.0.squareRoot() / 85) < 1e-15)
    }

    @Test("the deviation of a sum is what rounding every conversion gives")
    func rounding() throws {
        let fixture = try Fixture()
        var kind = fixture.architecture.crossbars[2]
        let stage = try stage(2, fixture)
        // Sums of 64 rows are 48 in the mean, with deviations of 9.3: 4 bits hold 85 in steps of 8.
        kind.adc.component.resolution = 4
        kind.adc.offsetSigma = 0
        let found = try effects(kind, stage).sumDeviation
        // So are conversions of which 4 bits are asked, whatever the ADC has.
        var finer = kind, asked = stage
        finer.adc.component.resolution = 8
        asked.precision.conversions = 4
        #expect(try effects(finer, asked).sumDeviation == found)
        // Conversions of random whole sums, each rounded to multiples of 8, put together as shift-and-add does.
        var random = SeededRandom(seed: 1)
        var errors: [Double] = []
        let draws = 4000
        for _ in 0..<draws {
            var error = 0.0
            for _ in 0..<stage.placement.partialSums * stage.placement.passes {
                for stream in 0..<stage.placement.streams {
                    for slice in 0..<stage.encoding.columns(weightBits: 8, cellBits: stage.cellBits) {
                        let sum = Double(random.below(128))
                        error +=
                            ((sum / 8).rounded() * 8 - sum)
                            * Double(1 << (stream * kind.dac.bits + slice * stage.cellBits))
                    }
                }
            }
            errors.append(error)
        }
        let mean = errors.reduce(0, +) / Double(draws)
        let variance = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws)
        #expect(abs(variance.squareRoot() / found - 1) < 0.05)
    }

    @Test("levels in the mean: all alike in the low slices of offset encoding, few in the high ones of a pair")
    func meanLevels() {
        let offset = MeanLevels(CellSlices(encoding: .offset, weightBits: 8, cellBits: 2))
        #expect(offset.levels.allSatisfy { abs($0 - 1.5) < 0.01 })
        let pair = MeanLevels(CellSlices(encoding: .differential, weightBits: 8, cellBits: 2))
        // Positive side, then negative; the magnitude is above 63 for P(|z| > 1.5) = 0.13 of the weights.
        #expect(pair.levels.count == 8 && zip(pair.levels[..<4], pair.levels[4...]).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(abs(pair.levels[3] - 0.131 / 2) < 0.003 && pair.levels[3] < pair.levels[2])
        // Slices of weights put them together: the mean of |q| is 127/3·√(2/π).
        #expect(abs(pair.contributions.reduce(0, +) - 127.0 / 3 * (2 / Double.pi).squareRoot()) < 0.6)
        #expect(MeanLevels(CellSlices(encoding: .differential, weightBits: 1, cellBits: 1)).contributions == [1, 1])
    }

    /// What simulate computes of a layer on one crossbar, beside what training takes it for.
    @Test("of what wires do to a layer's sums, training misses less than half", arguments: ["x32", "x64", "x128"])
    func closeToSimulation(id: String) throws {
        let fixture = try Fixture(mapping: "differential-8b")
        let number = try #require(fixture.architecture.crossbar(named: id))
        let kind = fixture.architecture.crossbars[number]
        let stage = try stage(number, fixture)
        let slices = CellSlices(encoding: .differential, weightBits: 8, cellBits: 2)
        let outputs = kind.columns / slices.count
        var random = SeededRandom(seed: 3)
        func normal() -> Double { (-2 * logarithm(1 - random.unit())).squareRoot() * cosine(2 * .pi * random.unit()) }
        var weights = (0..<outputs).map { _ in (0..<kind.rows).map { _ in normal() } }
        weights = weights.map { row in row.map { ($0 / row.map(abs).max()! * 127).rounded() } }
        let cells = CrossbarCells(kind, cellBits: 2, .circuit, seed: 1) { row, column in
            slices.level(of: Int(weights[column / slices.count][row]), slice: column % slices.count)
        }
        let levels = try EffectiveLevels(cells, kind, isCircuit: true)
        let effects = try effects(kind, stage)
        var missed = 0.0, change = 0.0
        for _ in 0..<40 {
            let inputs = (0..<kind.rows).map { _ in random.below(2) == 0 ? 0.0 : Double(random.below(256)) }
            for output in 0..<outputs {
                var ideal = 0.0, trained = 0.0, simulated = 0.0
                for row in 0..<kind.rows {
                    ideal += inputs[row] * weights[output][row]
                    trained +=
                        inputs[row] * weights[output][row] * Double(effects.gains[row * effects.columns + output])
                    for slice in 0..<slices.count {
                        simulated +=
                            inputs[row] * Double(slices.factors[slice])
                            * Double(levels.levels[row * kind.columns + output * slices.count + slice])
                    }
                }
                missed += (trained - simulated) * (trained - simulated)
                change += (ideal - simulated) * (ideal - simulated)
            }
        }
        #expect((missed / change).squareRoot() < 0.45, "\((missed / change).squareRoot())")
    }
}
