import Testing

@testable import Reports

/// Inflates what `deflated` writes: one block of fixed Huffman codes (RFC 1951), written from the RFC once more.
func inflated(_ stream: [UInt8]) -> [UInt8]? {
    guard stream.count > 6, stream[0] == 0x78, (Int(stream[0]) << 8 | Int(stream[1])) % 31 == 0 else { return nil }
    var position = 16
    func bit() -> Int {
        defer { position += 1 }
        return Int(stream[position / 8]) >> (position % 8) & 1
    }
    func number(_ count: Int) -> Int { (0..<count).reduce(0) { $0 | bit() << $1 } }
    guard number(1) == 1, number(2) == 1 else { return nil }
    let bases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    let extras = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
    var bytes: [UInt8] = []
    while true {
        var code = (0..<7).reduce(0) { c, _ in c << 1 | bit() }
        let symbol: Int
        if code < 24 {
            symbol = 256 + code
        } else {
            code = code << 1 | bit()
            if code < 0xC0 {
                symbol = code - 0x30
            } else if code < 0xC8 {
                symbol = 280 + code - 0xC0
            } else {
                code = code << 1 | bit()
                symbol = 144 + code - 0x190
            }
        }
        if symbol == 256 { break }
        if symbol < 256 {
            bytes.append(UInt8(symbol))
        } else {
            let length = bases[symbol - 257] + number(extras[symbol - 257])
            guard number(5) == 0, let last = bytes.last else { return nil }
            bytes += repeatElement(last, count: length)
        }
    }
    return bytes
}

@Suite("Heat maps")
struct HeatMapTests {
    @Test func everyRunLengthIsInflatedToItself() {
        for length in Array(1...300) + [515, 516, 517, 518, 519, 520, 5000] {
            let bytes = [UInt8](repeating: 7, count: length) + [200, 143, 144, 255, 0]
            #expect(inflated(deflated(bytes)) == bytes)
        }
        #expect(inflated(deflated((0...255).map { $0 })) == (0...255).map { $0 })
        #expect(deflated(Array("Wikipedia".utf8)).suffix(4) == [0x11, 0xE6, 0x03, 0x98])
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
