import CSHA256
import Testing

@testable import System

@Suite struct SHA256Tests {
    /// The examples of FIPS 180-4 (csrc.nist.gov, "Examples with Intermediate Values").
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
    ])
    func aDigestIsThatOfTheStandard(_ text: String, _ digest: String) {
        #expect(sha256(Array(text.utf8)) == digest)
    }

    @Test func aMillionTimesTheLetterA() {
        #expect(
            sha256([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test(arguments: [1, 55, 64, 65, 200])
    func piecesGiveTheDigestOfTheWhole(size: Int) {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * $0) }
        var digest = SHA256()
        for start in stride(from: 0, to: bytes.count, by: size) {
            bytes.withUnsafeBytes {
                digest.update(UnsafeRawBufferPointer(rebasing: $0[start..<min(start + size, $0.count)]))
            }
        }
        #expect(digest.finish() == sha256(bytes))
    }

    @Test func aFileHasTheDigestOfItsBytes() throws {
        try withScratch { folder in
            let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 3_000_000)
            try AtomicFile.write(bytes: bytes, to: "\(folder)/a.bin")
            #expect(InputFile(hashing: "\(folder)/a.bin")?.sha256 == sha256(bytes))
            #expect(InputFile(hashing: "\(folder)/none") == nil)
        }
    }

    /// The processor's instructions, where there are any, and plain C.
    @Test func instructionsGiveWhatPlainCGives() {
        let bytes = (0..<64 * 37).map { UInt8(truncatingIfNeeded: $0 &* $0 &+ 7) }
        var (fast, plain) = ((0..<8).map { UInt32($0) &* 0x9E37_79B9 }, (0..<8).map { UInt32($0) &* 0x9E37_79B9 })
        csha256_blocks(&fast, bytes, 37)
        csha256_blocks_plain(&plain, bytes, 37)
        #expect(fast == plain)
    }
}
