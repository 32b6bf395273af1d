/// A picture of up to 256 colours as a PNG file (ISO/IEC 15948).
struct PNG {
    let width: Int
    let height: Int
    /// Red, green and blue of each colour.
    var palette: [(UInt8, UInt8, UInt8)]
    /// Colours by their number in the palette, line after line from the top.
    var pixels: [UInt8]
    /// Said in the file's text chunk, for programs that show it. Latin-1.
    var title: String

    init(width: Int, height: Int, palette: [(UInt8, UInt8, UInt8)], background: UInt8 = 0, title: String = "") {
        precondition(width > 0 && height > 0 && (1...256).contains(palette.count), "a picture has pixels and colours")
        self.width = width
        self.height = height
        self.palette = palette
        self.title = title
        pixels = [UInt8](repeating: background, count: width * height)
    }

    /// Fills a rectangle; what lies outside is cut off.
    mutating func fill(x: Int, y: Int, width w: Int, height h: Int, colour: UInt8) {
        for line in max(0, y)..<max(0, y, min(height, y + h)) {
            for column in max(0, x)..<max(0, x, min(width, x + w)) { pixels[line * width + column] = colour }
        }
    }

    /// The bytes of the file.
    var file: [UInt8] {
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        // 8 bits a pixel, indexed colours.
        file += chunk("IHDR", bigEndian(width) + bigEndian(height) + [8, 3, 0, 0, 0])
        if !title.isEmpty {
            let text = title.unicodeScalars.map { $0.value < 256 && $0.value >= 32 ? UInt8($0.value) : UInt8(ascii: "?") }
            file += chunk("tEXt", Array("Title".utf8) + [0] + text)
        }
        file += chunk("PLTE", palette.flatMap { [$0.0, $0.1, $0.2] })
        file += chunk("IDAT", deflated(filtered))
        return file + chunk("IEND", [])
    }

    /// Each line as it is, or as its difference from the one above where that is nothing.
    private var filtered: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity((width + 1) * height)
        for y in 0..<height {
            let line = pixels[y * width..<(y + 1) * width]
            if y > 0, line.elementsEqual(pixels[(y - 1) * width..<y * width]) {
                bytes.append(2)
                bytes += repeatElement(0, count: width)
            } else {
                bytes.append(0)
                bytes += line
            }
        }
        return bytes
    }

    private func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let content = Array(type.utf8) + data
        return bigEndian(data.count) + content + bigEndian(Int(crc32(content)))
    }

    private func bigEndian(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }
}

/// The cyclic redundancy check of PNG and zip (ISO/IEC 15948, annex D), bit by bit from a table of 256.
private func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes { crc = table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ crc >> 8 }
    return ~crc
}

private let table: [UInt32] = (0..<256).map { number in
    var c = UInt32(number)
    for _ in 0..<8 { c = c & 1 == 1 ? 0xEDB8_8320 ^ c >> 1 : c >> 1 }
    return c
}

/// Bytes in base 64 (RFC 4648), for pictures inside text.
func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        var number = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
        var letters: [UInt8] = []
        for _ in 0..<4 {
            letters.append(alphabet[number & 63])
            number >>= 6
        }
        text += letters.reversed().prefix(group.count + 1) + repeatElement(UInt8(ascii: "="), count: 3 - group.count)
    }
    return String(decoding: text, as: UTF8.self)
}
