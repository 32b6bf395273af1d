import Hardware
import Mapping
import Quantities
import Search
import Testing

@testable import CoSearch

@Suite struct CrossbarEffectsTests {
    private func stage(_ kind: Int, _ fixture: Fixture) throws -> MappedStage {
        let network = fixture.setup.design.network
        var specification = fixture.setup.design.specification
        specification.defaults.crossbar = fixture.architecture.crossbars[kind].id
        let layer = network.layers[network.stationaryLayers[5]]
        return try Planner(fixture.architecture, specification, mappers: fixture.setup.design.mappers)
            .place(layer, specification.settings(for: layer))
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
            let effects = try EffectsOfKind(fixture.architecture.crossbars[kind]).effects(on: stage(kind, fixture))
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
        #expect(try EffectsOfKind(kind).effects(on: stage).isIdeal)
        kind.device.effects.drift = .init(exponent: 0.5, after: Time(si: 4), reference: Time(si: 1))
        let drifted = try EffectsOfKind(kind).effects(on: stage)
        #expect(drifted.gains.allSatisfy { $0 == 0.5 } && abs(drifted.subtracted - (128 + 85.0 / 6)) < 1e-9)
        kind.device.effects.drift = nil
        kind.device.effects.programmingSigma = 0.03
        kind.device.effects.readNoiseSigma = 0.04
        #expect(try abs(EffectsOfKind(kind).effects(on: stage).weightDeviation - 0.05 * 4369.0.squareRoot() / 85) < 1e-15)
    }

    @Test("the deviation of a sum is what rounding every conversion gives")
    func rounding() throws {
        let fixture = try Fixture()
        var kind = fixture.architecture.crossbars[1]
        let stage = try stage(1, fixture)
        // Sums of 64 rows are 48 in the mean, with deviations of 9.3: 4 bits hold 85 in steps of 8.
        kind.adc.component.resolution = 4
        kind.adc.offsetSigma = 0
        let found = try EffectsOfKind(kind).effects(on: stage).sumDeviation
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
                        error += ((sum / 8).rounded() * 8 - sum) * Double(1 << (stream * kind.dac.bits + slice * stage.cellBits))
                    }
                }
            }
            errors.append(error)
        }
        let mean = errors.reduce(0, +) / Double(draws)
        let variance = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws)
        #expect(abs(variance.squareRoot() / found - 1) < 0.05)
    }
}
