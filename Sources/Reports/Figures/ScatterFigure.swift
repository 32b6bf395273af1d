/// Points of several series between two axes, such as Pareto fronts beside each other, as one SVG drawing
/// for a paper: white ground, series told apart by colour and by the shape of their marks.
///
/// ```swift
/// let figure = ScatterFigure(
///     title: "Pareto front of resnet20", x: .init(title: "energy", unit: "J"), y: .init(title: "delay", unit: "s"),
///     series: [.init(name: "exact", points: front)])
/// try AtomicFile.write(figure.svg, to: "front.svg")
/// ```
public struct ScatterFigure: Sendable {
    public struct Axis: Hashable, Sendable {
        public var title: String
        public var unit: String
        /// Whether the unit takes an SI prefix.
        public var takesPrefix: Bool
        /// How many units a value of 1 is.
        public var factor: Double
        public var isBetterHigh: Bool

        public init(title: String, unit: String, takesPrefix: Bool = true, factor: Double = 1, isBetterHigh: Bool = false) {
            self.title = title
            self.unit = unit
            self.takesPrefix = takesPrefix
            self.factor = factor
            self.isBetterHigh = isBetterHigh
        }
    }

    public struct Series: Sendable {
        public var name: String
        public var points: [(x: Double, y: Double)]

        public init(name: String, points: [(x: Double, y: Double)]) {
            self.name = name
            self.points = points
        }
    }

    public var title: String
    public var x: Axis
    public var y: Axis
    /// Those drawn first lie below.
    public var series: [Series]

    public init(title: String, x: Axis, y: Axis, series: [Series]) {
        self.title = title
        self.x = x
        self.y = y
        self.series = series
    }

    /// The drawing as a file. Points that are not finite are left out.
    public var svg: String {
        let shown = series.map { Series(name: $0.name, points: $0.points.filter { $0.x.isFinite && $0.y.isFinite }) }
        let horizontal = Scale(x, values: shown.flatMap { $0.points.map(\.x) }, from: left, to: left + width)
        let vertical = Scale(y, values: shown.flatMap { $0.points.map(\.y) }, from: top + height, to: top)
        var svg = SVG()
        svg.text(title, x: left, y: 34, size: 16, isBold: true)
        for (value, label) in horizontal.ticks {
            svg.line(from: (horizontal[value], top), to: (horizontal[value], top + height), stroke: "#dddddd")
            svg.text(label, x: horizontal[value], y: top + height + 15, size: 10, anchor: .middle, fill: "#555555")
        }
        for (value, label) in vertical.ticks {
            svg.line(from: (left, vertical[value]), to: (left + width, vertical[value]), stroke: "#dddddd")
            svg.text(label, x: left - 6, y: vertical[value] + 4, size: 10, anchor: .end, fill: "#555555")
        }
        svg.line(from: (left, top), to: (left, top + height), stroke: "#222222")
        svg.line(from: (left, top + height), to: (left + width, top + height), stroke: "#222222")
        svg.text(heading(x, horizontal), x: left + width / 2, y: top + height + 34, size: 12, anchor: .middle)
        svg.text(heading(y, vertical), x: left, y: top - 10, size: 12, anchor: .middle)
        for (index, one) in shown.enumerated() {
            let look = Look(index)
            svg.path(steps(one.points).map { (horizontal[$0.x], vertical[$0.y]) }, stroke: look.colour)
            for point in one.points { look.mark(at: (horizontal[point.x], vertical[point.y]), in: &svg) }
        }
        var legend = top + height + 58
        for (index, one) in shown.enumerated() {
            Look(index).mark(at: (left + 6, legend - 4), in: &svg)
            svg.text(one.name, x: left + 18, y: legend, size: 12)
            legend += 18
        }
        let names = shown.map { SVG.width(of: $0.name, size: 12) + 18 }.max() ?? 0
        return svg.document(title: title, width: left + max(width, names) + 30, height: legend + 8)
    }

    private var left: Double { 80 }
    private var top: Double { 72 }
    private var width: Double { 460 }
    private var height: Double { 320 }

    func heading(_ axis: Axis, _ scale: Scale) -> String { scale.unit.isEmpty ? axis.title : "\(axis.title), \(scale.unit)" }

    /// The corners of the line between what a series reaches and what it does not.
    func steps(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
        let (signX, signY) = (x.isBetterHigh ? -1.0 : 1.0, y.isBetterHigh ? -1.0 : 1.0)
        let sorted = points.map { (x: signX * $0.x, y: signY * $0.y) }.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        var corners: [(x: Double, y: Double)] = []
        for point in sorted {
            if let last = corners.last {
                guard point.y < last.y else { continue }
                corners.append((point.x, last.y))
            }
            corners.append(point)
        }
        return corners.map { (signX * $0.x, signY * $0.y) }
    }
}

/// From values to places, with round numbers on the way.
struct Scale {
    let unit: String
    let ticks: [(value: Double, label: String)]
    private let low: Double
    private let high: Double
    private let start: Double
    private let end: Double

    init(_ axis: ScatterFigure.Axis, values: [Double], from start: Double, to end: Double) {
        let (least, most) = (values.min() ?? 0, values.max() ?? 1)
        let spread = most > least ? most - least : max(abs(most), 1e-30)
        (low, high) = (least - 0.05 * spread, most + 0.05 * spread)
        (self.start, self.end) = (start, end)
        let column = ColumnScale(of: [max(abs(least), abs(most))], unit: axis.unit, takesPrefix: axis.takesPrefix, factor: axis.factor)
        unit = column.unit
        let step = BarFigure.roundStep((high - low) / 5)
        let first = (low / step).rounded(.up)
        let last = (high / step).rounded(.down)
        ticks = first <= last ? stride(from: first, through: last, by: 1).map { ($0 * step, column.text($0 * step)) } : []
    }

    subscript(value: Double) -> Double { start + (value - low) / (high - low) * (end - start) }
}

/// How a series is told from others, in print without colours too.
private struct Look {
    let colour: String
    private let shape: Int

    init(_ index: Int) {
        let colours = ["#2f5d8a", "#c0562b", "#3f7f4c", "#7a4d8f", "#8a7a2f"]
        colour = colours[index % colours.count]
        shape = index % 4
    }

    func mark(at place: (x: Double, y: Double), in svg: inout SVG) {
        let r = 4.0
        func corners(_ offsets: [(Double, Double)]) -> [(Double, Double)] { offsets.map { (place.x + r * $0.0, place.y + r * $0.1) } }
        switch shape {
        // The first is filled, the others are outlines: equal points of several series are all seen.
        case 0: svg.circle(x: place.x, y: place.y, radius: 3.5, fill: colour)
        case 1: svg.path(corners([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]), stroke: colour, isClosed: true)
        case 2: svg.path(corners([(0, -1.2), (1.1, 0.8), (-1.1, 0.8)]), stroke: colour, isClosed: true)
        default: svg.path(corners([(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)]), stroke: colour, isClosed: true)
        }
    }
}
