import Quantities

/// A share for each cell of an array, as a coloured map: a drawing for a paper (SVG) or a picture (PNG).
///
/// ```swift
/// let map = HeatMap(title: "Loss over a 64×64 crossbar", label: "loss", rows: 64, columns: 64, shares: losses)
/// try AtomicFile.write(map.svg, to: "loss.svg")
/// try AtomicFile.write(bytes: map.png, to: "loss.png")
/// ```
///
/// Row 0 is at the top, column 0 at the left. Colours go from the least share to the greatest; cells
/// without one are grey.
public struct HeatMap: Sendable {
    public var title: String
    public var subtitle: String
    /// What a share is of.
    public var label: String
    public let rows: Int
    public let columns: Int
    /// Row by row; nil or not finite where there is none.
    public let shares: [Double?]

    /// - Precondition: there is a share, or nil, for each of at least one cell.
    public init(title: String, subtitle: String = "", label: String, rows: Int, columns: Int, shares: [Double?]) {
        precondition(rows > 0 && columns > 0 && shares.count == rows * columns, "a map has a share for each cell")
        self.title = title
        self.subtitle = subtitle
        self.label = label
        self.rows = rows
        self.columns = columns
        self.shares = shares.map { $0.flatMap { $0.isFinite ? $0 : nil } }
        let known = self.shares.compactMap { $0 }
        least = known.min() ?? 0
        greatest = known.max() ?? 0
    }

    let least: Double
    let greatest: Double

    /// Numbers of the palette: the ramp first, then what else is drawn.
    static let rampColours = 250
    static let (none, white, ink): (UInt8, UInt8, UInt8) = (250, 251, 252)
    static let palette: [(UInt8, UInt8, UInt8)] =
        (0..<rampColours).map { ColourRamp.colour(Double($0) / Double(rampColours - 1)) }
        + [(200, 200, 200), (255, 255, 255), (34, 34, 34)]

    func colour(_ share: Double?) -> UInt8 {
        guard let share else { return Self.none }
        guard greatest > least else { return UInt8(Self.rampColours / 2) }
        return UInt8(((share - least) / (greatest - least) * Double(Self.rampColours - 1)).rounded())
    }

    /// Shares to name beside the colours, from the least to the greatest.
    var ticks: [Double] {
        greatest > least ? (0...4).map { least + (greatest - least) * Double($0) / 4 } : [least]
    }

    func text(_ share: Double) -> String { "\((100 * share).text(significant: 3)) %" }

    /// The picture as a PNG file: the map, enlarged to about 640 pixels, and the colours with their shares.
    public var png: [UInt8] {
        let zoom = max(1, 640 / max(rows, columns))
        let (margin, bar) = (16, 20)
        let left = margin + columns * zoom + margin
        let height = max(rows * zoom, 160)
        let labelWidth = 12 * (ticks.map { text($0).count }.max() ?? 0)
        var png = PNG(
            width: left + bar + 8 + labelWidth + margin, height: height + 2 * margin, palette: Self.palette,
            background: Self.white, title: title)
        for i in 0..<rows {
            for j in 0..<columns {
                png.fill(x: margin + j * zoom, y: margin + i * zoom, width: zoom, height: zoom, colour: colour(shares[i * columns + j]))
            }
        }
        for y in 0..<height {
            let share = 1 - Double(y) / Double(height - 1)
            png.fill(
                x: left, y: margin + y, width: bar, height: 1,
                colour: colour(greatest > least ? least + share * (greatest - least) : least))
        }
        for (index, tick) in ticks.enumerated() {
            let place = ticks.count == 1 ? 0.5 : 1 - Double(index) / Double(ticks.count - 1)
            let y = margin + Int(place * Double(height - 1))
            png.fill(x: left + bar, y: y, width: 4, height: 1, colour: Self.ink)
            png.write(text(tick), x: left + bar + 8, y: min(max(0, y - 7), height + 2 * margin - 14), scale: 2, colour: Self.ink)
        }
        return png.file
    }
}
