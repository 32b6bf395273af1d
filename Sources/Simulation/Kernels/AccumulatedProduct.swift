import Circuit
import Hardware
import Random

/// The products of a layer whose conversions are of several columns or streams, of sums that may be negative, or of
/// such as no table holds; on ideal crossbars or on such as they are.
///
/// Currents and charges add up linearly, so that a phase of streams is one product of its values with the joined
/// levels, and each conversion rounds one element of it. In double precision, in which whole numbers up to 2⁵³ are
/// exact.
struct AccumulatedProduct: Sendable {
    let layer: SlicedLayer
    /// Of each phase.
    let conversions: [ColumnConversion]
    let register: SumRegister?
    private let blocks: [Block]
    private let noise: Noise?

    private struct Noise: Sendable {
        let seed: UInt64
        let number: Int
    }

    /// A row block; conversion c of output o is element c · outputs + o of its matrices.
    private struct Block: Sendable {
        let rows: [Int]
        let outputs: [Int]
        let passes: [Range<Int>]
        /// rows × conversions, in whole vectors.
        let levels: Matrix
        /// Likewise, variances of the read noise; nil without.
        let variances: Matrix?
        /// 1 and the gain of each conversion's ADC.
        let gains: [Double]
        /// Its offset in codes, and the half of rounding.
        let offsets: [Double]
        /// What a code of each conversion counts.
        let factors: [Int]
        let surplus: [Int]
        let inputFactors: [Int]
    }

    /// Rows of vectors of eight columns.
    private struct Matrix: Sendable {
        let vectors: Int
        private let elements: [SIMD8<Double>]

        init(rows: Int, columns: Int, _ element: (Int, Int) -> Double) {
            vectors = (columns + 7) / 8
            var elements = [SIMD8<Double>](repeating: .zero, count: rows * vectors)
            for row in 0..<rows {
                for column in 0..<columns { elements[row * vectors + column / 8][column % 8] = element(row, column) }
            }
            self.elements = elements
        }

        /// Σ over some rows of value × row, of all columns.
        @inline(__always)
        func sums(_ rows: Range<Int>, _ values: [Double], into result: inout [SIMD8<Double>]) {
            for vector in 0..<vectors { result[vector] = .zero }
            elements.withUnsafeBufferPointer { elements in
                for row in rows where values[row] != 0 {
                    let value = values[row], start = row * vectors
                    for vector in 0..<vectors { result[vector] += elements[start + vector] * value }
                }
            }
        }
    }

    /// On ideal crossbars.
    init(_ layer: SlicedLayer, _ conversions: [ColumnConversion], _ register: SumRegister?) {
        self.layer = layer
        self.conversions = conversions
        self.register = register
        noise = nil
        blocks = layer.layout.rowBlocks.indices.map { number in
            let block = layer.layout.rowBlocks[number], outputs = layer.outputs[number]
            return Self.block(layer, number, gain: { _, _ in 1 }, offset: { _, _ in 0.5 }) { row, place, slice in
                Double(layer.level(row: block.rows[row], output: outputs[place], slice: slice))
            }
        }
    }

    /// On crossbars that are not ideal.
    ///
    /// - Parameters:
    ///   - number: of the layer in the network; with the seed it chooses the cells, ADCs and noise.
    ///   - first: crossbars of the layers before.
    /// - Throws: ``CircuitError`` when a circuit cannot be solved.
    init(
        _ layer: SlicedLayer, _ conversions: [ColumnConversion], _ register: SumRegister?, _ kind: CrossbarKind,
        _ imperfections: Imperfections, seed: UInt64, number: Int, crossbars first: Int, threads: Int
    ) throws(CircuitError) {
        self.layer = layer
        self.conversions = conversions
        self.register = register
        var first = first, blocks: [Block] = []
        for number in layer.layout.rowBlocks.indices {
            let columns = try Columns(
                layer, block: number, ColumnConversion(bits: layer.converterBits, shift: 0), kind, imperfections,
                seed: seed, first: first, threads: threads)
            let count = columns.slopes.count, outputs = layer.outputs[number].count
            let variance: ((Int, Int, Int) -> Double)? =
                columns.noise.isEmpty
                ? nil
                : { row, place, slice in
                    let deviation = Double(columns.noise[row * count + slice * outputs + place])
                    return deviation * deviation
                }
            blocks.append(
                Self.block(
                    layer, number, gain: { Double(columns.slopes[$1 * outputs + $0]) },
                    offset: { Double(columns.offsets[$1 * outputs + $0]) }, variance: variance
                ) { row, place, slice in Double(columns.levels[row * count + slice * outputs + place]) })
            first += layer.layout.rowBlocks[number].crossbars.count
        }
        self.blocks = blocks
        noise = blocks.contains { $0.variances != nil } ? Noise(seed: seed &+ 0x5EED, number: number) : nil
    }

    /// - Parameters:
    ///   - gain: 1 and that of the ADC at an output's place and slice; a conversion has that of its first column.
    ///   - offset: likewise, in codes, with the half of rounding.
    ///   - variance: of a cell's read noise, as `level`.
    ///   - level: of a row, an output's place and a slice.
    private static func block(
        _ layer: SlicedLayer, _ number: Int, gain: (Int, Int) -> Double, offset: (Int, Int) -> Double,
        variance: ((Int, Int, Int) -> Double)? = nil, level: (Int, Int, Int) -> Double
    ) -> Block {
        let block = layer.layout.rowBlocks[number]
        let outputs = layer.outputs[number].count, count = outputs * layer.joined.count
        func matrix(_ element: (Int, Int, Int) -> Double, _ weight: (Int) -> Double) -> Matrix {
            Matrix(rows: block.rows.count, columns: count) { row, column in
                layer.joined[column / outputs].columns.reduce(0) {
                    $0 + weight($1.weight) * element(row, column % outputs, $1.slice)
                }
            }
        }
        func converter(_ value: (Int, Int) -> Double) -> [Double] {
            (0..<count).map { value($0 % outputs, layer.joined[$0 / outputs].columns[0].slice) }
        }
        return Block(
            rows: block.rows, outputs: layer.outputs[number], passes: layer.passes(block),
            levels: matrix(level) { Double($0) }, variances: variance.map { matrix($0) { Double($0 * $0) } },
            gains: converter(gain), offsets: converter(offset),
            factors: (0..<count).map {
                let joined = layer.joined[$0 / outputs]
                // A column by itself may be stored inverted.
                return joined.columns.count == 1
                    ? layer.factors[number][$0 % outputs * layer.slices.count + joined.columns[0].slice]
                    : joined.factor
            },
            surplus: layer.storedSurplus(number), inputFactors: layer.inputFactors[number])
    }

    /// Sums of all positions, positions × outputs.
    ///
    /// - Parameter image: number of the image; each has noise of its own.
    func callAsFunction(_ codes: [Int32], _ plan: PatchPlan, image: Int = 0) -> [Double] {
        let padded = plan.padded(codes, zero: 0)
        let outputs = layer.matrix.groups * layer.matrix.columns
        var result = [Double](repeating: 0, count: plan.bases.count * outputs)
        var draws = noise.map { NormalNumbers(seed: $0.seed, image, $0.number) }
        for block in blocks {
            let offsets = block.rows.map { Int(plan.offsets[$0]) }
            var sums = [SIMD8<Double>](repeating: .zero, count: block.levels.vectors), spread = sums
            var totals = [Int](repeating: 0, count: block.gains.count)
            var inputs = [Int32](repeating: 0, count: block.rows.count)
            var values = [Double](repeating: 0, count: block.rows.count), squares = values
            for (position, base) in plan.bases.enumerated() {
                for row in inputs.indices { inputs[row] = padded[Int(base) + offsets[row]] }
                for column in totals.indices { totals[column] = 0 }
                for (phase, conversion) in zip(layer.phases, conversions) {
                    let weight = layer.streams.weights[phase.lowerBound] << conversion.shift
                    let step = Double(1 << conversion.shift)
                    for row in inputs.indices { values[row] = Double(layer.streams.value(inputs[row], of: phase)) }
                    if block.variances != nil {
                        for row in inputs.indices {
                            squares[row] = Double(layer.streams.squares(inputs[row], of: phase))
                        }
                    }
                    for pass in block.passes {
                        block.levels.sums(pass, values, into: &sums)
                        block.variances?.sums(pass, squares, into: &spread)
                        for column in totals.indices {
                            var sum = sums[column / 8][column % 8]
                            if draws != nil {
                                let deviation = spread[column / 8][column % 8].squareRoot()
                                sum += deviation * (draws?.next() ?? 0)
                            }
                            let code = (sum / step * block.gains[column] + block.offsets[column]).rounded(.down)
                            let clipped = max(Double(conversion.lowest), min(Double(conversion.highest), code))
                            totals[column] += Int(clipped) * weight
                        }
                    }
                }
                add(block, totals, inputs, to: &result, at: position * outputs)
            }
        }
        return result
    }

    /// Adds the codes of one position up as the digital units do.
    private func add(_ block: Block, _ totals: [Int], _ inputs: [Int32], to result: inout [Double], at start: Int) {
        let matrix = layer.matrix, outputs = block.outputs.count
        for (place, output) in block.outputs.enumerated() {
            var sum = 0
            for column in stride(from: place, to: totals.count, by: outputs) {
                sum += block.factors[column] * totals[column]
            }
            sum -= block.surplus[place]
            if block.inputFactors[place] != 0 {
                for (row, input) in zip(block.rows, inputs) where row / matrix.rows == output / matrix.columns {
                    sum -= block.inputFactors[place] * Int(input)
                }
            }
            result[start + output] += Double(register?.held(sum) ?? sum)
        }
    }
}
