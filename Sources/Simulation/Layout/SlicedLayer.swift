import Circuit
import Hardware
import Mapping
import Networks

/// A layer with weights as its crossbars compute it, in exact arithmetic: cut into slices, streams, row blocks and
/// passes.
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
    /// The highest sum that a column of any crossbar can have in one pass.
    let largestSum: Int
    /// For each row block, output of it and slice, whether the column is stored inverted; empty where none can be.
    private let flipped: [[Bool]]
    /// For each row block, its outputs times slices: what a code of the column counts, negative where it is flipped.
    let factors: [[Int]]
    /// For each row block and output, what is taken off its sum for each unit of the sum of its inputs.
    let inputFactors: [[Int]]
    /// For each row of the matrix of each group, its row block.
    private let blockOfRow: [Int32]
    /// For each output its place among those of its row blocks.
    private let placeOfOutput: [Int32]

    init(
        _ stage: MappedStage, _ kind: CrossbarKind, layer: String, _ weights: QuantisedWeights, _ input: NumberFormat
    ) throws(CircuitError) {
        if let what = stage.cannotBeSimulated(on: kind) {
            throw CircuitError(
                "layer '\(layer)': \(what)",
                remedy:
                    "offset, offset-flipped and differential weights whose streams are converted one by one can be simulated"
            )
        }
        layout = try CrossbarLayout(stage, layer: layer)
        slices = CellSlices(encoding: stage.encoding, weightBits: weights.bits, cellBits: stage.cellBits)
        streams = InputStreams(input, dacBits: kind.dac.bits)
        matrix = stage.matrix
        activeRows = kind.activeRows
        converterBits = kind.adc.bits
        self.weights = weights
        let outputs = layout.rowBlocks.map { block in
            Set(block.crossbars.flatMap { $0.columns.map(\.output) }).sorted()
        }
        self.outputs = outputs
        largestSum = stage.largestSum(on: CrossbarShape(kind))
        var blockOfRow = [Int32](repeating: 0, count: matrix.rows * matrix.groups)
        var placeOfOutput = [Int32](repeating: 0, count: matrix.columns * matrix.groups)
        for (number, block) in layout.rowBlocks.enumerated() {
            for row in block.rows { blockOfRow[row] = Int32(number) }
            for (place, output) in outputs[number].enumerated() { placeOfOutput[output] = Int32(place) }
        }
        self.blockOfRow = blockOfRow
        self.placeOfOutput = placeOfOutput
        let slices = slices, matrix = matrix, layout = layout
        let flipped =
            stage.encoding == .flipped
            ? layout.rowBlocks.indices.map {
                Self.flippedColumns(layout.rowBlocks[$0], outputs[$0], slices, matrix, weights)
            } : []
        self.flipped = flipped
        factors = outputs.indices.map { block in
            (0..<outputs[block].count * slices.count).map { column in
                let factor = slices.factors[column % slices.count]
                return !flipped.isEmpty && flipped[block][column] ? -factor : factor
            }
        }
        inputFactors = outputs.indices.map { block in
            outputs[block].indices.map { place in
                guard !flipped.isEmpty else { return slices.surplus }
                return slices.factors.indices.reduce(slices.surplus) { sum, slice in
                    flipped[block][place * slices.count + slice]
                        ? sum - slices.factors[slice] * slices.highest(of: slice) : sum
                }
            }
        }
        guard (1...20).contains(converterBits) else {
            throw CircuitError(
                "the ADCs of crossbar '\(kind.id)' have \(converterBits) bits",
                remedy: "1 to 20 can be simulated: give the ADC a resolution")
        }
        guard (1...16).contains(stage.cellBits), (1...16).contains(kind.dac.bits) else {
            throw CircuitError(
                "cells of \(stage.cellBits) bits and DACs of \(kind.dac.bits)", remedy: "1 to 16 can be simulated")
        }
    }

    /// Which columns of a row block are stored inverted: those whose cells sum to more than half of what they could.
    private static func flippedColumns(
        _ block: CrossbarLayout.RowBlock, _ outputs: [Int], _ slices: CellSlices, _ matrix: MatrixShape,
        _ weights: QuantisedWeights
    ) -> [Bool] {
        var result = [Bool](repeating: false, count: outputs.count * slices.count)
        for (place, output) in outputs.enumerated() {
            let group = output / matrix.columns
            var sums = [Int](repeating: 0, count: slices.count), rows = 0
            for row in block.rows where row / matrix.rows == group {
                rows += 1
                let weight = Int(weights.codes[row * matrix.columns + output % matrix.columns])
                for slice in 0..<slices.count { sums[slice] += slices.level(of: weight, slice: slice) }
            }
            for slice in 0..<slices.count {
                result[place * slices.count + slice] = slices.isFlipped(sum: sums[slice], rows: rows, slice: slice)
            }
        }
        return result
    }

    /// Level of the cell in a row (element of the input vector) and the column of an output's slice, as it is stored;
    /// cells between the groups of a packed crossbar hold level 0.
    @inline(__always)
    func level(row: Int, output: Int, slice: Int) -> Int {
        let group = row / matrix.rows
        guard group == output / matrix.columns else { return 0 }
        let weight = weights.codes[(group * matrix.rows + row % matrix.rows) * matrix.columns + output % matrix.columns]
        let level = slices.level(of: Int(weight), slice: slice)
        guard !flipped.isEmpty, flipped[Int(blockOfRow[row])][Int(placeOfOutput[output]) * slices.count + slice] else {
            return level
        }
        return slices.highest(of: slice) - level
    }

    /// What a code of the column of an output's slice counts in a row block.
    @inline(__always)
    func factor(block: Int, output: Int, slice: Int) -> Int {
        factors[block][Int(placeOfOutput[output]) * slices.count + slice]
    }

    /// Rows of a block that are driven together, as ranges of its rows.
    func passes(_ block: CrossbarLayout.RowBlock) -> [Range<Int>] {
        stride(from: 0, to: block.rows.count, by: activeRows).map { $0..<min($0 + activeRows, block.rows.count) }
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

    /// What is subtracted digitally from each output of a row block for the surplus of the inputs: surplus · Σ stored
    /// weights of its rows, less what flipped columns have taken off of it with the sum of the inputs.
    func storedSurplus(_ block: Int) -> [Int] {
        guard streams.surplus != 0 else { return [Int](repeating: 0, count: outputs[block].count) }
        return outputs[block].enumerated().map { place, output in
            var sum = 0
            for row in layout.rowBlocks[block].rows where row / matrix.rows == output / matrix.columns {
                let weight = weights.codes[row * matrix.columns + output % matrix.columns]
                sum += Int(weight) + inputFactors[block][place]
            }
            return sum * streams.surplus
        }
    }
}
