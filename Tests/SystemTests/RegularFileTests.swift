import Foundation
import System
import Testing

@Suite struct RegularFileTests {
    @Test func allBytesAreRead() throws {
        try withScratch { folder in
            // More than a piece, and not a multiple of one.
            let bytes = (0..<(1 << 19) + 7).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try AtomicFile.write(bytes: bytes, to: "\(folder)/a")
            #expect(try RegularFile.bytes(of: "\(folder)/a") == bytes)
            var pieces: [UInt8] = []
            try RegularFile.read("\(folder)/a") { pieces += $0 }
            #expect(pieces == bytes)
        }
    }

    @Test func aFileOfTheLimitIsReadAndNoLargerOne() throws {
        try withScratch { folder in
            try AtomicFile.write("12345", to: "\(folder)/a")
            #expect(try RegularFile.bytes(of: "\(folder)/a", limit: 5).count == 5)
            #expect(throws: ReadingError.tooLarge) { try RegularFile.bytes(of: "\(folder)/a", limit: 4) }
        }
    }

    @Test(.timeLimit(.minutes(60))) func whatIsNoRegularFileIsRefusedAtOnce() throws {
        try withScratch { folder in
            try #require(mkfifo("\(folder)/pipe", 0o600) == 0)
            #expect(throws: ReadingError.notRegular) { try RegularFile.bytes(of: "\(folder)/pipe") }
            #expect(throws: ReadingError.notRegular) { try RegularFile.bytes(of: "/dev/zero") }
            #expect(throws: ReadingError.folder) { try RegularFile.bytes(of: folder) }
            #expect(throws: ReadingError.pathWithNUL) { try RegularFile.bytes(of: "\(folder)/a\0b") }
            let missing = #expect(throws: ReadingError.system(code: ENOENT)) {
                try RegularFile.bytes(of: "\(folder)/none")
            }
            #expect(missing?.reason == "cannot be read: No such file or directory")
        }
    }
}
