import Foundation
import System
import Testing

@Suite struct FileNameTests {
    @Test(arguments: [
        [UInt8]("résumé Ω 漢字 🙂".utf8), [0x63, 0xE9], [0xFF, 0xFE, 0x80], [0xC3], [0xED, 0xA0, 0x80],
        [0xF4, 0x90, 0x80, 0x80],
        [UInt8]("\u{10FF80}\u{10FFE9}\u{10FFFF}".utf8), [0xF4, 0x8F, 0xBE],
    ]) func everyNameHasItsOwnText(bytes: [UInt8]) {
        #expect(FileName.bytes(of: FileName.text(bytes)) == bytes)
    }

    @Test func namesThatAreUTF8AreTheirText() {
        #expect(FileName.text(Array("Ω 🙂".utf8)) == "Ω 🙂")
        #expect(FileName.text([0x63, 0xE9]).visible == "c\\xE9")
    }

    @Test func noTwoNamesHaveOneText() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let pool: [UInt8] = [0x61, 0xE9, 0xC3, 0xA9, 0xF4, 0x8F, 0xBE, 0xBF, 0x80]
            let bytes = (0..<Int.random(in: 0...9, using: &generator)).map { _ in pool.randomElement(using: &generator)!
            }
            #expect(FileName.bytes(of: FileName.text(bytes)) == bytes)
        }
    }

    @Test func filesOfSuchNamesAreWrittenReadAndListed() throws {
        try withScratch { folder in
            let name = FileName.text([0x63, 0xE9, 0x2E, 0x78])
            try AtomicFile.write("text", to: "\(folder)/\(name)")
            #expect(names(inFolder: folder) == [name])
            #expect(try RegularFile.bytes(of: "\(folder)/\(name)") == Array("text".utf8))
            #expect(PathKind("\(folder)/\(name)") == .file && realPath("\(folder)/\(name)")?.hasSuffix(name) == true)
        }
    }
}

@Suite struct VisibleTextTests {
    @Test func whatATerminalWouldActOnIsShown() {
        #expect("a\u{1B}[2J\u{7}\u{7F}\u{9B}\u{0}\tb\n".visible == "a\\x1B[2J\\x07\\x7F\\x9B\\x00\\tb\n")
        #expect("a,b\r\nc\rd\r\n".visible == "a,b\r\nc\\rd\r\n", "the ends of the lines of CSV")
        #expect("a\r\nb".visibleOnOneLine == "a\\r\\nb")
        #expect("\u{202E}x\u{2028}".visible == "\\u{202E}x\\u{2028}")
        #expect("Ω → 2.5 kΩ é".visible == "Ω → 2.5 kΩ é")
    }
}
