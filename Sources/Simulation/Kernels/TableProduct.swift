/// The products of a layer, exact and fast: sums of a few rows are looked up for all columns at once.
///
/// Four Russians' method: rows are taken in groups of four (for 1-bit DACs), and for each of the 16 values that a
/// stream can give them a table holds the sums of all columns, a byte each. A column's sum over the active rows is then
/// a sum of one entry per group, 64 columns to a vector; where bytes could overflow, they are widened to 16 bits. After
/// each pass and stream all columns go through the ADC, and are shifted and added in 32 bits.
struct TableProduct: Sendable {
    let layer: SlicedLayer
    let conversion: ColumnConversion
    let register: SumRegister?
    private let indices: StreamIndices
    private let blocks: [Tables]

    private struct Tables: Sendable {
        let rows: [Int]
        let outputs: [Int]
        /// Group of each output, as an index into `groupRows`.
        let groupOfOutput: [Int]
        let groupRows: [Range<Int>]
        let passes: [Range<Int>]
        /// Groups of rows in each pass.
        let groups: [Int]
        /// Vectors of 64 columns; column k·outputs + o is slice k of output o.
        let vectors: Int
        /// pass × vector × group × entry × 64.
        let sums: [UInt8]
        let surplus: [Int]
        /// output × slice.
        let factors: [Int]
        /// Of each output, what is taken off for each unit of the sum of its inputs.
        let inputFactors: [Int]
    }

    /// Nil when sums do not fit the bytes of the tables or 32 bits in all; ``AccumulatedProduct`` computes any layer.
    init?(_ layer: SlicedLayer, _ conversion: ColumnConversion, _ register: SumRegister?) {
        let streams = layer.streams
        guard streams.width <= 8 else { return nil }
        let indices = StreamIndices(streams)
        guard indices.rows * streams.highest * layer.slices.highest <= 255, layer.largestSum < 1 << 15,
            layer.fits32Bits(conversion)
        else { return nil }
        self.layer = layer
        self.conversion = conversion
        self.register = register
        self.indices = indices
        blocks = layer.layout.rowBlocks.indices.map { Self.tables(layer, block: $0, indices) }
    }

    private static func tables(_ layer: SlicedLayer, block number: Int, _ indices: StreamIndices) -> Tables {
        let block = layer.layout.rowBlocks[number]
        let outputs = layer.outputs[number]
        let columns = outputs.count * layer.slices.count
        let vectors = (columns + 63) / 64
        let passes = layer.passes(block)
        let groups = passes.map { indices.groups($0.count) }
        var sums = [UInt8](repeating: 0, count: groups.reduce(0, +) * vectors * indices.entries * 64)
        let values = (0..<indices.entries).map(indices.values)
        var levels = [Int](repeating: 0, count: indices.rows)
        var start = 0
        for (pass, count) in zip(passes, groups) {
            for vector in 0..<vectors {
                for group in 0..<count {
                    for column in vector * 64..<min(vector * 64 + 64, columns) {
                        let (slice, output) = (column / outputs.count, outputs[column % outputs.count])
                        for r in 0..<indices.rows {
                            let row = pass.lowerBound + group * indices.rows + r
                            levels[r] =
                                row < pass.upperBound
                                ? layer.level(row: block.rows[row], output: output, slice: slice) : 0
                        }
                        let place = start + group * indices.entries * 64 + ColumnOrder.byte(of: column % 64)
                        for entry in 1..<indices.entries {
                            var sum = 0
                            for r in 0..<indices.rows { sum += values[entry][r] * levels[r] }
                            sums[place + entry * 64] = UInt8(sum)
                        }
                    }
                }
                start += count * indices.entries * 64
            }
        }
        let matrix = layer.matrix
        let first = block.rows[0] / matrix.rows
        let last = block.rows[block.rows.count - 1] / matrix.rows
        let groupRows = (first...last).map { group -> Range<Int> in
            let within = block.rows.indices.filter { block.rows[$0] / matrix.rows == group }
            return within[0]..<within[within.count - 1] + 1
        }
        return Tables(
            rows: block.rows, outputs: outputs, groupOfOutput: outputs.map { $0 / matrix.columns - first },
            groupRows: groupRows,
            passes: passes, groups: groups, vectors: vectors, sums: sums, surplus: layer.storedSurplus(number),
            factors: layer.factors[number], inputFactors: layer.inputFactors[number])
    }

    /// Sums of all positions, positions × outputs.
    func callAsFunction(_ codes: [Int32], _ plan: PatchPlan) -> [Double] {
        let padded = plan.padded(codes, zero: 0)
        let outputs = layer.matrix.groups * layer.matrix.columns
        var result = [Double](repeating: 0, count: plan.bases.count * outputs)
        result.withUnsafeMutableBufferPointer { result in
            for block in blocks { add(block, padded, plan, outputs, to: result) }
        }
        return result
    }

    private func add(
        _ block: Tables, _ padded: [Int32], _ plan: PatchPlan, _ outputs: Int,
        to result: UnsafeMutableBufferPointer<Double>
    ) {
        let streams = layer.streams
        let mostGroups = block.groups.max() ?? 0
        let offsets = block.rows.map { Int(plan.offsets[$0]) }
        let columns = block.outputs.count * layer.slices.count
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: mostGroups * indices.rows) { patterns in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: mostGroups * streams.count) { lists in
                withUnsafeTemporaryAllocation(of: SIMD16<UInt32>.self, capacity: block.vectors * 4) { sums in
                    withUnsafeTemporaryAllocation(of: Int.self, capacity: block.groupRows.count + streams.count) {
                        numbers in
                        guard let patterns = patterns.baseAddress, let lists = lists.baseAddress,
                            let sums = sums.baseAddress,
                            let counts = numbers.baseAddress
                        else { return }
                        let inputSums = counts + streams.count
                        padded.withUnsafeBufferPointer { padded in
                            for (position, base) in plan.bases.enumerated() {
                                for k in 0..<block.vectors * 4 { sums[k] = .zero }
                                var start = 0
                                for (number, pass) in block.passes.enumerated() {
                                    let groups = block.groups[number]
                                    for row in pass {
                                        patterns[row - pass.lowerBound] = streams.pattern(
                                            padded[Int(base) + offsets[row]])
                                    }
                                    for row in pass.count..<groups * indices.rows { patterns[row] = 0 }
                                    indices.write(patterns, groups: groups, to: lists, counts: counts)
                                    look(block, start, groups, lists, counts, into: sums)
                                    start += block.vectors * groups * indices.entries * 64
                                }
                                for (k, rows) in block.groupRows.enumerated() {
                                    var sum = 0
                                    for row in rows { sum += Int(padded[Int(base) + offsets[row]]) }
                                    inputSums[k] = sum
                                }
                                UnsafeRawPointer(sums).withMemoryRebound(to: Int32.self, capacity: block.vectors * 64) {
                                    sums in
                                    merge(block, columns, sums, inputSums, into: result, at: position * outputs)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// One pass: all streams, all columns.
    @inline(__always)
    private func look(
        _ block: Tables, _ start: Int, _ groups: Int, _ lists: UnsafePointer<UInt32>, _ counts: UnsafePointer<Int>,
        into sums: UnsafeMutablePointer<SIMD16<UInt32>>
    ) {
        // Entries of a table that a byte can hold before it is widened.
        let run = max(1, 255 / max(1, indices.rows * layer.streams.highest * layer.slices.highest))
        let shift = UInt32(conversion.shift)
        let half = SIMD16<UInt32>(repeating: shift > 0 ? 1 << (shift - 1) : 0)
        let highest = SIMD16<UInt32>(repeating: UInt32(conversion.highest))
        /// A sum's code, shifted to its stream's place. Where highest − code is negative, its sign makes a mask that
        /// clips; comparisons of vectors compile to a loop over their elements.
        @inline(__always) func code(_ sum: SIMD16<UInt32>, _ place: UInt32) -> SIMD16<UInt32> {
            let rounded = (sum &+ half) &>> shift
            let room = highest &- rounded
            return (rounded &+ (room & (0 &- (room &>> 31)))) &<< place
        }
        // Pairs of 16-bit sums are kept in 32-bit elements: vectors of more than 16 elements compile to loops for most
        // operations.
        let bytesOfPairs = SIMD16<UInt32>(repeating: 0x00FF_00FF), low = SIMD16<UInt32>(repeating: 0x0000_FFFF)
        block.sums.withUnsafeBytes { table in
            guard let table = table.baseAddress else { return }
            for vector in 0..<block.vectors {
                let base = table + start + vector * groups * indices.entries * 64
                let target = sums + 4 * vector
                for (stream, weight) in layer.streams.weights.enumerated() where counts[stream] > 0 {
                    let picks = lists + stream * groups
                    let count = counts[stream]
                    var even = SIMD16<UInt32>.zero, odd = SIMD16<UInt32>.zero
                    var pick = 0
                    while pick < count {
                        var bytes = SIMD64<UInt8>.zero
                        let end = min(count, pick + run)
                        while pick < end {
                            bytes &+= (base + Int(picks[pick]) * 64).loadUnaligned(as: SIMD64<UInt8>.self)
                            pick += 1
                        }
                        let words = unsafeBitCast(bytes, to: SIMD16<UInt32>.self)
                        even &+= words & bytesOfPairs
                        odd &+= (words &>> 8) & bytesOfPairs
                    }
                    let place = UInt32(stream * layer.streams.width)
                    let codes = (
                        code(even & low, place), code(even &>> 16, place), code(odd & low, place),
                        code(odd &>> 16, place)
                    )
                    if weight > 0 {
                        target[0] &+= codes.0
                        target[1] &+= codes.1
                        target[2] &+= codes.2
                        target[3] &+= codes.3
                    } else {
                        target[0] &-= codes.0
                        target[1] &-= codes.1
                        target[2] &-= codes.2
                        target[3] &-= codes.3
                    }
                }
            }
        }
    }

    /// Adds up the slices of each output, takes off what was added to inputs and weights, and stores the sum.
    @inline(__always)
    private func merge(
        _ block: Tables, _ columns: Int, _ sums: UnsafePointer<Int32>, _ inputSums: UnsafePointer<Int>,
        into result: UnsafeMutableBufferPointer<Double>, at place: Int
    ) {
        for (o, output) in block.outputs.enumerated() {
            var sum = 0
            for slice in 0..<layer.slices.count {
                let column = slice * block.outputs.count + o
                sum += block.factors[o * layer.slices.count + slice] * Int(sums[column])
            }
            sum =
                (sum << conversion.shift) - block.surplus[o] - block.inputFactors[o] * inputSums[block.groupOfOutput[o]]
            result[place + output] += Double(register?.held(sum) ?? sum)
        }
    }
}

/// Where the 64 columns of a vector lie in its bytes, so that their sums come out in order when bytes are
/// split into even and odd words, and these again.
enum ColumnOrder {
    /// Column 16·q + j is byte 4·j + (0, 2, 1, 3)[q].
    @inline(__always)
    static func byte(of column: Int) -> Int {
        let quarter = column >> 4
        return (column & 15) * 4 + (quarter & 1) * 2 + (quarter >> 1)
    }
}
