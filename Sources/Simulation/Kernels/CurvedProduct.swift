import Circuit
import Hardware
import Quantities
import Random
import Surrogates
import System

/// The products of a layer on crossbars of curved cells: every read is the solution of a circuit, or a surrogate's.
///
/// Reads of the same values happen once: the streams of high bits are often alike, and all zero where little is driven.
struct CurvedProduct: Sendable {
    let layer: SlicedLayer
    let conversion: ColumnConversion
    let register: SumRegister?
    private let blocks: [Block]
    private let noiseSeed: UInt64
    private let number: Int
    private let columns: Int

    private struct Block: Sendable {
        let crossbars: [CurvedCrossbar]
        /// Of each crossbar's columns: a code is ⌊slope · sum + offset⌋.
        let slopes: [[Double]]
        let offsets: [[Double]]
        let surplus: [Int]
    }

    /// - Parameters: as those of ``AnalogProduct``.
    ///   - surrogate: in place of the solver.
    init(
        _ layer: SlicedLayer, _ conversion: ColumnConversion, _ register: SumRegister?, _ kind: CrossbarKind,
        _ imperfections: Imperfections,
        seed: UInt64, number: Int, crossbars: Int, threads: Int, surrogate: Surrogate?
    ) throws(CircuitError) {
        self.layer = layer
        self.conversion = conversion
        self.register = register
        self.number = number
        columns = kind.columns
        noiseSeed = seed &+ 0x5EED
        let step = Double(1 << conversion.shift)
        var first = crossbars
        var blocks: [Block] = []
        for (index, block) in layer.layout.rowBlocks.enumerated() {
            let start = first
            let solved = try inParallel(block.crossbars.count, threads: threads) { k throws(CircuitError) in
                let cells = layer.cells(block, crossbar: k, kind, imperfections, seed: cellSeed(seed, start + k))
                return try CurvedCrossbar(cells, kind, surrogate: surrogate)
            }
            let converters = block.crossbars.indices.map { k in
                imperfections.contains(.converters)
                    ? kind.adc.converters(columns: kind.columns, step: Current(1), seed: seed, crossbar: start + k) : []
            }
            blocks.append(
                Block(
                    crossbars: solved,
                    slopes: zip(block.crossbars, converters).map { crossbar, converters in
                        crossbar.columns.indices.map { (1 + (converters.isEmpty ? 0 : converters[$0].gain)) / step }
                    },
                    offsets: zip(block.crossbars, converters).map { crossbar, converters in
                        crossbar.columns.indices.map { (converters.isEmpty ? 0 : converters[$0].offset) + 0.5 }
                    },
                    surplus: layer.storedSurplus(index)))
            first += block.crossbars.count
        }
        self.blocks = blocks
    }

    /// Sums of all positions, positions × outputs.
    ///
    /// - Parameter image: number of the image; each has noise of its own.
    /// - Throws: ``CircuitError`` when a circuit cannot be solved.
    func callAsFunction(_ codes: [Int32], _ plan: PatchPlan, image: Int) throws(CircuitError) -> [Double] {
        let padded = plan.padded(codes, zero: 0)
        let matrix = layer.matrix
        let outputs = matrix.groups * matrix.columns
        var result = [Double](repeating: 0, count: plan.bases.count * outputs)
        var noise = NormalNumbers(seed: noiseSeed, image, number)
        for (index, block) in layer.layout.rowBlocks.enumerated() {
            let inputs = plan.bases.map { base in block.rows.map { padded[Int(base + plan.offsets[$0])] } }
            // positions × outputs of all the layer, shifted and added.
            var sums = [Int](repeating: 0, count: plan.bases.count * outputs)
            for pass in layer.passes(block) { try add(index, pass, inputs, outputs, &noise, to: &sums) }
            for position in plan.bases.indices {
                for (k, output) in layer.outputs[index].enumerated() {
                    var sum = (sums[position * outputs + output] << conversion.shift) - blocks[index].surplus[k]
                    if layer.slices.surplus != 0 {
                        for (row, input) in zip(block.rows, inputs[position])
                        where row / matrix.rows == output / matrix.columns {
                            sum -= layer.inputFactors[index][k] * Int(input)
                        }
                    }
                    result[position * outputs + output] += Double(register?.held(sum) ?? sum)
                }
            }
        }
        return result
    }

    /// One pass of a row block: all positions, streams and crossbars.
    private func add(
        _ index: Int, _ pass: Range<Int>, _ inputs: [[Int32]], _ outputs: Int, _ noise: inout NormalNumbers,
        to sums: inout [Int]
    ) throws(CircuitError) {
        let streams = layer.streams
        // Values of the rows up to the pass's last; what is not driven is 0.
        var numbers: [[UInt16]: Int] = [:]
        var distinct: [[UInt16]] = []
        var reads: [Int] = []
        for input in inputs {
            for stream in 0..<streams.count {
                var values = [UInt16](repeating: 0, count: pass.upperBound)
                for row in pass {
                    values[row] = UInt16(
                        truncatingIfNeeded: Int(streams.pattern(input[row]) >> UInt32(stream * streams.width))
                            & streams.highest)
                }
                if let known = numbers[values] {
                    reads.append(known)
                } else {
                    numbers[values] = distinct.count
                    reads.append(distinct.count)
                    distinct.append(values)
                }
            }
        }
        let block = blocks[index]
        for (k, crossbar) in layer.layout.rowBlocks[index].crossbars.enumerated() {
            let found = try block.crossbars[k].sums(distinct)
            for position in inputs.indices {
                for (stream, weight) in streams.weights.enumerated() {
                    let read = reads[position * streams.count + stream]
                    for (column, role) in crossbar.columns.enumerated() {
                        var sum = found[read][column]
                        if block.crossbars[k].cells.noise > 0 {
                            let variance = block.crossbars[k].variance(distinct[read], column: column, columns: columns)
                            sum += variance.squareRoot() * noise.next()
                        }
                        let code = (block.slopes[k][column] * sum + block.offsets[k][column]).rounded(.down)
                        let clipped = code > 0 ? min(Int(min(code, 1e15)), conversion.highest) : 0
                        sums[position * outputs + role.output] +=
                            clipped * weight * layer.factor(block: index, output: role.output, slice: role.slice)
                    }
                }
            }
        }
    }
}

extension SlicedLayer {
    /// Reads for one image at most: positions × streams × passes × crossbars.
    func reads(_ plan: PatchPlan) -> Int {
        layout.rowBlocks.reduce(0) { $0 + passes($1).count * $1.crossbars.count } * plan.bases.count * streams.count
    }

    /// The cells of a row block's crossbar.
    func cells(
        _ block: CrossbarLayout.RowBlock, crossbar: Int, _ kind: CrossbarKind, _ imperfections: Imperfections,
        seed: UInt64
    ) -> CrossbarCells {
        let columns = block.crossbars[crossbar].columns, pair = slices.encoding.rowsPerWeight
        return CrossbarCells(kind, cellBits: slices.cellBits, imperfections, seed: seed) { row, column in
            guard row / pair < block.rows.count, column < columns.count else { return 0 }
            let level = level(row: block.rows[row / pair], output: columns[column].output, slice: columns[column].slice)
            // Of a pair of rows, the first holds what is above 0, the second what is below.
            return pair == 1 ? level : max(0, row % pair == 0 ? level : -level)
        }
    }
}
