import Quantities

extension Drawing {
    /// The drawing as an SVG file, as large on paper as its points say.
    var svg: String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" width="\(number(size.width))pt" height="\(number(size.height))pt" viewBox="0 0 \(number(size.width)) \(number(size.height))" font-family="Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans Condensed', sans-serif">
        <title>\(escaped(title))</title>
        <metadata>naxdse</metadata>
        <rect width="100%" height="100%" fill="#ffffff"/>
        \(shapes.map(\.svg).joined())</svg>

        """
    }
}

extension Drawing.Shape {
    fileprivate var svg: String {
        switch self {
        case .rectangle(let place, let width, let height, let fill, let stroke, let weight):
            "<rect x=\"\(number(place.x))\" y=\"\(number(place.y))\" width=\"\(number(width))\" height=\"\(number(height))\" fill=\"\(fill?.hex ?? "none")\"\(outline(stroke, weight))/>\n"
        case .polygon(let points, let fill, let stroke, let weight):
            "<polygon points=\"\(list(points))\" fill=\"\(fill.hex)\"\(outline(stroke, weight))/>\n"
        case .polyline(let points, let stroke, let weight, let dashes) where points.count == 2:
            "<line x1=\"\(number(points[0].x))\" y1=\"\(number(points[0].y))\" x2=\"\(number(points[1].x))\" y2=\"\(number(points[1].y))\"\(outline(stroke, weight))\(pattern(dashes))/>\n"
        case .polyline(let points, let stroke, let weight, let dashes):
            "<polyline points=\"\(list(points))\" fill=\"none\"\(outline(stroke, weight)) stroke-linejoin=\"round\"\(pattern(dashes))/>\n"
        case .circle(let centre, let radius, let fill, let stroke, let weight):
            "<circle cx=\"\(number(centre.x))\" cy=\"\(number(centre.y))\" r=\"\(number(radius))\" fill=\"\(fill.hex)\"\(outline(stroke, weight))/>\n"
        case .text(let text, let place, let size, let anchor, let isBold, let fill):
            "<text x=\"\(number(place.x))\" y=\"\(number(place.y))\" font-size=\"\(number(size))\" text-anchor=\"\(anchor.rawValue)\"\(isBold ? " font-weight=\"bold\"" : "") fill=\"\(fill.hex)\">\(escaped(text))</text>\n"
        case .picture(let png, let place, let width, let height):
            "<image x=\"\(number(place.x))\" y=\"\(number(place.y))\" width=\"\(number(width))\" height=\"\(number(height))\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"data:image/png;base64,\(base64(png.file))\"/>\n"
        }
    }
}

private func list(_ points: [Drawing.Point]) -> String {
    points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
}

private func outline(_ stroke: Colour?, _ weight: Double) -> String {
    stroke.map { " stroke=\"\($0.hex)\" stroke-width=\"\(number(weight))\"" } ?? ""
}

private func pattern(_ dashes: [Double]) -> String {
    dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes.map(number).joined(separator: " "))\""
}

/// Hundredths of a point are finer than what one sees.
private func number(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    return rounded == rounded.rounded() ? rounded.text(significant: 12) : rounded.text(decimals: 2)
}
