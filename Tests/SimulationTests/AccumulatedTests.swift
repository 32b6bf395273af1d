import Hardware
import Mapping
import Networks
import Quantities
import Services
import Testing

@testable import Circuit
@testable import Simulation

/// What is added up before a conversion: streams, slices, pairs of columns or rows; sums that may be negative.
@Suite struct AccumulatedTests {
    @Test(arguments: UInt64(0)..<32) func withConversionsThatLoseNothingAnyLayerIsExact(_ seed: UInt64) throws {
        let trial = try RandomLayer(seed: seed, accumulates: true)
        let product = AccumulatedProduct(trial.layer, trial.layer.losslessConversions, nil)
        #expect(product(trial.codes, trial.plan) == trial.exact)
    }

    /// Bits that lose nothing are the fewest of which that is true: with one less, the highest inputs on the highest
    /// weights are clipped.
    @Test(arguments: [Encoding.offset, .differential, .differentialRows], [InputForm.twosComplement, .signMagnitude])
    func theLargestSumNeedsTheBitsThatLoseNothing(_ encoding: Encoding, _ form: InputForm) throws {
        var chip = Chip(rows: 32, columns: 16, activeRows: 32, deviceBits: 3)
        chip.accumulation.streams = .single
        chip.accumulation.slices = true
        chip.accumulation.pairs = true
        chip.settings.precision = Precision(weights: 7, inputs: 4)
        chip.settings.precision.inputForm = form
        chip.settings.encoding = encoding
        let layer = try layer(chip, rows: 16) { _ in 63 }
        let plan = PatchPlan(try network(rows: 16).layers[1], input: .vector(16))
        let highest = Int32(form == .signMagnitude ? 7 : 15)
        let codes = [Int32](repeating: highest, count: 16)
        let lossless = layer.losslessConversions
        let exact = [Double(16 * 63 * highest)]
        #expect(AccumulatedProduct(layer, lossless, nil)(codes, plan) == exact)
        let fewer = lossless.map { ColumnConversion(bits: $0.bits - 1, shift: 0, isSigned: $0.isSigned) }
        #expect(AccumulatedProduct(layer, fewer, nil)(codes, plan)[0] < exact[0])
    }

    /// Column by column, stream by stream, as the definitions say.
    @Test(arguments: UInt64(0)..<32) func conversionsThatLoseSomethingRoundEachSum(_ seed: UInt64) throws {
        let trial = try RandomLayer(seed: seed, accumulates: true)
        let layer = trial.layer
        let first = ColumnConversion(bits: 7, shift: Int(seed % 3), isSigned: layer.hasSignedSums)
        let conversions = layer.conversions(first)
        #expect(
            AccumulatedProduct(layer, conversions, nil)(trial.codes, trial.plan)
                == defined(trial, conversions))
    }

    private func defined(_ trial: RandomLayer, _ conversions: [ColumnConversion]) -> [Double] {
        let layer = trial.layer, streams = layer.streams, accumulation = trial.kind.accumulation
        let padded = trial.plan.padded(trial.codes, zero: 0)
        let outputs = layer.matrix.groups * layer.matrix.columns
        var result = [Double](repeating: 0, count: trial.plan.bases.count * outputs)
        for (position, base) in trial.plan.bases.enumerated() {
            for (number, block) in layer.layout.rowBlocks.enumerated() {
                let codes = block.rows.map { padded[Int(base + trial.plan.offsets[$0])] }
                for (place, output) in layer.outputs[number].enumerated() {
                    var sum = -layer.storedSurplus(number)[place]
                    for (row, code) in zip(block.rows, codes)
                    where row / layer.matrix.rows == output / layer.matrix.columns {
                        sum -= layer.inputFactors[number][place] * Int(code)
                    }
                    for pass in layer.passes(block) {
                        // What is converted together: phase of streams, side, slice.
                        var sums: [[Int]: Int] = [:], counts: [[Int]: Int] = [:]
                        for stream in 0..<streams.count {
                            let phase = layer.phases.firstIndex { $0.contains(stream) } ?? 0
                            for slice in 0..<layer.slices.count {
                                let factor = layer.slices.factors[slice]
                                let key = [
                                    phase, accumulation.pairs ? 0 : factor.signum(),
                                    accumulation.slices ? 0 : abs(factor),
                                ]
                                var current = 0
                                for row in pass {
                                    let value: Int
                                    if streams.form == .signMagnitude {
                                        let bit =
                                            (Int(codes[row].magnitude) >> (stream * streams.width)) & streams.highest
                                        value = bit * (codes[row] < 0 ? -1 : 1)
                                    } else {
                                        value =
                                            Int(streams.pattern(codes[row]) >> UInt32(stream * streams.width))
                                            & streams.highest
                                    }
                                    current += value * layer.level(row: block.rows[row], output: output, slice: slice)
                                }
                                // In units of the smallest that is converted with it.
                                let unit =
                                    (accumulation.slices ? 1 : abs(factor)) * (accumulation.pairs ? 1 : factor.signum())
                                let place = 1 << (layer.phases[phase].lowerBound * streams.width)
                                let isLast = streams.weights[stream] < 0
                                sums[key, default: 0] +=
                                    current * (factor / unit) * abs(streams.weights[stream]) / place
                                counts[key] = unit * place * (isLast ? -1 : 1)
                            }
                        }
                        for (key, analog) in sums {
                            let conversion = conversions[key[0]]
                            sum += conversion.code(of: analog) << conversion.shift * (counts[key] ?? 0)
                        }
                    }
                    result[position * outputs + output] += Double(sum)
                }
            }
        }
        return result
    }

    /// Wan et al. (Nature 2022): 4 bits of magnitude in two phases, the second with as many bits less as the first had.
    @Test func aSecondPhaseHasFewerBitsAndStepsThatCountTheSame() throws {
        var chip = Chip(rows: 256, columns: 256, activeRows: 256, deviceBits: 3, adcBits: 8)
        chip.accumulation.streams = .doubling
        chip.settings.precision = Precision(weights: 4, inputs: 5)
        chip.settings.precision.inputForm = .signMagnitude
        chip.settings.precision.phases = 2
        chip.settings.precision.conversions = 6
        chip.settings.encoding = .differentialRows
        let layer = try layer(chip, rows: 128) { $0 % 15 - 7 }
        #expect(layer.phases == [2..<4, 0..<2])
        #expect(layer.converterBits == 6)
        let conversions = layer.conversions(layer.conversion(shift: 3))
        #expect(conversions.map(\.bits) == [6, 4])
        #expect(conversions.map(\.shift) == [3, 5])
        #expect(conversions[0].highest == 31 && conversions[0].lowest == -31)
        // Steps of the first count 2² · 2³ in the result, as those of the second do.
        #expect(layer.streams.weights[2] << 3 == layer.streams.weights[0] << 5)
    }

    /// Two rows that are driven with opposite signs, on wires that have resistances, against the solver's currents.
    @Test func pairsOfRowsAreThoseOfTheSolvedCircuit() throws {
        var chip = Chip(rows: 16, columns: 8, activeRows: 16, deviceBits: 2)
        chip.wires = CrossbarKind.Wires(
            row: Resistance(20), column: Resistance(20), source: Resistance(200), sink: Resistance(200))
        chip.settings.precision = Precision(weights: 3, inputs: 2)
        chip.settings.precision.inputForm = .signMagnitude
        chip.settings.encoding = .differentialRows
        let weights = [3, -2, 1, 0, -3, 2, -1, 3]
        let layer = try layer(chip, rows: 8) { weights[$0] }
        let kind = chip.architecture.crossbars[0]
        let plan = PatchPlan(try network(rows: 8).layers[1], input: .vector(8))
        let codes: [Int32] = [1, -1, 1, 1, 0, -1, 1, -1]
        let conversion = ColumnConversion(bits: 20, shift: 0, isSigned: true)
        let product = try AccumulatedProduct(
            layer, [conversion], nil, kind, .circuit, seed: 1, number: 1, crossbars: 0, threads: 1)

        let off = kind.device.offConductance.si, step = (kind.device.onConductance.si - off) / 3
        var cells = Grid<Dimensions.Conductance>(rows: 16, columns: 8, filledWith: Conductance(si: off))
        for (row, weight) in weights.enumerated() {
            cells[2 * row, 0] = Conductance(si: off + step * Double(max(0, weight)))
            cells[2 * row + 1, 0] = Conductance(si: off + step * Double(max(0, -weight)))
        }
        let voltages = (0..<16).map { Voltage(si: 0.2 * Double(codes[$0 / 2]) * ($0 % 2 == 0 ? 1 : -1)) }
        let current = try CrossbarCircuit(conductances: cells, wires: kind.wires).solve(voltages).outputCurrents[0].si
        let levels = current / 0.2 / step
        #expect(levels != levels.rounded(), "the wires lose something")
        #expect(product(codes, plan, image: 0) == [(levels + 0.5).rounded(.down)])
    }

    /// Real-valued sums without imperfections give the codes of exact ones.
    @Test(arguments: UInt64(0)..<12) func withoutImperfectionsNothingChanges(_ seed: UInt64) throws {
        let trial = try RandomLayer(seed: seed, accumulates: true)
        let conversions = trial.layer.conversions(trial.layer.conversion(shift: 2))
        let real = try AccumulatedProduct(
            trial.layer, conversions, nil, trial.kind, [], seed: 1, number: 0, crossbars: 0, threads: 1)
        #expect(
            real(trial.codes, trial.plan, image: 0)
                == AccumulatedProduct(trial.layer, conversions, nil)(trial.codes, trial.plan))
    }

    /// The spread of a sum over many reads is that of independent cells and streams, each with its weight.
    @Test func readNoiseOfStreamsAddsUpWithTheirWeights() throws {
        var chip = Chip(rows: 16, columns: 8, activeRows: 16, deviceBits: 4, adcBits: 20)
        chip.effects.readNoiseSigma = 0.2
        chip.accumulation.streams = .single
        chip.settings.precision = Precision(weights: 5, inputs: 3)
        chip.settings.precision.inputForm = .signMagnitude
        chip.settings.encoding = .differentialRows
        let layer = try layer(chip, rows: 8) { [15, -12, 9, 0, 15, -7, 3, -15][$0] }
        let kind = chip.architecture.crossbars[0]
        let plan = PatchPlan(try network(rows: 8).layers[1], input: .vector(8))
        let codes: [Int32] = [3, -3, 2, 1, 0, 3, -1, 3]
        let product = try AccumulatedProduct(
            layer, [ColumnConversion(bits: 20, shift: 0, isSigned: true)], nil, kind, .readNoise, seed: 1, number: 1,
            crossbars: 0, threads: 1)
        let sums = (0..<4000).map { product(codes, plan, image: $0)[0] }
        let mean = sums.reduce(0, +) / 4000
        let spread = (sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4000).squareRoot()
        let off = kind.device.offConductance.si, step = (kind.device.onConductance.si - off) / 15
        var variance = 0.0
        for (code, weight) in zip(codes, [15, -12, 9, 0, 15, -7, 3, -15]) {
            // 1² for the last bit of the magnitude, 2² for the first.
            let streams = Double((code.magnitude & 1) + 4 * (code.magnitude >> 1))
            for level in [max(0, weight), max(0, -weight)] {
                let conductance = 0.2 * (off + step * Double(level)) / step
                variance += streams * conductance * conductance
            }
        }
        // Rounding to whole levels adds a twelfth.
        #expect(abs(spread / (variance + 1 / 12.0).squareRoot() - 1) < 0.05)
        #expect(
            abs(mean - Double(zip(codes, [15, -12, 9, 0, 15, -7, 3, -15]).reduce(0) { $0 + Int($1.0) * $1.1 })) < 1)
    }

    /// One cell of a pair of rows has the magnitude, the other none.
    @Test func meanLevelsAreThoseOfBothRowsOfAPair() throws {
        var chip = Chip(rows: 16, columns: 8, activeRows: 16, deviceBits: 2)
        chip.settings.precision = Precision(weights: 3, inputs: 2)
        chip.settings.encoding = .differentialRows
        #expect(abs(try layer(chip, rows: 4) { [3, -2, 0, -3][$0] }.meanLevel - 8.0 / (8 * 3)) < 1e-12)
    }

    @Test func whatIsNotSimulatedSaysWhatWouldBe() throws {
        var chip = Chip()
        chip.settings.encoding = .unsigned
        let error = #expect(throws: CircuitError.self) { try layer(chip, rows: 8) { _ in 1 } }
        #expect(error?.remedy == "simulate with offset, differential or sign-magnitude weights")
        chip.settings.encoding = .flipped
        chip.accumulation.slices = true
        #expect(throws: CircuitError.self) { try layer(chip, rows: 8) { _ in 1 } }
        chip.settings.encoding = .differentialRows
        chip.accumulation.slices = false
        chip.settings.precision.conversions = 1
        #expect(throws: CircuitError.self) { try layer(chip, rows: 8) { _ in 1 } }
    }

    private func network(rows: Int) throws -> Network {
        var build = try NetworkBuilder("one", input: .vector(rows))
        _ = try build.linear("fc", build.input, features: 1, bias: false)
        return try build.network()
    }

    /// A linear layer of one output, whose weights are these codes; the largest has to be the highest code.
    private func layer(_ chip: Chip, rows: Int, _ weight: (Int) -> Int) throws -> SlicedLayer {
        let network = try network(rows: rows), precision = chip.settings.precision
        let codes = (0..<rows).map { Float(weight($0)) }
        let folded = try FoldedNetwork(network) { _ in Tensor(shape: Shape([1, rows]), values: codes) }
        let weights = QuantisedWeights(try #require(folded.stationary[1]), bits: precision.weights)
        var format = NumberFormat(bits: precision.inputs, isSigned: false, scale: 1)
        if precision.inputForm == .signMagnitude {
            format = NumberFormat(bits: precision.inputs, isSigned: true, scale: 1)
            format.isSymmetric = true
        }
        return try SlicedLayer(
            chip.place(network).stages[0], chip.architecture.crossbars[0], layer: "fc", weights, format)
    }
}
