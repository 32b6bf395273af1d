/// Memory of one run of a product over all positions.
struct Scratch {
    let patterns: UnsafeMutablePointer<UInt32>
    let lists: UnsafeMutablePointer<UInt32>
    let counts: UnsafeMutablePointer<Int>
    let sums: UnsafeMutablePointer<SIMD16<UInt32>>

    /// - Parameters:
    ///   - groups: of the pass with the most.
    ///   - vectors: of 32 columns.
    init(groups: Int, rows: Int, streams: Int, vectors: Int) {
        patterns = .allocate(capacity: groups * rows)
        lists = .allocate(capacity: groups * streams)
        counts = .allocate(capacity: streams)
        sums = .allocate(capacity: vectors * 2)
    }

    func deallocate() {
        patterns.deallocate()
        lists.deallocate()
        counts.deallocate()
        sums.deallocate()
    }
}
