/// A drawing in points of 1/72 inch, y downwards: shapes and text in the order in which they are painted, on white. It
/// is written as SVG, or as a PNG picture of the same shapes.
///
/// ```swift
/// var drawing = Drawing(title: "two bars")
/// drawing.rectangle(x: 40, y: 10, width: 120, height: 9, fill: .bar)
/// drawing.text("ADCs", x: 36, y: 18, size: 8, anchor: .end)
/// drawing.size = (200, 40)
/// drawing.png(dotsPerInch: 300)
/// ```
public struct Drawing: Sendable {
    var title: String
    var size: (width: Double, height: Double)
    private(set) var shapes: [Shape] = []

    typealias Point = (x: Double, y: Double)

    enum Shape: Sendable {
        case rectangle(Point, width: Double, height: Double, fill: Colour?, stroke: Colour?, weight: Double)
        /// An area within straight lines, and its outline.
        case polygon([Point], fill: Colour, stroke: Colour?, weight: Double)
        /// Straight lines from point to point; `dashes` are lengths that are drawn and left out by turns.
        case polyline([Point], stroke: Colour, weight: Double, dashes: [Double])
        case circle(Point, radius: Double, fill: Colour, stroke: Colour?, weight: Double)
        /// Letters on a baseline that begins, ends or has its middle at the point.
        case text(String, Point, size: Double, anchor: Anchor, isBold: Bool, fill: Colour)
        /// A picture over a rectangle, its pixels as rectangles with sharp edges.
        case picture(PNG, Point, width: Double, height: Double)
    }

    enum Anchor: String, Sendable { case start, middle, end }

    init(title: String, width: Double = 0, height: Double = 0) {
        self.title = title
        size = (width, height)
    }

    /// A filled rectangle.
    mutating func rectangle(x: Double, y: Double, width: Double, height: Double, fill: Colour) {
        shapes.append(.rectangle((x, y), width: width, height: height, fill: fill, stroke: nil, weight: 0))
    }

    /// The outline of a rectangle.
    mutating func frame(
        x: Double, y: Double, width: Double, height: Double, stroke: Colour = .ink, weight: Double = 0.8
    ) {
        shapes.append(.rectangle((x, y), width: width, height: height, fill: nil, stroke: stroke, weight: weight))
    }

    /// A straight line.
    mutating func line(from a: Point, to b: Point, stroke: Colour, weight: Double = 0.8) {
        shapes.append(.polyline([a, b], stroke: stroke, weight: weight, dashes: []))
    }

    /// Straight lines from point to point, dashed where wanted.
    mutating func polyline(_ points: [Point], stroke: Colour, weight: Double = 1.2, dashes: [Double] = []) {
        guard points.count > 1 else { return }
        shapes.append(.polyline(points, stroke: stroke, weight: weight, dashes: dashes))
    }

    /// Letters on a baseline.
    mutating func text(
        _ text: String, x: Double, y: Double, size: Double = 8, anchor: Anchor = .start, isBold: Bool = false,
        fill: Colour = .ink
    ) {
        shapes.append(.text(text, (x, y), size: size, anchor: anchor, isBold: isBold, fill: fill))
    }

    mutating func picture(_ png: PNG, x: Double, y: Double, width: Double, height: Double) {
        shapes.append(.picture(png, (x, y), width: width, height: height))
    }

    /// The mark of the series of that number, so that series are told apart without colours: discs, squares, triangles
    /// and diamonds, the first four filled and the next four hollow, and so on.
    mutating func mark(_ index: Int, x: Double, y: Double, colour: Colour, isHollow: Bool? = nil) {
        let fill = isHollow ?? (index / 4 % 2 == 1) ? Colour.white : colour
        func polygon(_ corners: [Point]) -> Shape {
            .polygon(corners.map { (x + $0.x, y + $0.y) }, fill: fill, stroke: colour, weight: 1)
        }
        let shape =
            switch index % 4 {
            case 0: Shape.circle((x, y), radius: 2.4, fill: fill, stroke: colour, weight: 1)
            case 1: polygon([(-2.2, -2.2), (2.2, -2.2), (2.2, 2.2), (-2.2, 2.2)])
            case 2: polygon([(0, -3), (2.8, 2.2), (-2.8, 2.2)])
            default: polygon([(0, -3.2), (3.2, 0), (0, 3.2), (-3.2, 0)])
            }
        shapes.append(shape)
    }

    /// How wide a text is about, for room beside it: by the letters of PNG pictures, and a little spare for other
    /// typefaces.
    static func width(of text: String, size: Double, isBold: Bool = false) -> Double {
        Letters.width(of: text) * size * (isBold ? 1.14 : 1.06)
    }
}
