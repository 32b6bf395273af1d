import Hardware
import Mapping
import Networks
import Services
import Testing

@testable import DataSets
@testable import Simulation
@testable import Surrogates

@Suite struct SlicedLayerTests {
    /// Random layers on random crossbars: with an ADC that loses nothing, tables and plain sums both give the exact
    /// products.
    @Test(arguments: UInt64(0)..<24)
    func anyLayerOnAnyCrossbarIsExact(_ seed: UInt64) throws {
        let trial = try RandomLayer(seed: seed)
        let layer = trial.layer
        let lossless = ColumnConversion(bits: 24, shift: 0)
        let plain = PlainProduct(layer, lossless, nil)(trial.codes, trial.plan)
        #expect(plain == trial.exact)
        if let tables = TableProduct(layer, lossless, nil) {
            #expect(tables(trial.codes, trial.plan) == plain)
        }
        let conversions = layer.conversions(lossless)
        #expect(AccumulatedProduct(layer, conversions, nil)(trial.codes, trial.plan) == plain)
    }

    /// ADCs and sum registers that lose something lose the same in both.
    @Test(arguments: UInt64(0)..<12)
    func tablesLoseWhatTheDefinitionsLose(_ seed: UInt64) throws {
        let trial = try RandomLayer(seed: seed, width: 1)
        let layer = trial.layer
        let narrow = ColumnConversion(bits: 3, shift: Int(seed % 3))
        let register = SumRegister(bits: 9, shift: Int(seed % 4))
        let plain = PlainProduct(layer, narrow, register)(trial.codes, trial.plan)
        let tables = try #require(TableProduct(layer, narrow, register))
        #expect(tables(trial.codes, trial.plan) == plain)
        #expect(AccumulatedProduct(layer, layer.conversions(narrow), register)(trial.codes, trial.plan) == plain)
    }

    @Test func mostRandomLayersUseTables() throws {
        let count = try (UInt64(0)..<24).filter { seed in
            try TableProduct(RandomLayer(seed: seed).layer, ColumnConversion(bits: 24, shift: 0), nil) != nil
        }.count
        #expect(count >= 12)
    }
}

/// One convolution or linear layer with random shape, precision, encoding, mapper and crossbar.
struct RandomLayer {
    let layer: SlicedLayer
    let plan: PatchPlan
    let codes: [Int32]
    let exact: [Double]

    /// The crossbar that it is on.
    let kind: CrossbarKind

    /// - Parameter accumulates: whether conversions may be of several columns or streams, or of signed sums.
    init(seed: UInt64, width: Int? = nil, accumulates: Bool = false) throws {
        var random = Seeded(seed &* 7919 &+ 3)
        _ = random.next()
        var chip = Chip()
        chip.rows = random.pick([9, 16, 32, 64])
        chip.columns = random.pick([8, 16, 32, 64])
        chip.activeRows = min(chip.rows, random.pick([1, 4, 7, 16, 64]))
        chip.dacBits = width ?? random.pick([1, 1, 1, 2, 3, 4])
        chip.deviceBits = random.pick([1, 2, 2, 3, 4])
        chip.settings.precision = Precision(
            weights: random.pick([2, 3, 4, 5, 8, 11]), inputs: random.pick([1, 2, 4, 7, 8, 12]))
        chip.settings.encoding = random.pick(Encoding.allCases.filter(\.hasPlainColumns))
        chip.settings.mapper = random.pick(["dense", "one-slice"])
        chip.settings.cellBits = random.pick([nil, 1])
        if accumulates { Self.accumulate(&chip, &random) }
        let isSigned = chip.settings.precision.inputs > 1 && random.next() < 0.5

        var build = try NetworkBuilder("random", input: .map(channels: random.pick([2, 4, 6]), height: 4, width: 5))
        let channels = build.shape(of: 0).channels
        let groups = random.pick([1, 1, 2, channels])
        let index =
            if random.next() < 0.8 {
                try build.append(
                    "layer",
                    .convolution(
                        Convolution(
                            outputChannels: groups * random.pick([1, 2, 5]), kernel: random.pick([1, 3, 2]),
                            stride: random.pick([1, 2]),
                            padding: random.pick([0, 1]), dilation: 1, groups: groups)), [0])
            } else {
                try build.linear("layer", build.append("flatten", .flatten, [0]), features: random.pick([3, 10]))
            }
        let network = try build.network()
        let matrix = try #require(network.layers[index].matrix)
        let highest = (1 << (chip.settings.precision.weights - 1)) - 1
        let folded = try FoldedNetwork(network) { name in
            let operation = network.layers[index]
            let shape: Shape =
                if let convolution = operation.convolution {
                    Shape([
                        convolution.outputChannels, matrix.rows / convolution.kernel.area, convolution.kernel.height,
                        convolution.kernel.width,
                    ])
                } else { Shape([matrix.columns, matrix.rows]) }
            return name == "layer.weight"
                ? Tensor(
                    shape: shape,
                    values: (0..<shape.elementCount).map { k in
                        Float(k % 3 == 0 ? highest : random.below(2 * highest + 1) - highest)
                    })
                : Tensor(
                    shape: .vector(matrix.columns * matrix.groups),
                    values: .init(repeating: 0, count: matrix.columns * matrix.groups))
        }
        let weights = QuantisedWeights(try #require(folded.stationary[index]), bits: chip.settings.precision.weights)
        let precision = chip.settings.precision
        var format = NumberFormat(
            bits: isSigned ? precision.inputs : precision.streamedBits, isSigned: isSigned, scale: 1)
        format.isSymmetric = precision.inputForm == .signMagnitude
        let mapped = try chip.place(network)
        kind = chip.architecture.crossbars[0]
        layer = try SlicedLayer(mapped.stages[0], kind, layer: "layer", weights, format)
        plan = PatchPlan(network.layers[index], input: network.layers[network.layers[index].inputs[0]].output)
        codes = (0..<network.layers[0].outputElements).map { k in
            Int32(
                k % 5 == 0
                    ? (k % 2 == 0 ? format.highest : format.lowest)
                    : format.lowest + random.below(format.highest - format.lowest + 1))
        }
        exact = Self.products(codes, plan, weights, matrix)
    }

    private static func accumulate(_ chip: inout Chip, _ random: inout Seeded) {
        chip.accumulation.streams = random.pick([nil, .doubling, .single])
        chip.accumulation.slices = random.pick([false, true])
        chip.accumulation.pairs = random.pick([false, true])
        if chip.accumulation.streams != nil { chip.settings.precision.phases = random.pick([1, 2, 3]) }
        chip.settings.precision.inputForm = random.pick(InputForm.allCases)
        chip.settings.precision.inputs = max(2, chip.settings.precision.inputs)
        chip.settings.encoding = random.pick([.offset, .differential, .differentialRows, .signMagnitude])
        // Cells that hold a sign are not resistances.
        if chip.settings.encoding == .signMagnitude { chip.method = .charge }
        // Weights lie in one crossbar where their columns are joined.
        chip.settings.mapper = "dense"
        chip.columns = 32
        chip.rows = 32
    }

    /// Σ weight · input, in integers.
    private static func products(
        _ codes: [Int32], _ plan: PatchPlan, _ weights: QuantisedWeights, _ matrix: MatrixShape
    ) -> [Double] {
        let padded = plan.padded(codes, zero: 0)
        return plan.bases.flatMap { base in
            (0..<matrix.groups * matrix.columns).map { output in
                let group = output / matrix.columns
                return Double(
                    (0..<matrix.rows).reduce(0) { sum, row in
                        let m = group * matrix.rows + row
                        return sum + Int(padded[Int(base + plan.offsets[m])])
                            * Int(weights.codes[m * matrix.columns + output % matrix.columns])
                    })
            }
        }
    }
}
