import Testing

@testable import Reports

@Suite("Heat maps")
struct HeatMapTests {
    @Test func everyRunLengthIsInflatedToItself() {
        for length in Array(1...300) + [515, 516, 517, 518, 519, 520, 5000] {
            let bytes = [UInt8](repeating: 7, count: length) + [200, 143, 144, 255, 0]
            #expect(inflated(deflated(bytes)) == bytes)
        }
        #expect(inflated(deflated((0...255).map { $0 })) == (0...255).map { $0 })
        #expect(deflated(Array("Wikipedia".utf8)).suffix(4) == [0x11, 0xE6, 0x03, 0x98])
        #expect(inflated(deflated([])) == [])
    }

    /// Blocks with fixed and with their own codes, pointers near and far, and more than one block.
    @Test func whatComesAgainIsPointedAt() {
        let words = Array("0.5 0 0 rg 12.25 700 m 14 702.5 l S\n".utf8)
        let repeated = (0..<3000).flatMap { words + Array("\($0 * $0 % 977)".utf8) }
        let packed = deflated(repeated)
        #expect(inflated(packed) == repeated && packed.count < repeated.count / 8)
        var state: UInt32 = 1
        let noise = (0..<70_000).map { _ -> UInt8 in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(state >> 24)
        }
        #expect(inflated(deflated(noise + noise)) == noise + noise)
    }

    @Test func base64IsThatOfTheRFC() {
        let texts = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map { base64(Array($0.utf8)) }
        #expect(texts == ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"])
    }

    /// The chunks of a file: type and data.
    private func chunks(_ file: [UInt8]) -> [(type: String, data: [UInt8])] {
        var chunks: [(String, [UInt8])] = []
        var position = 8
        while position < file.count {
            let count = file[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            let type = String(decoding: file[position + 4..<position + 8], as: UTF8.self)
            chunks.append((type, Array(file[position + 8..<position + 8 + count])))
            position += count + 12
        }
        return chunks
    }

    @Test func aPNGHoldsThePixelsThatWereFilled() throws {
        var png = PNG(width: 7, height: 5, palette: [Colour(0), Colour(0xff0000), Colour(0x010203)], title: "naïve ∑")
        png.pixels = [
            2, 0, 0, 0, 0, 0, 0,
            0, 0, 1, 1, 1, 0, 0,
            0, 0, 1, 1, 1, 0, 0,
            0, 0, 1, 1, 1, 2, 2,
            0, 0, 0, 0, 0, 2, 2,
        ]
        let file = png.file
        #expect(file.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        // The end's check sum is the same in every PNG file.
        #expect(file.suffix(8) == [0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
        let chunks = chunks(file)
        #expect(chunks.map(\.type) == ["IHDR", "tEXt", "tEXt", "PLTE", "IDAT", "IEND"])
        #expect(chunks[0].data == [0, 0, 0, 7, 0, 0, 0, 5, 8, 3, 0, 0, 0])
        #expect(chunks[1].data == Array("Title".utf8) + [0, 0x6E, 0x61, 0xEF, 0x76, 0x65, 0x20, 0x3F])
        let lines = try #require(inflated(chunks[4].data))
        #expect(
            lines == [
                0, 2, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 1, 1, 1, 0, 0,
                2, 0, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 1, 1, 1, 2, 2,
                0, 0, 0, 0, 0, 0, 2, 2,
            ])
    }

    @Test func coloursGoFromTheLeastToTheGreatestShare() {
        let map = HeatMap(title: "t", label: "loss", rows: 2, columns: 2, shares: [0.1, 0.3, nil, .nan])
        #expect(map.shares.map { map.colour($0) } == [0, 249, HeatMap.none, HeatMap.none])
        #expect(map.ticks.map { map.text($0) } == ["10 %", "15 %", "20 %", "25 %", "30 %"])
        #expect(HeatMap.palette[0] == Colour(68, 1, 84) && HeatMap.palette[249] == Colour(253, 231, 37))
    }

    @Test(arguments: [(1, 1), (3, 200), (128, 128), (700, 2)])
    func mapsOfAnySizeAreDrawn(_ rows: Int, _ columns: Int) throws {
        let map = HeatMap(
            title: "a < b & c", subtitle: "s", label: "loss", rows: rows, columns: columns,
            shares: (0..<rows * columns).map { Double($0) / 1e4 })
        let chunks = chunks(map.png(width: .column, dotsPerInch: 100))
        let width = chunks[0].data[0..<4].reduce(0) { $0 << 8 | Int($1) }
        let height = chunks[0].data[4..<8].reduce(0) { $0 << 8 | Int($1) }
        #expect(width == 350)
        let data = try #require(chunks.first { $0.type == "IDAT" }?.data)
        #expect(inflated(data)?.count == (3 * width + 1) * height)
        #expect(map.svg().contains("a &lt; b &amp; c") && map.svg().contains("data:image/png;base64,iVBORw0KGgo"))
        #expect(
            map.csv.split(separator: "\r\n").count == rows
                && map.csv.split(separator: ",").count == (columns - 1) * rows + 1)
    }

    @Test func aMapOfOneShareIsDrawn() {
        let map = HeatMap(title: "t", label: "loss", rows: 2, columns: 2, shares: [0.1, 0.1, nil, 0.1])
        #expect(map.ticks == [0.1])
        #expect(map.svg().contains("10 %") && map.csv == "0.1,0.1\r\n,0.1\r\n")
        #expect(!HeatMap(title: "t", label: "loss", rows: 1, columns: 1, shares: [nil]).png(dotsPerInch: 50).isEmpty)
    }
}
