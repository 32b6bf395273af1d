import Quantities
import System

extension Drawing {
    /// The drawing as a PDF file of one page (PDF 1.4, ISO 32000's ancestor), as large as its points say: for LaTeX's
    /// `\includegraphics`.
    ///
    /// Letters are those of the PNG pictures, in a TrueType font of the letters that occur: the figure looks the same
    /// everywhere, and its text can be searched and copied.
    var pdf: [UInt8] {
        var content = PDFContent(height: size.height)
        for shape in shapes { content.draw(shape) }
        var file = PDFFile()
        let pictures = content.pictures.map { file.add(picture: $0) }
        let names = pictures.enumerated().map { "/P\($0) \($1) 0 R" }.joined(separator: " ")
        let stream = file.add(stream: Array(content.text.utf8), "")
        let font = content.letters.isEmpty ? "" : "/Font << /F \(file.add(font: content.letters)) 0 R >> "
        let page = file.next, pages = page + 1
        _ = file.add(
            "<< /Type /Page /Parent \(pages) 0 R /MediaBox [0 0 \(number(size.width)) \(number(size.height))] /Contents \(stream) 0 R "
                + "/Resources << /ProcSet [/PDF /Text /ImageC] \(font)/XObject << \(names) >> >> >>")
        _ = file.add("<< /Type /Pages /Kids [\(page) 0 R] /Count 1 >>")
        let catalogue = file.add("<< /Type /Catalog /Pages \(pages) 0 R >>")
        // No date: the same figure has the same bytes.
        let information = file.add("<< /Title \(utf16(title)) /Producer (naxdse) >>")
        return file.finished(catalogue: catalogue, information: information)
    }
}

/// The operators that paint a page, with y upwards from its lower edge as PDF has it.
private struct PDFContent {
    private(set) var text: String
    private(set) var pictures: [PNG] = []
    /// That occur, in the order in which they first do; numbered from 1 on in strings.
    private(set) var letters: [Character] = []
    private var numbers: [Character: Int] = [:]
    private let height: Double

    init(height: Double) {
        self.height = height
        // Round joins, as SVG's lines have here.
        text = "1 j\n"
    }

    mutating func draw(_ shape: Drawing.Shape) {
        switch shape {
        case .rectangle(let place, let width, let rectangleHeight, let fill, let stroke, let weight):
            paint(
                "\(number(place.x)) \(number(height - place.y - rectangleHeight)) \(number(width)) \(number(rectangleHeight)) re\n",
                fill, stroke, weight)
        case .polygon(let points, let fill, let stroke, let weight):
            paint(path(points) + "h\n", fill, stroke, weight)
        case .polyline(let points, let stroke, let weight, let dashes):
            if !dashes.isEmpty { text += "[\(dashes.map(number).joined(separator: " "))] 0 d\n" }
            paint(path(points), nil, stroke, weight)
            if !dashes.isEmpty { text += "[] 0 d\n" }
        case .circle(let centre, let radius, let fill, let stroke, let weight):
            paint(circle(centre, radius), fill, stroke, weight)
        case .text(let string, let place, let size, let anchor, let isBold, let fill):
            write(string, place, size: size, anchor, isBold: isBold, fill)
        case .picture(let png, let place, let width, let pictureHeight):
            text +=
                "q \(number(width)) 0 0 \(number(pictureHeight)) \(number(place.x)) \(number(height - place.y - pictureHeight)) cm /P\(pictures.count) Do Q\n"
            pictures.append(png)
        }
    }

    private mutating func paint(_ path: String, _ fill: Colour?, _ stroke: Colour?, _ weight: Double) {
        if let fill { text += "\(colour(fill)) rg\n" }
        if let stroke { text += "\(colour(stroke)) RG \(number(weight)) w\n" }
        switch (fill, stroke) {
        case (_?, _?): text += path + "B\n"
        case (_?, nil): text += path + "f\n"
        case (nil, _?): text += path + "S\n"
        case (nil, nil): break
        }
    }

    private func path(_ points: [Drawing.Point]) -> String {
        points.enumerated().map { index, point in
            "\(number(point.x)) \(number(height - point.y)) \(index == 0 ? "m" : "l")\n"
        }.joined()
    }

    /// Four cubic curves, off by 0.03 % of the radius.
    private func circle(_ centre: Drawing.Point, _ radius: Double) -> String {
        let (x, y, k) = (centre.x, height - centre.y, 0.5523 * radius)
        func curve(_ numbers: Double...) -> String { numbers.map(number).joined(separator: " ") + " c\n" }
        return "\(number(x + radius)) \(number(y)) m\n" + curve(x + radius, y + k, x + k, y + radius, x, y + radius)
            + curve(x - k, y + radius, x - radius, y + k, x - radius, y)
            + curve(x - radius, y - k, x - k, y - radius, x, y - radius)
            + curve(x + k, y - radius, x + radius, y - k, x + radius, y) + "h\n"
    }

    /// As PNG pictures have it: bold letters are the same with a thicker edge, and so much further apart.
    private mutating func write(
        _ string: String, _ place: Drawing.Point, size: Double, _ anchor: Drawing.Anchor, isBold: Bool, _ fill: Colour
    ) {
        let edge = isBold ? 0.05 : 0
        let width = (Letters.width(of: string) + edge * Double(string.count)) * size
        let x = place.x - (anchor == .end ? width : anchor == .middle ? width / 2 : 0) + edge / 2 * size
        guard !string.isEmpty else { return }
        let codes = string.map { code($0) }.map { hexadecimal($0, digits: 4) }.joined()
        let bold = "\(colour(fill)) RG \(number(edge * size)) w 2 Tr \(number(edge * size)) Tc "
        text += "q BT \(colour(fill)) rg \(isBold ? bold : "")/F \(number(size)) Tf "
        text += "\(number(x)) \(number(height - place.y)) Td <\(codes)> Tj ET Q\n"
    }

    private mutating func code(_ character: Character) -> Int {
        if let number = numbers[character] { return number }
        letters.append(character)
        numbers[character] = letters.count
        return letters.count
    }
}

/// The objects of a file, and where each begins.
private struct PDFFile {
    private var bytes: [UInt8] = Array("%PDF-1.4\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A]
    private var places: [Int] = []

    /// The number of the object that is added next.
    var next: Int { places.count + 1 }

    mutating func add(_ object: String) -> Int { add(Array(object.utf8)) }

    private mutating func add(_ object: [UInt8]) -> Int {
        places.append(bytes.count)
        bytes += Array("\(places.count) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
        return places.count
    }

    /// A font of some letters, which strings call by their numbers from 1 on: TrueType outlines, widths, and what each
    /// letter is in Unicode (sections 5.6 and 5.9 of the PDF reference 1.4).
    mutating func add(font letters: [Character]) -> Int {
        let shapes = letters.map(Letters.letter)
        let font = trueTypeFont(shapes)
        // A tag of its own for each choice of letters, as section 5.5.3 wants it of a part of a font.
        let digest = sha256(Array(letters.map(String.init).joined(separator: "\n").utf8)).utf8
        let tag = String(decoding: digest.prefix(6).map { UInt8(ascii: "A") + $0 % 26 }, as: UTF8.self)
        let name = "/\(tag)+DejaVuSansCondensed"
        let file = add(stream: font, "/Length1 \(font.count)")
        let descriptor = add(
            "<< /Type /FontDescriptor /FontName \(name) /Flags 4 /FontBBox [-200 -240 1500 1000] /ItalicAngle 0 "
                + "/Ascent 928 /Descent -236 /CapHeight 729 /StemV 80 /FontFile2 \(file) 0 R >>")
        let widths = shapes.map { number($0.advance * 1000) }.joined(separator: " ")
        let descendant = add(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont \(name) /CIDSystemInfo << /Registry (Adobe) "
                + "/Ordering (Identity) /Supplement 0 >> /FontDescriptor \(descriptor) 0 R /DW 600 /W [1 [\(widths)]] "
                + "/CIDToGIDMap /Identity >>")
        let unicode = add(stream: Array(unicodeMap(letters).utf8), "")
        return add(
            "<< /Type /Font /Subtype /Type0 /BaseFont \(name) /Encoding /Identity-H /DescendantFonts [\(descendant) 0 R] "
                + "/ToUnicode \(unicode) 0 R >>")
    }

    private func unicodeMap(_ letters: [Character]) -> String {
        let lines = letters.enumerated().map { index, letter in
            "<\(hexadecimal(index + 1, digits: 4))> <\(String(letter).utf16.map { hexadecimal(Int($0), digits: 4) }.joined())>\n"
        }
        // A hundred lines at a time, as the operator takes them.
        let blocks = stride(from: 0, to: lines.count, by: 100).map { start in
            let block = lines[start..<min(start + 100, lines.count)]
            return "\(block.count) beginbfchar\n\(block.joined())endbfchar\n"
        }
        return """
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000> <FFFF>
            endcodespacerange
            \(blocks.joined())endcmap
            CMapName currentdict /CMap defineresource pop
            end
            end

            """
    }

    /// - Parameter entries: of the stream's dictionary beyond its length.
    mutating func add(stream: [UInt8], _ entries: String) -> Int {
        let packed = deflated(stream)
        return add(
            Array("<< \(entries) /Filter /FlateDecode /Length \(packed.count) >>\nstream\n".utf8) + packed
                + Array("\nendstream".utf8))
    }

    mutating func add(picture: PNG) -> Int {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(picture.width * picture.height * 3)
        for line in 0..<picture.height {
            for column in 0..<picture.width {
                let colour = picture[column, line]
                pixels += [colour.red, colour.green, colour.blue]
            }
        }
        // Not smoothed: its pixels are cells.
        return add(
            stream: pixels,
            "/Type /XObject /Subtype /Image /Width \(picture.width) /Height \(picture.height) /ColorSpace /DeviceRGB /BitsPerComponent 8 /Interpolate false"
        )
    }

    consuming func finished(catalogue: Int, information: Int) -> [UInt8] {
        let table = bytes.count
        // Each line has 20 bytes.
        let lines = places.map { place in
            String(repeating: "0", count: max(0, 10 - "\(place)".count)) + "\(place) 00000 n \n"
        }.joined()
        return bytes
            + Array(
                """
                xref
                0 \(places.count + 1)
                0000000000 65535 f \n\(lines)trailer
                << /Size \(places.count + 1) /Root \(catalogue) 0 R /Info \(information) 0 R >>
                startxref
                \(table)
                %%EOF

                """.utf8)
    }
}

/// Three shares of 1.
private func colour(_ colour: Colour) -> String {
    [colour.red, colour.green, colour.blue].map { (Double($0) / 255).text(decimals: 3) }.joined(separator: " ")
}

/// Thousandths of a point: letters have small details.
private func number(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return rounded == rounded.rounded() ? rounded.text(significant: 12) : rounded.text(decimals: 3)
}

/// A text string in UTF-16, as a hexadecimal string with its mark.
private func utf16(_ text: String) -> String {
    "<FEFF" + text.utf16.map { hexadecimal(Int($0), digits: 4) }.joined() + ">"
}

private func hexadecimal(_ number: Int, digits: Int) -> String {
    let text = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}
