/// CRC-32 as zlib and Ethernet compute it (polynomial 0xEDB88320, reflected).
///
/// ```swift
/// crc32(Array("123456789".utf8)) == 0xCBF43926
/// ```
///
/// Finds every burst of up to 32 flipped bits, and misses other damage once in 2³² times.
/// - Complexity: O(bytes), eight at a time (Kounavis and Berry, "Novel Table Lookup-Based Algorithms for
///   High-Performance CRC Generation", IEEE Trans. Computers 57, 2008: slicing by 8).
public func crc32(_ bytes: some Collection<UInt8>) -> UInt32 {
    if let crc = bytes.withContiguousStorageIfAvailable({ crc32(UnsafeRawBufferPointer($0)) }) { return crc }
    return Array(bytes).withUnsafeBytes(crc32)
}

/// As ``crc32(_:)-(Collection)`` of memory.
/// - Parameter before: the checksum of what comes before, where the bytes are a part of more.
public func crc32(_ bytes: UnsafeRawBufferPointer, after before: UInt32 = 0) -> UInt32 {
    tables.withUnsafeBufferPointer { tables in
        var crc = ~before
        var place = 0
        while place + 8 <= bytes.count {
            let low = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)) ^ crc
            let high = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self))
            func table(_ number: Int, _ word: UInt32, _ shift: UInt32) -> UInt32 {
                tables[number << 8 | Int(word >> shift & 0xFF)]
            }
            crc = table(7, low, 0) ^ table(6, low, 8)
            crc ^= table(5, low, 16) ^ table(4, low, 24)
            crc ^= table(3, high, 0) ^ table(2, high, 8)
            crc ^= table(1, high, 16) ^ table(0, high, 24)
            place += 8
        }
        while place < bytes.count {
            crc = tables[Int(UInt8(truncatingIfNeeded: crc) ^ bytes[place])] ^ (crc >> 8)
            place += 1
        }
        return ~crc
    }
}

/// Eight tables of 256: what a byte does to the checksum when 0 to 7 further bytes follow.
private let tables: [UInt32] = {
    var tables: [UInt32] = []
    for byte in 0..<UInt32(256) {
        var crc = byte
        for _ in 0..<8 { crc = crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
        tables.append(crc)
    }
    for index in 256..<8 * 256 {
        let before = tables[index - 256]
        tables.append(tables[Int(before & 0xFF)] ^ (before >> 8))
    }
    return tables
}()
