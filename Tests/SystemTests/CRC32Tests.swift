import System
import Testing

@Suite struct CRC32Tests {
    /// The catalogue of parametrised CRC algorithms gives this value for CRC-32/ISO-HDLC.
    @Test func theChecksumIsTheOneOfZlib() {
        #expect(crc32(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(crc32([]) == 0)
    }

    @Test func lengthAndPlaceInMemoryDoNotMatter() {
        let bytes = (0..<100).map { UInt8(truncatingIfNeeded: $0 &* 151) }
        for start in 0..<9 {
            for end in start..<40 {
                // Bit by bit, as the polynomial says.
                var slow: UInt32 = ~0
                for byte in bytes[start..<end] {
                    slow ^= UInt32(byte)
                    for _ in 0..<8 { slow = slow & 1 == 1 ? 0xEDB8_8320 ^ (slow >> 1) : slow >> 1 }
                }
                #expect(crc32(bytes[start..<end]) == ~slow)
            }
        }
    }

    @Test func partsOneAfterTheOtherAreTheWhole() {
        let bytes = Array("the crossbar's rows and columns".utf8)
        for cut in 0...bytes.count {
            let parts = [bytes[..<cut], bytes[cut...]].reduce(UInt32(0)) { crc, part in
                Array(part).withUnsafeBytes { crc32($0, after: crc) }
            }
            #expect(parts == crc32(bytes))
        }
    }
}
