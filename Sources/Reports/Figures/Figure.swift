/// A figure for a paper: white ground, readable in grey, as wide as a column or a page.
///
/// ```swift
/// let figure = BarFigure(title: "isaac, resnet20", charts: [energy, area])
/// try AtomicFile.write(figure.svg(width: .column), to: "isaac.svg")
/// try AtomicFile.write(bytes: figure.png(width: .column), to: "isaac.png")
/// ```
public protocol Figure: Sendable {
    /// - Parameter height: what it should not exceed; it is as high as what is in it wants to be where that is less.
    func drawing(width: PaperWidth, height: PaperHeight) -> Drawing
}

extension Figure {
    /// An SVG file.
    public func svg(width: PaperWidth = .page, height: PaperHeight = .page) -> String {
        drawing(width: width, height: height).svg
    }

    /// How high it becomes, in points: more than wanted where what is in it cannot be drawn closer.
    public func height(width: PaperWidth, atMost height: PaperHeight) -> Double {
        drawing(width: width, height: height).size.height
    }

    /// A PDF file of the same drawing, for LaTeX, with the letters in it.
    public func pdf(width: PaperWidth = .page, height: PaperHeight = .page) -> [UInt8] {
        drawing(width: width, height: height).pdf
    }

    /// A PNG file of the same drawing, with letters of its own, so that it looks the same on every machine.
    public func png(width: PaperWidth = .page, height: PaperHeight = .page, dotsPerInch: Int = 300) -> [UInt8] {
        drawing(width: width, height: height).png(dotsPerInch: dotsPerInch)
    }
}

extension Drawing {
    static let margin = 10.0

    /// Title and subtitle in lines that fit between the margins; gives where what follows begins.
    mutating func heading(_ subtitle: String, width: Double) -> Double {
        var y = Self.margin + 10
        for line in Self.lines(title, width: width - 2 * Self.margin, size: 11, isBold: true) {
            text(line, x: Self.margin, y: y, size: 11, isBold: true)
            y += 13
        }
        for line in Self.lines(subtitle, width: width - 2 * Self.margin, size: 8) {
            text(line, x: Self.margin, y: y, size: 8, fill: .soft)
            y += 11
        }
        return y
    }

    /// A text in lines that fit, cut between words.
    static func lines(_ text: String, width: Double, size: Double, isBold: Bool = false) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, Self.width(of: last + " " + word, size: size, isBold: isBold) <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    /// A text cut so that it fits, with "…" where something is missing.
    static func fitting(_ text: String, width: Double, size: Double) -> String {
        guard Self.width(of: text, size: size) > width else { return text }
        var cut = text
        while !cut.isEmpty, Self.width(of: cut + "…", size: size) > width { cut.removeLast() }
        return cut + "…"
    }

    /// The same with both ends kept, where names differ in both, as those of layers do.
    static func fittingEnds(_ text: String, width: Double, size: Double) -> String {
        guard Self.width(of: text, size: size) > width else { return text }
        var (start, end) = (Substring(text).prefix(text.count / 2), Substring(text).dropFirst(text.count / 2))
        while !end.isEmpty, Self.width(of: "\(start)…\(end)", size: size) > width {
            if start.count > end.count { start.removeLast() } else { end.removeFirst() }
        }
        return "\(start)…\(end)"
    }

    /// The same with its end kept, where names that begin alike differ, as paths do.
    static func fittingEnd(_ text: String, width: Double, size: Double) -> String {
        guard Self.width(of: text, size: size) > width else { return text }
        var cut = text
        while !cut.isEmpty, Self.width(of: "…" + cut, size: size) > width { cut.removeFirst() }
        return "…" + cut
    }
}
