/// Bytes compressed as zlib streams have it (RFC 1950 and 1951): repetitions of one byte become
/// lengths, all else is written with the fixed Huffman codes.
///
/// Enough for pictures of few colours, whose lines are runs of one byte.
func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var bits = BitStream()
    // One last block with fixed codes.
    bits.write(1, count: 1)
    bits.write(1, count: 2)
    var position = 0
    while position < bytes.count {
        let byte = bytes[position]
        bits.writeSymbol(Int(byte))
        position += 1
        var run = 0
        while position + run < bytes.count, bytes[position + run] == byte { run += 1 }
        while run >= 3 {
            let length = min(258, run)
            bits.writeLength(length)
            run -= length
            position += length
        }
    }
    bits.writeSymbol(256)
    let sum = adler32(bytes)
    return [0x78, 0x01] + bits.finished() + (0..<4).map { UInt8(truncatingIfNeeded: sum >> (24 - 8 * $0)) }
}

/// Bits packed into bytes from the least significant one.
private struct BitStream {
    private var bytes: [UInt8] = []
    private var pending: UInt32 = 0
    private var count = 0

    mutating func write(_ value: Int, count bits: Int) {
        pending |= UInt32(value) << count
        count += bits
        while count >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            count -= 8
        }
    }

    /// Huffman codes alone start with their most significant bit.
    private mutating func writeCode(_ code: Int, count bits: Int) {
        var reversed = 0
        for k in 0..<bits where code >> k & 1 == 1 { reversed |= 1 << (bits - 1 - k) }
        write(reversed, count: bits)
    }

    /// A literal, the end (256) or a length code, as RFC 1951, section 3.2.6, fixes them.
    mutating func writeSymbol(_ symbol: Int) {
        switch symbol {
        case ..<144: writeCode(0x30 + symbol, count: 8)
        case ..<256: writeCode(0x190 + symbol - 144, count: 9)
        case ..<280: writeCode(symbol - 256, count: 7)
        default: writeCode(0xC0 + symbol - 280, count: 8)
        }
    }

    /// So many more of the byte before: a length from 3 to 258 and the distance 1 (section 3.2.5).
    mutating func writeLength(_ length: Int) {
        if length == 258 {
            writeSymbol(285)
        } else if length < 11 {
            writeSymbol(254 + length)
        } else {
            // Four codes to each number of extra bits, each code twice as long a range as four before.
            let offset = length - 3
            let extra = Int.bitWidth - offset.leadingZeroBitCount - 3
            writeSymbol(257 + 4 * extra + offset >> extra)
            write(offset & (1 << extra - 1), count: extra)
        }
        writeCode(0, count: 5)
    }

    consuming func finished() -> [UInt8] {
        if count > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
        return bytes
    }
}

private func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
        a = (a + UInt32(byte)) % 65521
        b = (b + a) % 65521
    }
    return b << 16 | a
}
