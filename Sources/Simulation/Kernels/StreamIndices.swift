/// Which entry of each table a stream of inputs picks: rows are taken in groups, and the values of a group's rows
/// beside each other are the number of the entry.
struct StreamIndices: Sendable {
    let streams: InputStreams
    /// Rows of a group.
    let rows: Int

    init(_ streams: InputStreams) {
        self.streams = streams
        rows = max(1, 4 / streams.width)
    }

    /// Entries of a group's table.
    var entries: Int { 1 << (rows * streams.width) }

    /// Groups of so many rows.
    func groups(_ count: Int) -> Int { (count + rows - 1) / rows }

    /// Values of the rows of a group in an entry.
    func values(_ entry: Int) -> [Int] {
        (0..<rows).map { (entry >> ($0 * streams.width)) & streams.highest }
    }

    /// Lists, for each stream, the entries other than 0 of all groups, each as group · ``entries`` + entry.
    ///
    /// - Parameters:
    ///   - patterns: of the rows of one pass, with zeros up to a whole group.
    ///   - lists: room for `groups` numbers for each stream, one stream after the other.
    ///   - counts: how many there are of each stream.
    @inline(__always)
    func write(
        _ patterns: UnsafePointer<UInt32>, groups: Int, to lists: UnsafeMutablePointer<UInt32>,
        counts: UnsafeMutablePointer<Int>
    ) {
        for stream in 0..<streams.count { counts[stream] = 0 }
        if rows == 4, streams.bits <= 8 {
            for group in 0..<groups {
                let p = patterns + 4 * group
                let packed = p[0] | p[1] << 8 | p[2] << 16 | p[3] << 24
                guard packed != 0 else { continue }
                for stream in 0..<streams.count {
                    // The stream's four bits, 8 apart, gathered by a product: bits 0, 8, 16, 24 to 24…27.
                    let entry = (((packed &>> UInt32(stream)) & 0x0101_0101) &* 0x0102_0408) &>> 24
                    lists[stream * groups + counts[stream]] = UInt32(truncatingIfNeeded: group &* 16) | entry
                    counts[stream] &+= entry == 0 ? 0 : 1
                }
            }
            return
        }
        let mask = UInt32(streams.highest)
        for group in 0..<groups {
            for stream in 0..<streams.count {
                var entry: UInt32 = 0
                for row in 0..<rows {
                    entry |=
                        ((patterns[rows * group + row] >> UInt32(stream * streams.width)) & mask)
                        << UInt32(row * streams.width)
                }
                lists[stream * groups + counts[stream]] = UInt32(group * entries) + entry
                counts[stream] += entry == 0 ? 0 : 1
            }
        }
    }
}
