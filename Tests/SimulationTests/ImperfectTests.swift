import Hardware
import Mapping
import Networks
import Quantities
import Random
import Services
import Testing

@testable import Circuit
@testable import DataSets
@testable import Simulation
@testable import Surrogates

@Suite struct ImperfectTests {
    private static let chip: Chip = {
        var chip = Chip(rows: 16, columns: 16, activeRows: 16, adcBits: 6)
        chip.wires = CrossbarKind.Wires(
            row: Resistance(20), column: Resistance(20), source: Resistance(200), sink: Resistance(200))
        chip.effects.programmingSigma = 0.2
        chip.effects.stuckOn = 0.03
        chip.effects.stuckOff = 0.03
        chip.effects.drift = .init(exponent: 0.1, after: Time(100), reference: Time(1))
        chip.effects.readNoiseSigma = 0.2
        chip.offsetSigma = 1
        chip.gainSigma = 0.1
        chip.settings.encoding = .differential
        return chip
    }()

    private struct Setting {
        let quantised: Quantised
        let crossbars: CrossbarNetwork

        init(_ chip: Chip) throws {
            var build = try NetworkBuilder("small", input: .map(channels: 2, height: 4, width: 4))
            var x = try build.convolution("conv", build.input, channels: 4, kernel: 3)
            x = try build.activation("relu", x, .relu)
            x = try build.append("flatten", .flatten, [x])
            _ = try build.linear("fc", x, features: 5)
            quantised = try Quantised(build.network(), on: chip)
            crossbars = try CrossbarNetwork(
                quantised.network, quantised.mapped, quantised.architecture, calibration: quantised.images)
        }

        func scores(_ imperfections: Imperfections, seed: UInt64 = 3, number: Int = 0) throws -> [Double] {
            try ImperfectNetwork(crossbars, quantised.mapped, quantised.architecture, imperfections, seed: seed)
                .scores(of: quantised.images[0], number: number)
        }
    }

    /// Real-valued sums without imperfections give the codes of exact ones, bit by bit, whatever the ADC loses.
    @Test(arguments: Encoding.allCases.filter(\.hasPlainColumns), [3, 12])
    func withoutImperfectionsNothingChanges(_ encoding: Encoding, _ bits: Int) throws {
        var chip = Self.chip
        chip.settings.encoding = encoding
        chip.adcBits = bits
        let setting = try Setting(chip)
        #expect(try setting.scores([]) == setting.crossbars.scores(of: setting.quantised.images[0]))
    }

    @Test(arguments: Imperfections.each.indices)
    func eachChangesTheScoresAndIsSeeded(_ index: Int) throws {
        let imperfection = Imperfections.each[index].kind
        let setting = try Setting(Self.chip)
        let ideal = try setting.scores([]), scores = try setting.scores(imperfection)
        #expect(scores != ideal)
        #expect(try setting.scores(imperfection) == scores)
        // Wires and drift are the same whatever the seed; read noise alone differs from image to image.
        let isRandom = ![Imperfections.circuit, .drift].contains(imperfection)
        #expect(try (setting.scores(imperfection, seed: 4) != scores) == isRandom)
        #expect(try (setting.scores(imperfection, number: 1) != scores) == (imperfection == .readNoise))
    }

    @Test func whatTheHardwareDoesNotHaveChangesNothing() throws {
        let setting = try Setting(Chip(rows: 16, columns: 16, activeRows: 16, adcBits: 6))
        #expect(setting.quantised.architecture.crossbars[0].imperfections == [])
        #expect(try setting.scores(.all) == setting.scores([]))
        #expect(Self.chip.architecture.crossbars[0].imperfections == .all)
    }

    /// Reference cells drift like all others, so that a level loses a share of itself and no more.
    @Test func driftTakesTheSameShareOfEveryLevel() throws {
        let kind = Self.chip.architecture.crossbars[0]
        let cells = CrossbarCells(kind, cellBits: 2, .drift, seed: 1) { row, column in (row + column) % 4 }
        for (k, level) in try EffectiveLevels(cells, kind, isCircuit: false).levels.enumerated() {
            #expect(abs(Double(level) - Double((k / 16 + k % 16) % 4) * 0.6309573444801932) < 1e-5)
        }
    }

    /// The codes of one crossbar with every resistance, against the currents that the circuit solver gives for the same
    /// input.
    @Test func codesAreThoseOfTheSolvedCircuit() throws {
        var chip = Self.chip
        chip.adcBits = 8
        chip.settings.precision = Precision(weights: 2, inputs: 1)
        chip.settings.encoding = .offset
        chip.deviceBits = 2
        let kind = chip.architecture.crossbars[0]
        var build = try NetworkBuilder("one", input: .vector(12))
        _ = try build.linear("fc", build.input, features: 7, bias: false)
        let network = try build.network()
        var random = Seeded(8)
        let folded = try FoldedNetwork(network) { _ in
            Tensor(shape: Shape([7, 12]), values: (0..<84).map { _ in Float(random.below(3) - 1) })
        }
        let weights = QuantisedWeights(try #require(folded.stationary[1]), bits: 2)
        let layer = try SlicedLayer(
            chip.place(network).stages[0], kind, layer: "fc", weights, NumberFormat(bits: 1, isSigned: false, scale: 1))
        let codes = (0..<12).map { Int32($0 % 3 == 0 ? 0 : 1) }
        let plan = PatchPlan(network.layers[1], input: .vector(12))
        let product = try AnalogProduct(
            layer, ColumnConversion(bits: 8, shift: 0), nil, kind, .circuit, seed: 1, number: 1, crossbars: 0,
            threads: 1)
        let sums = product(codes, plan, image: 0)

        let off = kind.device.offConductance.si, step = (kind.device.onConductance.si - off) / 3
        var cells = Grid<Dimensions.Conductance>(rows: 16, columns: 16, filledWith: Conductance(si: off))
        for row in 0..<12 {
            for column in 0..<7 {
                cells[row, column] = Conductance(si: off + step * Double(weights.codes[row * 7 + column] + 2))
            }
        }
        let voltages = (0..<16).map { Voltage(si: $0 < 12 && codes[$0] == 1 ? 0.2 : 0) }
        let currents = try CrossbarCircuit(conductances: cells, wires: kind.wires).solve(voltages).outputCurrents
        let driven = Double(codes.reduce(0, +))
        var losses = 0
        for column in 0..<7 {
            let levels = (currents[column].si / 0.2 - driven * off) / step
            let ideal = (0..<12).reduce(0) { $0 + Int(codes[$1]) * Int(weights.codes[$1 * 7 + column] + 2) }
            let code = max(0, Int((levels + 0.5).rounded(.down)))
            losses += ideal - code
            // Offset encoding: twice the sum of the inputs comes off.
            #expect(sums[column] == Double(code) - 2 * driven)
        }
        #expect(losses > 0, "the wires lose something")
    }

    /// The spread of a column's sum over many reads is that of independent cells.
    @Test func readNoiseHasTheSpreadOfIndependentCells() throws {
        var chip = Chip(rows: 16, columns: 16, activeRows: 16, adcBits: 16)
        chip.effects.readNoiseSigma = 0.02
        // Wide levels, so that the steps of the ADC are small beside the noise.
        chip.deviceBits = 8
        chip.settings.precision = Precision(weights: 8, inputs: 1)
        let kind = chip.architecture.crossbars[0]
        var build = try NetworkBuilder("one", input: .vector(16))
        _ = try build.linear("fc", build.input, features: 1, bias: false)
        let network = try build.network()
        let folded = try FoldedNetwork(network) { _ in
            Tensor(shape: Shape([1, 16]), values: (0..<16).map { Float($0 * 8 - 60) })
        }
        let weights = QuantisedWeights(try #require(folded.stationary[1]), bits: 8)
        let layer = try SlicedLayer(
            chip.place(network).stages[0], kind, layer: "fc", weights, NumberFormat(bits: 1, isSigned: false, scale: 1))
        let product = try AnalogProduct(
            layer, ColumnConversion(bits: 16, shift: 0), nil, kind, .readNoise, seed: 1, number: 1, crossbars: 0,
            threads: 1)
        let plan = PatchPlan(network.layers[1], input: .vector(16))
        let codes = [Int32](repeating: 1, count: 16)
        let reads = (0..<1500).map { product(codes, plan, image: $0)[0] }
        let mean = reads.reduce(0, +) / 1500
        let deviation = (reads.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1499).squareRoot()
        let off = kind.device.offConductance.si, step = (kind.device.onConductance.si - off) / 255
        let wanted = weights.codes.reduce(0.0) { sum, w in
            let g = 0.02 * (off + step * Double(w + 128)) / step
            return sum + g * g
        }.squareRoot()
        #expect(abs(deviation / wanted - 1) < 0.08, "\(deviation), wanted \(wanted)")
        #expect(abs(mean - weights.codes.reduce(0.0) { $0 + Double($1) }) < 4 * wanted / 1500.0.squareRoot())
    }

    /// Offset and gain of each column are those that the ADCs' description draws.
    @Test func convertersAreThoseOfTheirDescription() throws {
        let chip = Self.chip
        let kind = chip.architecture.crossbars[0]
        let setting = try Setting(chip)
        let layer = try #require(setting.crossbars.layers[1])
        let columns = try Columns(
            layer, block: 0, ColumnConversion(bits: 6, shift: 1), kind, .converters, seed: 9, first: 5, threads: 1)
        let converters = kind.adc.converters(columns: 16, step: Current(2), seed: 9, crossbar: 5)
        let crossbar = layer.layout.rowBlocks[0].crossbars[0]
        for (column, role) in crossbar.columns.enumerated() {
            let target = role.slice * layer.outputs[0].count + role.output
            for sum in [0.2, 3.7, 11] {
                let code = max(
                    0, min(63, Int((Float(sum) * columns.slopes[target] + columns.offsets[target]).rounded(.down))))
                #expect(code == converters[column].code(for: Current(sum)))
            }
        }
    }

    @Test func normalNumbersAreNormal() {
        var numbers = NormalNumbers(seed: 1, 2, 3)
        let quantiles = NormalNumbers.quantiles
        let drawn = quantiles.withUnsafeBufferPointer { table in
            (0..<20_000).map { _ in Double(numbers.next(table.baseAddress!)) }
        }
        let mean = drawn.reduce(0, +) / 20_000
        let variance = drawn.reduce(0) { $0 + $1 * $1 } / 20_000
        #expect(abs(mean) < 0.03 && abs(variance - 1) < 0.04)
        #expect(abs(Double(drawn.count { $0 > 1 }) / 20_000 - 0.1587) < 0.012)
        #expect(abs(Double(quantiles[quantiles.count - 1]) - 4) < 0.1)
    }
}
