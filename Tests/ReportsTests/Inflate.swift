/// What a zlib stream holds (RFC 1950 and 1951), read by the letter of the standard; nil where it is none, or where a
/// code or its check sum is wrong.
func inflated(_ stream: [UInt8]) -> [UInt8]? {
    guard stream.count > 6, stream[0] == 0x78, (Int(stream[0]) << 8 | Int(stream[1])) % 31 == 0 else { return nil }
    var reader = InflateReader(bytes: stream, position: 16)
    var bytes: [UInt8] = []
    var isLast = false
    while !isLast {
        isLast = reader.number(1) == 1
        let codes: (symbols: CanonicalCode, distances: CanonicalCode)
        switch reader.number(2) {
        case 1:
            let lengths =
                [Int](repeating: 8, count: 144) + [Int](repeating: 9, count: 112) + [Int](repeating: 7, count: 24)
                + [Int](repeating: 8, count: 8)
            codes = (CanonicalCode(lengths), CanonicalCode([Int](repeating: 5, count: 30)))
        case 2:
            guard let own = reader.codes() else { return nil }
            codes = own
        default: return nil
        }
        while true {
            guard let symbol = reader.symbol(codes.symbols) else { return nil }
            if symbol == 256 { break }
            if symbol < 256 {
                bytes.append(UInt8(symbol))
                continue
            }
            guard symbol < 286 else { return nil }
            let length = InflateReader.lengths[symbol - 257] + reader.number(InflateReader.lengthBits[symbol - 257])
            guard let code = reader.symbol(codes.distances), code < 30 else { return nil }
            let distance = InflateReader.distances[code] + reader.number(InflateReader.distanceBits[code])
            guard distance <= bytes.count else { return nil }
            for _ in 0..<length { bytes.append(bytes[bytes.count - distance]) }
        }
    }
    var (a, b) = (1, 0)
    for byte in bytes { (a, b) = ((a + Int(byte)) % 65521, (b + a + Int(byte)) % 65521) }
    return stream.suffix(4).reduce(0) { $0 << 8 | Int($1) } == b << 16 | a ? bytes : nil
}

private struct InflateReader {
    let bytes: [UInt8]
    var position: Int

    static let lengths = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    static let lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
    static let distances = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577,
    ]
    static let distanceBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]

    mutating func bit() -> Int {
        guard position / 8 < bytes.count else { return 0 }
        defer { position += 1 }
        return Int(bytes[position / 8]) >> (position % 8) & 1
    }

    mutating func number(_ count: Int) -> Int { (0..<count).reduce(0) { $0 | bit() << $1 } }

    mutating func symbol(_ code: CanonicalCode) -> Int? {
        var value = 0
        for length in 1...15 {
            value = value << 1 | bit()
            if let symbol = code.symbols[length << 16 | value] { return symbol }
        }
        return nil
    }

    /// Section 3.2.7.
    mutating func codes() -> (CanonicalCode, CanonicalCode)? {
        let (symbols, distances, written) = (number(5) + 257, number(5) + 1, number(4) + 4)
        var own = [Int](repeating: 0, count: 19)
        for place in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].prefix(written) {
            own[place] = number(3)
        }
        let code = CanonicalCode(own)
        var lengths: [Int] = []
        while lengths.count < symbols + distances {
            guard let next = symbol(code) else { return nil }
            switch next {
            case 16:
                guard let last = lengths.last else { return nil }
                lengths += [Int](repeating: last, count: 3 + number(2))
            case 17: lengths += [Int](repeating: 0, count: 3 + number(3))
            case 18: lengths += [Int](repeating: 0, count: 11 + number(7))
            default: lengths.append(next)
            }
        }
        guard lengths.count == symbols + distances else { return nil }
        return (CanonicalCode(Array(lengths[..<symbols])), CanonicalCode(Array(lengths[symbols...])))
    }
}

/// Section 3.2.2.
private struct CanonicalCode {
    /// By length above bit 16 and code below.
    var symbols: [Int: Int] = [:]

    init(_ lengths: [Int]) {
        var code = 0
        for length in 1...15 {
            code <<= 1
            for (symbol, own) in lengths.enumerated() where own == length {
                symbols[length << 16 | code] = symbol
                code += 1
            }
        }
    }
}
