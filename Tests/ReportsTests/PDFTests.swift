import Foundation
import Testing

@testable import Reports

@Suite struct PDFTests {
    private var drawing: Drawing {
        var drawing = Drawing(title: "Ω, two bars", width: 200, height: 100)
        drawing.rectangle(x: 40, y: 10, width: 120, height: 9, fill: .bar)
        drawing.frame(x: 40, y: 30, width: 60, height: 9)
        drawing.polyline([(10, 90), (100, 50), (190, 90)], stroke: .ink, dashes: [3, 2])
        for index in 0..<8 { drawing.mark(index, x: 20 + 20 * Double(index), y: 70, colour: .bar) }
        drawing.text("EDAP (J·s·mm²)", x: 100, y: 85, size: 11, anchor: .middle, isBold: true)
        var picture = PNG(width: 2, height: 1, palette: [.white, .bar])
        picture.pixels[1] = 1
        drawing.picture(picture, x: 150, y: 60, width: 40, height: 20)
        return drawing
    }

    @Test func everyObjectIsWhereTheTableSays() throws {
        let file = drawing.pdf
        let text = String(decoding: file, as: UTF8.self)
        #expect(file.starts(with: Array("%PDF-1.4\n".utf8)) && text.hasSuffix("%%EOF\n"))
        let end = try #require(text.range(of: "startxref\n"))
        let table = try #require(Int(text[end.upperBound...].prefix { $0.isNumber }))
        #expect(String(decoding: file[table..<table + 4], as: UTF8.self) == "xref")
        let lines = String(decoding: file[table...], as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        let count = try #require(Int(lines[1].split(separator: " ")[1]))
        for number in 1..<count {
            let entry = lines[2 + number]
            #expect(entry.utf8.count == 19 && entry.hasSuffix(" 00000 n "))
            let place = try #require(Int(entry.prefix(10)))
            #expect(
                String(decoding: file[place..<place + "\(number) 0 obj".utf8.count], as: UTF8.self) == "\(number) 0 obj"
            )
        }
    }

    private static func output(_ program: String, _ arguments: [String], of file: [UInt8]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "naxdse-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(file).write(to: folder.appending(path: "a.pdf"))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/\(program)")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text
    }

    /// Journals want every font in the file, and no bitmaps among them.
    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext"),
            "pdftotext (poppler-utils) is not installed"))
    func lettersAreAFontInTheFileAndTextIsFound() throws {
        var drawing = drawing
        drawing.text("−9.4×10⁻⁵ “naïve” ← 漢", x: 10, y: 50)
        let text = try Self.output("pdftotext", ["a.pdf", "-"], of: drawing.pdf)
        #expect(text.contains("EDAP (J·s·mm²)") && text.contains("−9.4×10⁻⁵ “naïve” ← 漢"), "\(text)")
        let fonts = try Self.output("pdffonts", ["a.pdf"], of: drawing.pdf).split(separator: "\n")
        #expect(fonts.count == 3 && fonts[2].contains("+DejaVuSansCondensed"), "\(fonts)")
        #expect(fonts[2].contains("TrueType") && fonts[2].contains("yes yes yes"), "embedded, a part, with Unicode")
    }

    @Test func aFigureOfManyBarsIsSmall() {
        let bars = (0..<60).map { BarChart.Bar("layer\($0 / 6).\($0 % 6).conv", 1e-6 * Double($0 * $0 % 17 + 1)) }
        let figure = BarFigure(
            title: "resnet", charts: ["energy", "area", "delay"].map { BarChart($0, unit: "J", bars: bars) })
        #expect(figure.pdf().count < 30_000, "\(figure.pdf().count)")
    }

    @Test func theSameDrawingHasTheSameBytes() { #expect(drawing.pdf == drawing.pdf) }

    /// Poppler's picture of the page against ours of the same drawing.
    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftoppm"),
            "pdftoppm (poppler-utils) is not installed"))
    func anotherProgramPaintsTheSame() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "naxdse-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(drawing.pdf).write(to: folder.appending(path: "a.pdf"))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/pdftoppm")
        process.arguments = ["-r", "144", "-singlefile", "a.pdf", "a"]
        process.currentDirectoryURL = folder
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let told = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && told.isEmpty, "\(told)")
        let theirs = Array(try Data(contentsOf: folder.appending(path: "a.ppm")))
        #expect(theirs.starts(with: Array("P6\n400 200\n255\n".utf8)))
        let ours = try #require(PNGReader(drawing.png(dotsPerInch: 144)))
        #expect(ours.width == 400 && ours.height == 200)
        let header = "P6\n400 200\n255\n".utf8.count
        // Edges are smoothed in other ways; areas are the same.
        var difference = 0.0
        for line in 0..<200 {
            for column in 0..<400 {
                let place = header + 3 * (line * 400 + column)
                // Red, the first of the three.
                difference += abs(Double(theirs[place]) - Double(ours[column, line]))
            }
        }
        #expect(difference / (400 * 200) < 2, "of 255 on average: \(difference / (400 * 200))")
    }
}
