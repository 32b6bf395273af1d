import Quantities

/// A drawing in the making: shapes and text in the order in which they are painted.
struct SVG {
    private var body = ""

    /// A filled rectangle.
    mutating func rectangle(x: Double, y: Double, width: Double, height: Double, fill: String) {
        body += "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(height))\" fill=\"\(fill)\"/>\n"
    }

    /// A straight line, one unit wide unless said.
    mutating func line(from a: (x: Double, y: Double), to b: (x: Double, y: Double), stroke: String, width: Double = 1) {
        body += "<line x1=\"\(number(a.x))\" y1=\"\(number(a.y))\" x2=\"\(number(b.x))\" y2=\"\(number(b.y))\" stroke=\"\(stroke)\" stroke-width=\"\(number(width))\"/>\n"
    }

    /// A PNG file's picture, its pixels as rectangles with sharp edges.
    mutating func picture(_ file: [UInt8], x: Double, y: Double, width: Double, height: Double) {
        body += "<image x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(height))\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"data:image/png;base64,\(base64(file))\"/>\n"
    }

    /// The outline of a rectangle.
    mutating func frame(x: Double, y: Double, width: Double, height: Double) {
        body += "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(height))\" fill=\"none\" stroke=\"#222222\"/>\n"
    }

    /// Lines from point to point, closed to an outline where wanted.
    mutating func path(_ points: [(Double, Double)], stroke: String, isClosed: Bool = false) {
        guard let first = points.first else { return }
        let rest = points.dropFirst().map { "L\(number($0.0)) \(number($0.1))" }.joined()
        body += "<path d=\"M\(number(first.0)) \(number(first.1))\(rest)\(isClosed ? "Z" : "")\" fill=\"none\" stroke=\"\(stroke)\"/>\n"
    }

    /// A filled circle.
    mutating func circle(x: Double, y: Double, radius: Double, fill: String) {
        body += "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(radius))\" fill=\"\(fill)\"/>\n"
    }

    enum Anchor: String { case start, middle, end }

    /// Text on a baseline; what XML has marks for is escaped.
    mutating func text(
        _ text: String, x: Double, y: Double, size: Double = 12, anchor: Anchor = .start, isBold: Bool = false,
        fill: String = "#222222"
    ) {
        let weight = isBold ? " font-weight=\"bold\"" : ""
        body += "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(number(size))\" text-anchor=\"\(anchor.rawValue)\"\(weight) fill=\"\(fill)\">\(escaped(text))</text>\n"
    }

    /// Straight lines from point to point; `dashes` as `stroke-dasharray` has them, empty for none.
    mutating func polyline(_ points: [(x: Double, y: Double)], stroke: String, dashes: String = "") {
        guard points.count > 1 else { return }
        let list = points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
        let pattern = dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\""
        body += "<polyline points=\"\(list)\" fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"1.2\"\(pattern)/>\n"
    }

    /// The mark of the curve of that number: discs, squares, triangles and diamonds, filled and hollow by turns.
    mutating func mark(_ index: Int, x: Double, y: Double, colour: String) {
        let fill = index / 4 % 2 == 0 ? colour : "#ffffff"
        let paint = "fill=\"\(fill)\" stroke=\"\(colour)\" stroke-width=\"1\""
        func polygon(_ corners: [(Double, Double)]) -> String {
            "<polygon points=\"" + corners.map { "\(number(x + $0.0)),\(number(y + $0.1))" }.joined(separator: " ") + "\" \(paint)/>\n"
        }
        let shape = switch index % 4 {
        case 0: "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"2.4\" \(paint)/>\n"
        case 1: polygon([(-2.2, -2.2), (2.2, -2.2), (2.2, 2.2), (-2.2, 2.2)])
        case 2: polygon([(0, -3), (2.8, 2.2), (-2.8, 2.2)])
        default: polygon([(0, -3.2), (3.2, 0), (0, 3.2), (-3.2, 0)])
        }
        body += shape
    }

    /// The file, on white; the unit is that of its width and height on paper.
    func document(title: String, width: Double, height: Double, unit: String = "") -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" width="\(number(width))\(unit)" height="\(number(height))\(unit)" viewBox="0 0 \(number(width)) \(number(height))" font-family="Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif">
        <title>\(escaped(title))</title>
        <rect width="100%" height="100%" fill="#ffffff"/>
        \(body)</svg>

        """
    }

    /// How wide a text is about, for room beside it: sans-serif letters are 0.55 em on average, and a little spare.
    static func width(of text: String, size: Double) -> Double { 0.58 * size * Double(text.displayWidth) }
}

/// Tenths are finer than what one sees.
private func number(_ value: Double) -> String { value.text(significant: 12).contains(".") ? value.text(decimals: 1) : value.text(significant: 12) }

/// Text with marks escaped, and without the control characters that XML 1.0 has no way to write.
func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case _ where scalar.value < 0x20 && scalar != "\n" && scalar != "\t": result += "\u{FFFD}"
        case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
