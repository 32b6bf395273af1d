/// Bytes compressed as zlib streams have it (RFC 1950 and 1951): what stood before, within 32 KiB, is pointed at, and
/// each block has Huffman codes of its own, or the fixed ones where these take less.
///
/// - Complexity: O(n); a place is compared with 32 others at most.
func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var bits = BitStream()
    var block = DeflateBlock()
    bytes.withUnsafeBufferPointer { source in
        var earlier = EarlierPlaces()
        var position = 0
        while position < source.count {
            let (length, distance) = earlier.longestMatch(in: source, at: position)
            if length >= EarlierPlaces.least {
                block.add(length: length, distance: distance)
                // Within a run of one byte all places are alike.
                earlier.note(in: source, position..<position + (distance == 1 ? 1 : length))
                position += length
            } else {
                block.add(source[position])
                earlier.note(in: source, position..<position + 1)
                position += 1
            }
            if block.isFull {
                block.write(to: &bits, isLast: false)
                block = DeflateBlock()
            }
        }
    }
    block.write(to: &bits, isLast: true)
    let sum = adler32(bytes)
    return [0x78, 0x01] + bits.finished() + (0..<4).map { UInt8(truncatingIfNeeded: sum >> (24 - 8 * $0)) }
}

/// Where three bytes stood before, the last place first.
private struct EarlierPlaces {
    static let least = 3
    private static let most = 258
    private static let window = 32768
    private static let attempts = 32
    private var last = [Int](repeating: -1, count: 1 << 15)
    private var before = [Int](repeating: -1, count: 32768)

    /// How many bytes from a place on stood somewhere before, and how far back; (0, 0) where they did not.
    func longestMatch(
        in source: UnsafeBufferPointer<UInt8>, at position: Int
    ) -> (length: Int, distance: Int) {
        let limit = min(Self.most, source.count - position)
        guard limit >= Self.least else { return (0, 0) }
        var best = (length: 0, distance: 0)
        if position > 0, source[position - 1] == source[position] {
            var length = 1
            while length < limit, source[position + length] == source[position] { length += 1 }
            // Long enough that nothing else is worth a search.
            if length >= 32 { return (length, 1) }
            if length >= Self.least { best = (length, 1) }
        }
        var place = last[Self.hash(source, position)]
        var attempts = Self.attempts
        while place >= 0, position - place <= Self.window, attempts > 0, best.length < limit {
            if source[place + best.length] == source[position + best.length] {
                var length = 0
                while length < limit, source[place + length] == source[position + length] { length += 1 }
                if length > best.length { best = (length, position - place) }
            }
            let next = before[place % Self.window]
            guard next < place else { break }
            place = next
            attempts -= 1
        }
        return best.length >= Self.least ? best : (0, 0)
    }

    mutating func note(in source: UnsafeBufferPointer<UInt8>, _ places: Range<Int>) {
        for place in places where place + Self.least <= source.count {
            let hash = Self.hash(source, place)
            before[place % Self.window] = last[hash]
            last[hash] = place
        }
    }

    private static func hash(_ source: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int {
        (Int(source[place]) << 10 ^ Int(source[place + 1]) << 5 ^ Int(source[place + 2])) & 0x7FFF
    }
}

/// Bytes and pointers that share their codes.
private struct DeflateBlock {
    /// A byte, or 256 and more: a length above bit 16 and a distance below.
    private var tokens: [Int] = []
    private var symbols = [Int](repeating: 0, count: 288)
    private var distances = [Int](repeating: 0, count: 30)

    var isFull: Bool { tokens.count == 1 << 15 }

    mutating func add(_ byte: UInt8) {
        tokens.append(Int(byte))
        symbols[Int(byte)] += 1
    }

    mutating func add(length: Int, distance: Int) {
        tokens.append(length << 16 | distance)
        symbols[Self.lengthCode(length).symbol] += 1
        distances[Self.distanceCode(distance).symbol] += 1
    }

    /// Section 3.2.5: four codes to each number of extra bits, each twice as long a range as four before.
    private static func lengthCode(_ length: Int) -> (symbol: Int, extra: Int, bits: Int) {
        if length == 258 { return (285, 0, 0) }
        if length < 11 { return (254 + length, 0, 0) }
        let offset = length - 3
        let bits = Int.bitWidth - offset.leadingZeroBitCount - 3
        return (257 + 4 * bits + offset >> bits, offset & (1 << bits - 1), bits)
    }

    /// The same with two codes to each number of extra bits.
    private static func distanceCode(_ distance: Int) -> (symbol: Int, extra: Int, bits: Int) {
        if distance < 5 { return (distance - 1, 0, 0) }
        let offset = distance - 1
        let bits = Int.bitWidth - offset.leadingZeroBitCount - 2
        return (2 * bits + offset >> bits, offset & (1 << bits - 1), bits)
    }

    func write(to bits: inout BitStream, isLast: Bool) {
        var counts = symbols
        // The end of the block.
        counts[256] = 1
        let own = (HuffmanCode.lengths(of: counts, limit: 15), HuffmanCode.lengths(of: distances, limit: 15))
        let header = CodeLengths(own.0, own.1)
        func cost(_ lengths: ([Int], [Int])) -> Int {
            zip(counts, lengths.0).reduce(0) { $0 + $1.0 * $1.1 }
                + zip(distances, lengths.1).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let isFixed = cost(Self.fixed) <= header.cost + cost(own)
        bits.write(isLast ? 1 : 0, count: 1)
        bits.write(isFixed ? 1 : 2, count: 2)
        if !isFixed { header.write(to: &bits) }
        write(to: &bits, HuffmanCode(isFixed ? Self.fixed.0 : own.0), HuffmanCode(isFixed ? Self.fixed.1 : own.1))
    }

    private func write(to bits: inout BitStream, _ code: HuffmanCode, _ distanceCode: HuffmanCode) {
        for token in tokens {
            guard token > 255 else {
                code.write(token, to: &bits)
                continue
            }
            let length = Self.lengthCode(token >> 16), distance = Self.distanceCode(token & 0xFFFF)
            code.write(length.symbol, to: &bits)
            bits.write(length.extra, count: length.bits)
            distanceCode.write(distance.symbol, to: &bits)
            bits.write(distance.extra, count: distance.bits)
        }
        code.write(256, to: &bits)
    }

    /// Section 3.2.6.
    private static let fixed = (
        [Int](repeating: 8, count: 144) + [Int](repeating: 9, count: 112) + [Int](repeating: 7, count: 24)
            + [Int](repeating: 8, count: 8),
        [Int](repeating: 5, count: 30)
    )
}

/// The lengths of a block's two codes, themselves coded (section 3.2.7).
private struct CodeLengths {
    private var counts: (symbols: Int, distances: Int)
    /// Symbols 0 to 18, each with its extra bits.
    private var tokens: [(symbol: Int, extra: Int, bits: Int)] = []
    private let lengths: [Int]
    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private let written: Int

    init(_ symbols: [Int], _ distances: [Int]) {
        let used = (symbols.lastIndex { $0 > 0 } ?? 256) + 1
        let usedDistances = max(1, (distances.lastIndex { $0 > 0 } ?? 0) + 1)
        counts = (max(257, used), usedDistances)
        let all = Array(symbols[..<counts.symbols] + distances[..<usedDistances])
        var place = 0
        while place < all.count {
            var run = 1
            while place + run < all.count, all[place + run] == all[place] { run += 1 }
            if all[place] == 0, run >= 3 {
                run = min(run, 138)
                tokens.append(run < 11 ? (17, run - 3, 3) : (18, run - 11, 7))
            } else if run >= 4 {
                run = min(run, 7)
                tokens.append((all[place], 0, 0))
                tokens.append((16, run - 4, 2))
            } else {
                run = 1
                tokens.append((all[place], 0, 0))
            }
            place += run
        }
        var frequencies = [Int](repeating: 0, count: 19)
        for token in tokens { frequencies[token.symbol] += 1 }
        let lengths = HuffmanCode.lengths(of: frequencies, limit: 7)
        self.lengths = lengths
        written = max(4, (Self.order.lastIndex { lengths[$0] > 0 } ?? 0) + 1)
    }

    /// In bits.
    var cost: Int { 14 + 3 * written + tokens.reduce(0) { $0 + lengths[$1.symbol] + $1.bits } }

    func write(to bits: inout BitStream) {
        bits.write(counts.symbols - 257, count: 5)
        bits.write(counts.distances - 1, count: 5)
        bits.write(written - 4, count: 4)
        for symbol in Self.order.prefix(written) { bits.write(lengths[symbol], count: 3) }
        let code = HuffmanCode(lengths)
        for token in tokens {
            code.write(token.symbol, to: &bits)
            bits.write(token.extra, count: token.bits)
        }
    }
}

/// A canonical Huffman code (section 3.2.2): shorter ones first, those of one length in the order of their symbols.
private struct HuffmanCode {
    /// With their bits turned round, since codes alone start with the most significant one.
    private let codes: [Int]
    private let lengths: [Int]

    init(_ lengths: [Int]) {
        var first = [Int](repeating: 0, count: 17)
        var code = 0
        var counts = [Int](repeating: 0, count: 17)
        for length in lengths where length > 0 { counts[length] += 1 }
        for length in 1..<17 {
            code = (code + counts[length - 1]) << 1
            first[length] = code
        }
        codes = lengths.map { length in
            guard length > 0 else { return 0 }
            defer { first[length] += 1 }
            return (0..<length).reduce(0) { $0 | (first[length] >> (length - 1 - $1) & 1) << $1 }
        }
        self.lengths = lengths
    }

    func write(_ symbol: Int, to bits: inout BitStream) { bits.write(codes[symbol], count: lengths[symbol]) }

    /// Lengths of the shortest code for symbols of these frequencies; 0 for those that do not occur.
    ///
    /// Where a code would be longer than the limit, frequencies are made more alike until none is.
    static func lengths(of frequencies: [Int], limit: Int) -> [Int] {
        var frequencies = frequencies
        while true {
            let lengths = unlimitedLengths(of: frequencies)
            if lengths.allSatisfy({ $0 <= limit }) { return lengths }
            frequencies = frequencies.map { ($0 + 1) / 2 }
        }
    }

    /// Two queues, of symbols and of what was joined, both by their frequency: the two least are joined by turns.
    private static func unlimitedLengths(of frequencies: [Int]) -> [Int] {
        var lengths = [Int](repeating: 0, count: frequencies.count)
        let leaves = frequencies.indices.filter { frequencies[$0] > 0 }.sorted {
            (frequencies[$0], $0) < (frequencies[$1], $1)
        }
        guard leaves.count > 1 else {
            for leaf in leaves { lengths[leaf] = 1 }
            return lengths
        }
        // Nodes: the leaves, then what was joined; each but the last has a parent behind it.
        var weights = leaves.map { frequencies[$0] }
        var parents = [Int](repeating: 0, count: 2 * leaves.count - 1)
        var (leaf, joined) = (0, leaves.count)
        func least() -> Int {
            if leaf < leaves.count, joined >= weights.count || weights[leaf] <= weights[joined] {
                leaf += 1
                return leaf - 1
            }
            joined += 1
            return joined - 1
        }
        while weights.count < parents.count {
            let a = least(), b = least()
            (parents[a], parents[b]) = (weights.count, weights.count)
            weights.append(weights[a] + weights[b])
        }
        var depths = [Int](repeating: 0, count: parents.count)
        for node in parents.indices.dropLast().reversed() { depths[node] = depths[parents[node]] + 1 }
        for (index, symbol) in leaves.enumerated() { lengths[symbol] = depths[index] }
        return lengths
    }
}

/// Bits packed into bytes from the least significant one.
private struct BitStream {
    private var bytes: [UInt8] = []
    private var pending: UInt64 = 0
    private var count = 0

    mutating func write(_ value: Int, count bits: Int) {
        pending |= UInt64(value) << UInt64(count)
        count += bits
        while count >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            count -= 8
        }
    }

    consuming func finished() -> [UInt8] {
        if count > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
        return bytes
    }
}

private func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    // So many that 32 bits hold the sums between two remainders.
    for start in stride(from: 0, to: bytes.count, by: 5552) {
        for byte in bytes[start..<min(start + 5552, bytes.count)] {
            a &+= UInt32(byte)
            b &+= a
        }
        a %= 65521
        b %= 65521
    }
    return b << 16 | a
}
