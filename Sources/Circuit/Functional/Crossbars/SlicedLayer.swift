import Hardware
import Mapping
import Networks

/// A layer with weights as its crossbars compute it, in exact arithmetic: cut into slices, streams, row blocks and passes.
struct SlicedLayer: Sendable {
    let layout: CrossbarLayout
    let slices: CellSlices
    let streams: InputStreams
    let matrix: MatrixShape
    /// Rows that may be driven at once.
    let activeRows: Int
    /// Resolution of the ADCs in bits.
    let converterBits: Int
    /// For each row block, its outputs in ascending order.
    let outputs: [[Int]]
    private let weights: QuantisedWeights

    init(_ stage: MappedStage, _ kind: CrossbarKind, layer: String, _ weights: QuantisedWeights, _ input: NumberFormat) throws(CircuitError) {
        layout = try CrossbarLayout(stage, layer: layer)
        slices = CellSlices(encoding: stage.encoding, weightBits: weights.bits, cellBits: stage.cellBits)
        streams = InputStreams(input, dacBits: kind.dac.bits)
        matrix = stage.matrix
        activeRows = kind.activeRows
        converterBits = kind.adc.bits
        self.weights = weights
        outputs = layout.rowBlocks.map { block in
            Set(block.crossbars.flatMap { $0.columns.map(\.output) }).sorted()
        }
        guard (1...20).contains(converterBits) else {
            throw CircuitError("the ADCs of crossbar '\(kind.id)' have \(converterBits) bits", remedy: "1 to 20 can be simulated: give the ADC a resolution")
        }
        guard (1...16).contains(stage.cellBits), (1...16).contains(kind.dac.bits) else {
            throw CircuitError("cells of \(stage.cellBits) bits and DACs of \(kind.dac.bits)", remedy: "1 to 16 can be simulated")
        }
    }

    /// Level of the cell in a row (element of the input vector) and the column of an output's slice;
    /// cells between the groups of a packed crossbar hold level 0.
    @inline(__always)
    func level(row: Int, output: Int, slice: Int) -> Int {
        let group = row / matrix.rows
        guard group == output / matrix.columns else { return 0 }
        let weight = weights.codes[(group * matrix.rows + row % matrix.rows) * matrix.columns + output % matrix.columns]
        return slices.level(of: Int(weight), slice: slice)
    }

    /// Rows of a block that are driven together, as ranges of its rows.
    func passes(_ block: CrossbarLayout.RowBlock) -> [Range<Int>] {
        stride(from: 0, to: block.rows.count, by: activeRows).map { $0..<min($0 + activeRows, block.rows.count) }
    }

    /// The highest sum that a column of any crossbar can have in one pass.
    var largestSum: Int {
        (layout.rowBlocks.map { min(activeRows, $0.rows.count) }.max() ?? 0) * streams.highest * slices.highest
    }

    /// Whether the shifted and added codes of a column's streams and passes fit 32 bits.
    func fits32Bits(_ conversion: ColumnConversion) -> Bool {
        let passes = layout.rowBlocks.map { self.passes($0).count }.max() ?? 1
        let weight = streams.weights.reduce(0) { $0 + abs($1) }
        return conversion.highest * weight * passes < 1 << 31
    }

    /// Steps of an ADC with which the highest possible sum still fits: 2^shift.
    var fullShift: Int {
        var shift = 0
        while ColumnConversion(bits: 61, shift: shift).code(of: largestSum) > (1 << converterBits) - 1 { shift += 1 }
        return shift
    }

    /// What is subtracted digitally from each output of a row block for the surplus of the inputs:
    /// surplus · Σ stored weights of its rows.
    func storedSurplus(_ block: Int) -> [Int] {
        guard streams.surplus != 0 else { return [Int](repeating: 0, count: outputs[block].count) }
        return outputs[block].map { output in
            var sum = 0
            for row in layout.rowBlocks[block].rows where row / matrix.rows == output / matrix.columns {
                let weight = weights.codes[row * matrix.columns + output % matrix.columns]
                sum += Int(weight) + slices.surplus
            }
            return sum * streams.surplus
        }
    }
}
