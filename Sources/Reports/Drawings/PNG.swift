import System

/// A picture as a PNG file (ISO/IEC 15948), of up to 256 colours by number, or of any colours.
struct PNG: Sendable {
    let width: Int
    let height: Int
    /// Line after line from the top, as many bytes a pixel as the format has.
    var pixels: [UInt8]
    /// What a pixel's bytes say.
    let format: Format
    /// Said in the file's text chunk, for programs that show it. Latin-1.
    var title: String
    /// How large it is on paper; nil where it has no size.
    var dotsPerInch: Int?

    enum Format: Hashable, Sendable {
        /// A colour's number in the palette.
        case indexed([Colour])
        case grey
        /// Red, green and blue.
        case colour

        fileprivate var bytes: Int { self == .colour ? 3 : 1 }
        /// The colour type in the file's header.
        fileprivate var type: UInt8 {
            switch self {
            case .indexed: 3
            case .grey: 0
            case .colour: 2
            }
        }
    }

    /// Every pixel the palette's first colour.
    init(width: Int, height: Int, palette: [Colour], title: String = "") {
        precondition(width > 0 && height > 0 && (1...256).contains(palette.count), "a picture has pixels and colours")
        (self.width, self.height, self.title) = (width, height, title)
        format = .indexed(palette)
        pixels = [UInt8](repeating: 0, count: width * height)
    }

    /// What was painted; in greys alone it takes a third of the bytes.
    init(_ raster: Raster, dotsPerInch: Int?, title: String) {
        (width, height, self.title, self.dotsPerInch) = (raster.width, raster.height, title, dotsPerInch)
        let bytes = raster.pixels
        var isGrey = true
        var place = 0
        while isGrey, place < bytes.count {
            isGrey = bytes[place] == bytes[place + 1] && bytes[place] == bytes[place + 2]
            place += 3
        }
        format = isGrey ? .grey : .colour
        pixels = isGrey ? stride(from: 0, to: bytes.count, by: 3).map { bytes[$0] } : bytes
    }

    subscript(column: Int, line: Int) -> Colour {
        let place = (line * width + column) * format.bytes
        switch format {
        case .indexed(let palette): return palette[Int(pixels[place])]
        case .grey: return Colour(pixels[place], pixels[place], pixels[place])
        case .colour: return Colour(pixels[place], pixels[place + 1], pixels[place + 2])
        }
    }

    /// The bytes of the file.
    var file: [UInt8] {
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        // 8 bits a byte of a pixel.
        file += chunk("IHDR", bigEndian(width) + bigEndian(height) + [8, format.type, 0, 0, 0])
        if let dotsPerInch {
            let perMetre = Int((Double(dotsPerInch) / 0.0254).rounded())
            file += chunk("pHYs", bigEndian(perMetre) + bigEndian(perMetre) + [1])
        }
        if !title.isEmpty {
            let text = title.unicodeScalars.map {
                $0.value < 256 && $0.value >= 32 ? UInt8($0.value) : UInt8(ascii: "?")
            }
            file += chunk("tEXt", Array("Title".utf8) + [0] + text)
        }
        file += chunk("tEXt", Array("Software".utf8) + [0] + Array("naxdse".utf8))
        if case .indexed(let palette) = format {
            file += chunk("PLTE", palette.flatMap { [$0.red, $0.green, $0.blue] })
        }
        file += chunk("IDAT", deflated(filtered))
        return file + chunk("IEND", [])
    }

    /// Each line as its difference from the one above where that is nothing; else numbers of colours as they are, and
    /// what is light as its difference from the pixel above or to the left, whichever is less in all.
    private var filtered: [UInt8] {
        let length = width * format.bytes
        let isIndexed = format.type == 3
        var bytes: [UInt8] = []
        bytes.reserveCapacity((length + 1) * height)
        for y in 0..<height {
            let line = pixels[y * length..<(y + 1) * length]
            if y > 0, line.elementsEqual(pixels[(y - 1) * length..<y * length]) {
                bytes.append(2)
                bytes += repeatElement(0, count: length)
            } else if isIndexed {
                bytes.append(0)
                bytes += line
            } else {
                let start = y * length, step = format.bytes
                var left = [UInt8](repeating: 0, count: length), above = left
                var (leftSum, aboveSum) = (0, 0)
                for place in 0..<length {
                    let pixel = pixels[start + place]
                    left[place] = place < step ? pixel : pixel &- pixels[start + place - step]
                    above[place] = y == 0 ? pixel : pixel &- pixels[start + place - length]
                    leftSum += Int(Int8(bitPattern: left[place]).magnitude)
                    aboveSum += Int(Int8(bitPattern: above[place]).magnitude)
                }
                bytes.append(leftSum <= aboveSum ? 1 : 2)
                bytes += leftSum <= aboveSum ? left : above
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
