import Quantities

/// A share for each cell of an array, as a coloured map.
///
/// ```swift
/// let map = HeatMap(title: "Loss over a 64×64 crossbar", label: "loss", rows: 64, columns: 64, shares: losses)
/// try AtomicFile.write(map.svg(width: .column), to: "loss.svg")
/// ```
///
/// Row 0 is at the top, column 0 at the left. Colours go from the least share to the greatest; cells
/// without one are grey.
public struct HeatMap: Figure {
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

    /// Numbers of the palette: the ramp, then what has no share.
    static let rampColours = 250
    static let none: UInt8 = 250
    static let palette =
        (0..<rampColours).map { ColourRamp.colour(Double($0) / Double(rampColours - 1)) } + [Colour(0xc8c8c8)]

    func colour(_ share: Double?) -> UInt8 {
        guard let share else { return Self.none }
        guard greatest > least else { return UInt8(Self.rampColours / 2) }
        return UInt8(((share - least) / (greatest - least) * Double(Self.rampColours - 1)).rounded())
    }

    /// Round shares to name beside the colours, from the least to the greatest.
    var ticks: [Double] {
        guard greatest > least else { return [least] }
        let step = Scale.stepWithin((greatest - least) / 3)
        // A share that is round but for an error of rounding counts.
        let first = (least / step - 1e-9).rounded(.up), last = (greatest / step + 1e-9).rounded(.down)
        return stride(from: first, through: last, by: 1).map { min(greatest, max(least, $0 * step)) }
    }

    func text(_ share: Double) -> String { "\(typeset((100 * share + 0).text(significant: 3))) %" }

    /// From 0 for the least share to 1 for the greatest.
    func place(of share: Double) -> Double { greatest > least ? (share - least) / (greatest - least) : 0.5 }

    /// A line for each row of the map, as a matrix: empty where there is no share.
    public var csv: String {
        (0..<rows).map { i in
            shares[i * columns..<(i + 1) * columns].map { $0.map { "\($0)" } ?? "" }.joined(separator: ",") + "\r\n"
        }.joined()
    }
}
