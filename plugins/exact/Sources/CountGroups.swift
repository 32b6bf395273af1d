/// Numbers count vectors from 0, and compares one with all met before.
///
/// Four counts of 15 bits stand side by side in a word, the top bit of each
/// lane free: b − a with the free bits of b set keeps them all exactly where no
/// count of a is more than that of b, so that one subtraction compares four.
struct CountGroups {
    /// Beyond so many groups only the first are compared: more labels are kept
    /// then, and no wrong ones.
    static let mostCompared = 20_000

    private static let top: UInt64 = 0x8000_8000_8000_8000

    let kinds: Int
    /// Words a group.
    private let width: Int
    private var words: [UInt64] = []
    private var table: [Int32]
    private(set) var count = 0

    init(kinds: Int) {
        self.kinds = kinds
        width = max(1, (kinds + 3) / 4)
        table = Array(repeating: -1, count: 256)
    }

    /// The words of a vector, or nil where a count has more than 15 bits.
    func packed(_ vector: [Int32], into result: inout [UInt64]) -> Bool {
        for word in 0..<width { result[word] = 0 }
        for kind in 0..<kinds {
            guard vector[kind] < 0x8000 else { return false }
            result[kind / 4] |= UInt64(vector[kind]) << UInt64(16 * (kind % 4))
        }
        return true
    }

    var emptyWords: [UInt64] { Array(repeating: 0, count: width) }

    /// The group of a vector, a new one where it was not met before.
    mutating func find(_ vector: [UInt64]) -> Int {
        var place = slot(of: vector)
        while table[place] >= 0 {
            let group = Int(table[place])
            if (0..<width).allSatisfy({ words[group * width + $0] == vector[$0] }) { return group }
            place = (place + 1) & (table.count - 1)
        }
        let group = count
        table[place] = Int32(group)
        words += vector
        count += 1
        if count * 2 > table.count { grow() }
        return group
    }

    /// Whether the condition holds for a group, up to `last`, whose counts are nowhere more.
    @inline(__always)
    func contains(within vector: [UInt64], until last: Int, where holds: (Int) -> Bool) -> Bool {
        let last = min(last, Self.mostCompared), width = width
        return words.withUnsafeBufferPointer { words in
            if width == 1 {
                let most = vector[0] | Self.top
                for group in 0..<last where (most &- words[group]) & Self.top == Self.top && holds(group) {
                    return true
                }
                return false
            }
            for group in 0..<last {
                var within = true
                for word in 0..<width {
                    within = within && ((vector[word] | Self.top) &- words[group * width + word]) & Self.top == Self.top
                }
                if within, holds(group) { return true }
            }
            return false
        }
    }

    private func slot(of vector: some Collection<UInt64>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for word in vector {
            hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
        }
        return Int(truncatingIfNeeded: hash & UInt64(table.count - 1))
    }

    private mutating func grow() {
        table = Array(repeating: -1, count: table.count * 2)
        for group in 0..<count {
            var place = slot(of: words[(group * width)..<((group + 1) * width)])
            while table[place] >= 0 { place = (place + 1) & (table.count - 1) }
            table[place] = Int32(group)
        }
    }
}
