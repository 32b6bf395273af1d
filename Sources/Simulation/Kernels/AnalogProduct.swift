import Circuit
import Hardware
import Random

/// The products of a layer on crossbars that are not ideal: real-valued sums of effective levels through ADCs of their
/// own.
///
/// As ``TableProduct``, with sums of four rows looked up as real numbers in single precision, 32 columns at once.
struct AnalogProduct: Sendable {
    let layer: SlicedLayer
    let conversion: ColumnConversion
    let register: SumRegister?
    private let indices: StreamIndices
    private let blocks: [Tables]
    private let noiseSeed: UInt64
    private let number: Int

    private struct Tables: Sendable {
        let rows: [Int]
        let outputs: [Int]
        let passes: [Range<Int>]
        let groups: [Int]
        /// Vectors of 32 columns; column k·outputs + o is slice k of output o.
        let vectors: Int
        /// pass × vector × group × entry × 32.
        let sums: [Float]
        /// Likewise, variances of the read noise; empty without.
        let variances: [Float]
        /// Slope and offset of each column's ADC, in codes.
        let slopes: [Float]
        let offsets: [Float]
        let surplus: [Int]
        /// output × slice.
        let factors: [Int]
        /// Of each output, what is taken off for each unit of the sum of its inputs.
        let inputFactors: [Int]
    }

    /// Whether a layer's sums and codes fit its numbers.
    static func holds(_ layer: SlicedLayer, _ conversion: ColumnConversion) -> Bool {
        layer.streams.width <= 8 && layer.fits32Bits(conversion)
    }

    /// - Parameters:
    ///   - layer: one that it ``holds(_:_:)``.
    ///   - number: of the layer in the network; with the seed it chooses the cells, ADCs and noise.
    ///   - crossbars: crossbars of the layers before.
    /// - Throws: ``CircuitError`` when a circuit cannot be solved.
    init(
        _ layer: SlicedLayer, _ conversion: ColumnConversion, _ register: SumRegister?, _ kind: CrossbarKind,
        _ imperfections: Imperfections,
        seed: UInt64, number: Int, crossbars: Int, threads: Int
    ) throws(CircuitError) {
        self.layer = layer
        self.conversion = conversion
        self.register = register
        self.number = number
        noiseSeed = seed &+ 0x5EED
        let indices = StreamIndices(layer.streams)
        self.indices = indices
        var first = crossbars
        var blocks: [Tables] = []
        for block in layer.layout.rowBlocks.indices {
            let columns = try Columns(
                layer, block: block, conversion, kind, imperfections, seed: seed, first: first, threads: threads)
            blocks.append(Self.tables(layer, block: block, columns, indices))
            first += layer.layout.rowBlocks[block].crossbars.count
        }
        self.blocks = blocks
    }

    private static func tables(
        _ layer: SlicedLayer, block number: Int, _ columns: Columns, _ indices: StreamIndices
    ) -> Tables {
        let block = layer.layout.rowBlocks[number]
        let count = columns.slopes.count
        let vectors = (count + 31) / 32
        let passes = layer.passes(block)
        let groups = passes.map { indices.groups($0.count) }
        let values = (0..<indices.entries).map { indices.values($0).map(Float.init) }
        func filled(_ element: (Int, Int) -> Float, _ weight: (Float) -> Float) -> [Float] {
            var table = [Float](repeating: 0, count: groups.reduce(0, +) * vectors * indices.entries * 32)
            var start = 0
            for (pass, groups) in zip(passes, groups) {
                for vector in 0..<vectors {
                    for group in 0..<groups {
                        for column in vector * 32..<min(vector * 32 + 32, count) {
                            let rows = (0..<indices.rows).map { pass.lowerBound + group * indices.rows + $0 }.filter {
                                $0 < pass.upperBound
                            }
                            let levels = rows.map { element($0, column) }
                            for entry in 1..<indices.entries {
                                var sum: Float = 0
                                for (r, level) in levels.enumerated() { sum += weight(values[entry][r]) * level }
                                table[start + (group * indices.entries + entry) * 32 + column % 32] = sum
                            }
                        }
                    }
                    start += groups * indices.entries * 32
                }
            }
            return table
        }
        return Tables(
            rows: block.rows, outputs: layer.outputs[number], passes: passes, groups: groups, vectors: vectors,
            sums: filled({ columns.levels[$0 * count + $1] }, { $0 }),
            variances: columns.noise.isEmpty
                ? [] : filled({ columns.noise[$0 * count + $1] * columns.noise[$0 * count + $1] }, { $0 * $0 }),
            slopes: columns.slopes + [Float](repeating: 0, count: vectors * 32 - count),
            offsets: columns.offsets + [Float](repeating: 0, count: vectors * 32 - count),
            surplus: layer.storedSurplus(number),
            factors: layer.factors[number], inputFactors: layer.inputFactors[number])
    }

    /// Sums of all positions, positions × outputs.
    ///
    /// - Parameter image: number of the image; each has noise of its own.
    func callAsFunction(_ codes: [Int32], _ plan: PatchPlan, image: Int) -> [Double] {
        let padded = plan.padded(codes, zero: 0)
        let outputs = layer.matrix.groups * layer.matrix.columns
        var result = [Double](repeating: 0, count: plan.bases.count * outputs)
        var noise = NormalNumbers(seed: noiseSeed, image, number)
        result.withUnsafeMutableBufferPointer { result in
            for block in blocks { add(block, padded, plan, outputs, &noise, to: result) }
        }
        return result
    }

    private func add(
        _ block: Tables, _ padded: [Int32], _ plan: PatchPlan, _ outputs: Int, _ noise: inout NormalNumbers,
        to result: UnsafeMutableBufferPointer<Double>
    ) {
        let streams = layer.streams
        let mostGroups = block.groups.max() ?? 0
        let offsets = block.rows.map { Int(plan.offsets[$0]) }
        let scratch = Scratch(groups: mostGroups, rows: indices.rows, streams: streams.count, vectors: block.vectors)
        defer { scratch.deallocate() }
        let matrix = layer.matrix
        padded.withUnsafeBufferPointer { padded in
            for (position, base) in plan.bases.enumerated() {
                for k in 0..<block.vectors * 2 { scratch.sums[k] = .zero }
                var start = 0
                for (pass, groups) in zip(block.passes, block.groups) {
                    for row in pass {
                        scratch.patterns[row - pass.lowerBound] = streams.pattern(padded[Int(base) + offsets[row]])
                    }
                    for row in pass.count..<groups * indices.rows { scratch.patterns[row] = 0 }
                    indices.write(scratch.patterns, groups: groups, to: scratch.lists, counts: scratch.counts)
                    look(block, start, groups, scratch, &noise)
                    start += block.vectors * groups * indices.entries * 32
                }
                let sums = UnsafeRawPointer(scratch.sums).assumingMemoryBound(to: Int32.self)
                var group = -1, inputSum = 0
                for (o, output) in block.outputs.enumerated() {
                    if output / matrix.columns != group {
                        group = output / matrix.columns
                        inputSum = 0
                        if layer.slices.surplus != 0 {
                            for (k, row) in block.rows.enumerated() where row / matrix.rows == group {
                                inputSum += Int(padded[Int(base) + offsets[k]])
                            }
                        }
                    }
                    var sum = 0
                    for slice in 0..<layer.slices.count {
                        sum +=
                            block.factors[o * layer.slices.count + slice] * Int(sums[slice * block.outputs.count + o])
                    }
                    sum = (sum << conversion.shift) - block.surplus[o] - block.inputFactors[o] * inputSum
                    result[position * outputs + output] += Double(register?.held(sum) ?? sum)
                }
            }
        }
    }

    /// One pass: all streams, all columns.
    @inline(__always)
    private func look(_ block: Tables, _ start: Int, _ groups: Int, _ scratch: Scratch, _ noise: inout NormalNumbers) {
        let highest = SIMD16<Float>(repeating: Float(conversion.highest) + 0.5)
        block.sums.withUnsafeBytes { table in
            block.variances.withUnsafeBytes { variances in
                block.slopes.withUnsafeBytes { slopes in
                    block.offsets.withUnsafeBytes { offsets in
                        for vector in 0..<block.vectors {
                            let base = (start + vector * groups * indices.entries * 32) * 4
                            for (stream, weight) in layer.streams.weights.enumerated() {
                                let picks = scratch.lists + stream * groups
                                let count = scratch.counts[stream]
                                var (a, b) = Self.sum(table, base, picks, count)
                                if !block.variances.isEmpty {
                                    let (c, d) = Self.sum(variances, base, picks, count)
                                    NormalNumbers.quantiles.withUnsafeBufferPointer { quantiles in
                                        guard let quantiles = quantiles.baseAddress else { return }
                                        var n = SIMD16<Float>.zero, m = SIMD16<Float>.zero
                                        for k in 0..<16 { n[k] = noise.next(quantiles) }
                                        for k in 0..<16 { m[k] = noise.next(quantiles) }
                                        a += c.squareRoot() * n
                                        b += d.squareRoot() * m
                                    }
                                }
                                for (half, sum) in [a, b].enumerated() {
                                    let place = (vector * 32 + half * 16) * 4
                                    var value =
                                        sum * slopes.loadUnaligned(fromByteOffset: place, as: SIMD16<Float>.self)
                                        + offsets.loadUnaligned(fromByteOffset: place, as: SIMD16<Float>.self)
                                    value.replace(with: 0, where: value .< 0)
                                    value.replace(with: highest, where: value .> highest)
                                    let codes = Self.floors(value) &<< UInt32(stream * layer.streams.width)
                                    if weight > 0 {
                                        scratch.sums[vector * 2 + half] &+= codes
                                    } else {
                                        scratch.sums[vector * 2 + half] &-= codes
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// ⌊x⌋ of numbers from 0 to 2²²: the sum with 2²³ has the rounded number in its last bits.
    @inline(__always)
    private static func floors(_ x: SIMD16<Float>) -> SIMD16<UInt32> {
        let shifted = x + 0x1p23
        var bits = unsafeBitCast(shifted, to: SIMD16<UInt32>.self) & 0x7F_FFFF
        bits.replace(with: bits &- 1, where: shifted - 0x1p23 .> x)
        return bits
    }

    @inline(__always)
    private static func sum(
        _ table: UnsafeRawBufferPointer, _ base: Int, _ picks: UnsafePointer<UInt32>, _ count: Int
    ) -> (SIMD16<Float>, SIMD16<Float>) {
        var a = SIMD16<Float>.zero, b = SIMD16<Float>.zero
        for pick in 0..<count {
            let place = base + Int(picks[pick]) * 128
            a += table.loadUnaligned(fromByteOffset: place, as: SIMD16<Float>.self)
            b += table.loadUnaligned(fromByteOffset: place + 64, as: SIMD16<Float>.self)
        }
        return (a, b)
    }
}
