/// CRC-32 as zlib and Ethernet compute it (polynomial 0xEDB88320, reflected):
/// the check value of "123456789" is 0xCBF43926. O(bytes).
func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    table.withUnsafeBufferPointer { table in
        bytes.withUnsafeBufferPointer { bytes in
            var crc: UInt32 = ~0
            for byte in bytes { crc = table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ (crc >> 8) }
            return ~crc
        }
    }
}

private let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
}
