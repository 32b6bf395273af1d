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
    /// Bits of a conversion: the ADCs', or those that the mapping asks of them.
    let converterBits: Int
    /// Whether conversions are of more than one column in one stream, or of sums that may be negative.
    let isAccumulated: Bool
    /// Whether streams are added up before they are converted.
    let isOverStreams: Bool
    /// The streams that are converted together, those of the highest weight first.
    let phases: [Range<Int>]
    /// The columns of a weight that are converted together.
    let joined: [JoinedColumns]
    /// Whether a conversion's sum may be negative.
    let hasSignedSums: Bool
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
            throw CircuitError("layer '\(layer)': \(what.what)", remedy: what.remedy)
        }
        layout = try CrossbarLayout(stage, layer: layer)
        slices = CellSlices(encoding: stage.encoding, weightBits: weights.bits, cellBits: stage.cellBits)
        let shape = CrossbarShape(kind).holding(stage.encoding, columnsPerWeight: slices.count)
        isAccumulated = stage.isAccumulated(on: kind)
        isOverStreams = kind.accumulation.isOverStreams
        streams = InputStreams(
            input, dacBits: kind.dac.bits, form: stage.precision.inputForm,
            areAddedUp: kind.accumulation.isOverStreams)
        var start = streams.count
        phases = shape.streamsPerConversion(stage.precision).map { count in
            start -= count
            return start..<start + count
        }
        joined = slices.joined(by: kind.accumulation)
        hasSignedSums = stage.hasSignedSums(on: kind.accumulation)
        matrix = stage.matrix
        activeRows = shape.activeRows
        converterBits = stage.precision.conversionBits(of: kind.adc.bits)
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
                "layer '\(layer)': conversions of \(converterBits) bits on crossbar '\(kind.id)'",
                remedy: "1 to 20 can be simulated: give the ADC a resolution")
        }
        guard largestSum < 1 << 53 else {
            throw CircuitError(
                "layer '\(layer)': sums of 54 bits and more before a conversion", remedy: "simulate with fewer bits")
        }
        guard converterBits > 1 || !hasSignedSums else {
            throw CircuitError(
                "layer '\(layer)': conversions of 1 bit, of sums that may be negative", remedy: "2 bits at least")
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
        let largest = hasSignedSums ? largestSum / 2 : largestSum
        let highest = conversion(shift: 0).highest
        var shift = 0
        while ColumnConversion(bits: 61, shift: shift).code(of: largest) > highest { shift += 1 }
        return shift
    }

    /// A conversion of this layer's sums in steps of 2^shift.
    func conversion(shift: Int) -> ColumnConversion {
        ColumnConversion(bits: converterBits, shift: shift, isSigned: hasSignedSums)
    }

    /// The conversions of all ``phases``, of which the first is given: a phase that counts less has as many bits less
    /// as those before it have, one at least, and its steps count as much in the result.
    func conversions(_ first: ColumnConversion) -> [ColumnConversion] {
        let place = phases[0].lowerBound
        guard isOverStreams else {
            return [ColumnConversion](repeating: first, count: phases.count)
        }
        return phases.map { phase in
            let before = streams.count - phase.upperBound
            return ColumnConversion(
                bits: max(1, first.bits - before * streams.width),
                shift: first.shift + (place - phase.lowerBound) * streams.width, isSigned: first.isSigned)
        }
    }

    /// Conversions that lose nothing, one for each of ``phases``.
    var losslessConversions: [ColumnConversion] {
        let bits = Int.bitWidth - largestSum.leadingZeroBitCount
        return [ColumnConversion](
            repeating: ColumnConversion(bits: bits, shift: 0, isSigned: hasSignedSums), count: phases.count)
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
