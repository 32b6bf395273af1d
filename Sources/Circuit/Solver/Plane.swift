/// Vectors of eight numbers in rows, for the inner loops: aligned, zero at first, and freed with its owner.
///
/// Rows are an odd number of vectors apart, so that walking down a column of a power-of-two
/// array does not fall on the same cache set again and again.
final class Plane {
    let rows: Int
    /// Vectors in a row that are in use.
    let vectors: Int
    /// Vectors from one row to the next.
    let stride: Int
    let base: UnsafeMutablePointer<SIMD8<Double>>

    init(rows: Int, vectors: Int) {
        self.rows = rows
        self.vectors = vectors
        stride = vectors | 1
        base = .allocate(capacity: max(1, rows * stride))
        base.initialize(repeating: .zero, count: max(1, rows * stride))
    }

    /// Room for `rows` × `columns` numbers, padded with zeros to whole tiles of eight by eight.
    convenience init(cells rows: Int, _ columns: Int) {
        self.init(rows: (rows + 7) / 8 * 8, vectors: (columns + 7) / 8)
    }

    deinit { base.deallocate() }

    /// The numbers one by one; `numberStride` of them to a row.
    var numbers: UnsafeMutablePointer<Double> {
        UnsafeMutableRawPointer(base).assumingMemoryBound(to: Double.self)
    }
    var numberStride: Int { stride * 8 }

    func clear() { base.update(repeating: .zero, count: rows * stride) }

    /// Takes `rows` × `columns` numbers in row order.
    func load(_ values: [Double], rows: Int, columns: Int) {
        values.withUnsafeBufferPointer { values in
            for i in 0..<rows {
                (numbers + i * numberStride).update(from: values.baseAddress! + i * columns, count: columns)
            }
        }
    }

    /// Gives `rows` × `columns` numbers in row order.
    func values(rows: Int, columns: Int) -> [Double] {
        [Double](unsafeUninitializedCapacity: rows * columns) { values, count in
            for i in 0..<rows {
                (values.baseAddress! + i * columns).initialize(from: numbers + i * numberStride, count: columns)
            }
            count = rows * columns
        }
    }
}

/// One number from each of eight rows, `stride` numbers apart.
@inline(__always)
func gather(_ p: UnsafeMutablePointer<Double>, _ stride: Int) -> SIMD8<Double> {
    SIMD8(
        p[0], p[stride], p[2 * stride], p[3 * stride],
        p[4 * stride], p[5 * stride], p[6 * stride], p[7 * stride])
}

/// One number to each of eight rows, `stride` numbers apart.
@inline(__always)
func scatter(_ v: SIMD8<Double>, _ p: UnsafeMutablePointer<Double>, _ stride: Int) {
    p[0] = v[0]
    p[stride] = v[1]
    p[2 * stride] = v[2]
    p[3 * stride] = v[3]
    p[4 * stride] = v[4]
    p[5 * stride] = v[5]
    p[6 * stride] = v[6]
    p[7 * stride] = v[7]
}
