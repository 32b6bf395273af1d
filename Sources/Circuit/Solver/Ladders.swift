import Hardware

/// The word lines and bit lines of a crossbar as ladders, factorised.
///
/// With the other end of its cells held at given voltages, a line is a ladder of series resistances
/// (wire) and shunt conductances (cells). Folding it from its far end by series and parallel rules,
///
///     Y_j = G_j + t_{j+1}·Y_{j+1},   t_j = 1 / (1 + R_j·Y_j),
///
/// where R_j is the resistance on the side of the driver or ground, gives what the line shows at
/// every node. Nothing is subtracted, so each number is right to a few units in the last place, and
/// R = 0 and G = 0 need no special case: shorts and opens are exact. A line of n cells takes 4n
/// multiplications and additions to solve.
///
/// Word lines run along memory, so eight are solved at once and their factors are kept eight rows
/// to a vector (`tile`, column); bit lines run across memory and need no rearrangement.
final class Ladders {
    let rows: Int
    let columns: Int
    let tiles: Int
    let row: Double
    let column: Double
    let source: Double
    let sink: Double
    /// Conductances, row by row, and eight rows to a vector.
    let conductances: Plane
    let wordConductances: Plane
    /// t of every node of the word lines (tile, column) and of the bit lines (row, column).
    let wordTransfers: Plane
    let bitTransfers: Plane
    /// One tile of work space for the word lines.
    let folded: Plane
    /// One row of work space for the bit lines.
    let carried: Plane

    init(rows: Int, columns: Int, wires: CrossbarKind.Wires) {
        self.rows = rows
        self.columns = columns
        tiles = (rows + 7) / 8
        row = wires.row.si
        column = wires.column.si
        source = wires.source.si
        sink = wires.sink.si
        conductances = Plane(cells: rows, columns)
        wordConductances = Plane(rows: tiles, vectors: columns)
        wordTransfers = Plane(rows: tiles, vectors: columns)
        bitTransfers = Plane(cells: rows, columns)
        folded = Plane(rows: 2, vectors: columns)
        carried = Plane(rows: 1, vectors: bitTransfers.vectors)
    }

    /// Folds the lines for the numbers in `conductances`.
    func factorise() {
        foldWordLines()
        foldBitLines()
    }

    private func foldWordLines() {
        let one = SIMD8<Double>(repeating: 1)
        for tile in 0..<tiles {
            let g = wordConductances.base + tile * wordConductances.stride
            let t = wordTransfers.base + tile * wordTransfers.stride
            let cells = conductances.numbers + tile * 8 * conductances.numberStride
            var beyond = SIMD8<Double>.zero
            for j in (0..<columns).reversed() {
                g[j] = gather(cells + j, conductances.numberStride)
                let y = g[j] + beyond
                t[j] = one / (one + (j == 0 ? source : row) * y)
                beyond = t[j] * y
            }
        }
    }

    private func foldBitLines() {
        let one = SIMD8<Double>(repeating: 1)
        let beyond = carried.base
        carried.clear()
        for i in 0..<rows {
            let g = conductances.base + i * conductances.stride
            let t = bitTransfers.base + i * bitTransfers.stride
            let resistance = i == rows - 1 ? sink : column
            for v in 0..<bitTransfers.vectors {
                let y = g[v] + beyond[v]
                t[v] = one / (one + resistance * y)
                beyond[v] = t[v] * y
            }
        }
    }

    /// Word-line voltages `a` with drivers at `voltages`, bit lines at `b` and extra currents
    /// `offsets` through the cells (from word line to bit line).
    func solveWordLines(voltages: [Double], b: Plane, offsets: Plane?, into a: Plane) {
        let stride = b.numberStride
        let currents = folded.base
        for tile in 0..<tiles {
            let g = wordConductances.base + tile * wordConductances.stride
            let t = wordTransfers.base + tile * wordTransfers.stride
            let start = tile * 8 * stride
            var beyond = SIMD8<Double>.zero
            for j in (0..<columns).reversed() {
                var injected = g[j] * gather(b.numbers + start + j, stride)
                if let offsets { injected -= gather(offsets.numbers + start + j, stride) }
                currents[j] = injected + beyond
                beyond = t[j] * currents[j]
            }
            var v = SIMD8<Double>.zero
            for lane in 0..<min(8, rows - tile * 8) { v[lane] = voltages[tile * 8 + lane] }
            for j in 0..<columns {
                v = t[j] * (v + (j == 0 ? source : row) * currents[j])
                scatter(v, a.numbers + start + j, stride)
            }
        }
    }

    /// Bit-line voltages `b` with word lines at `a` and extra currents `offsets` through the cells;
    /// returns the currents that leave through the sinks.
    func solveBitLines(a: Plane, offsets: Plane?, into b: Plane) -> [Double] {
        let vectors = b.vectors
        let stride = b.stride
        let c = carried.base
        carried.clear()
        for i in 0..<rows {
            let g = conductances.base + i * stride
            let t = bitTransfers.base + i * stride
            for v in 0..<vectors {
                var injected = g[v] * a.base[i * stride + v]
                if let offsets { injected += offsets.base[i * stride + v] }
                let sum = injected + c[v]
                b.base[i * stride + v] = sum
                c[v] = t[v] * sum
            }
        }
        // At the sink, t·J is the short-circuit current of the whole line into ground.
        let outputs = [Double](unsafeUninitializedCapacity: columns) { outputs, count in
            outputs.baseAddress!.initialize(from: carried.numbers, count: columns)
            count = columns
        }
        carried.clear()
        for i in (0..<rows).reversed() {
            let t = bitTransfers.base + i * stride
            let resistance = i == rows - 1 ? sink : column
            for v in 0..<vectors {
                c[v] = t[v] * (c[v] + resistance * b.base[i * stride + v])
                b.base[i * stride + v] = c[v]
            }
        }
        return outputs
    }
}
