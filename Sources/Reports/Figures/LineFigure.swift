import Quantities

/// Curves over one axis in panels: greys, curves told apart by marks and dashes, so that it can be read without
/// colours.
public struct LineFigure: Figure, Hashable {
    public var title: String
    public var subtitle: String
    /// Of the horizontal axis, below each panel.
    public var axis: String
    /// Places on it, in order, and what to write there.
    public var ticks: [Tick]
    public var panels: [Panel]
    /// Names of the curves of every panel; no legend where there is one without a name.
    public var curves: [String]

    public struct Tick: Hashable, Sendable {
        /// From 0 on the left to 1 on the right.
        public var place: Double
        public var label: String

        public init(place: Double, label: String) {
            self.place = place
            self.label = label
        }
    }

    /// One quantity.
    public struct Panel: Hashable, Sendable {
        public var quantity: Axis
        /// Of each curve its points, from left to right.
        public var curves: [[Point]]

        public init(quantity: Axis, curves: [[Point]]) {
            self.quantity = quantity
            self.curves = curves
        }
    }

    public struct Point: Hashable, Sendable {
        /// From 0 on the left to 1 on the right.
        public var place: Double
        public var value: Double
        /// Whether it has a mark; the corners of steps have none.
        public var isMarked: Bool
        /// What it is at, where no tick says so.
        public var words: String

        public init(place: Double, value: Double, isMarked: Bool = true, words: String = "") {
            self.place = place
            self.value = value
            self.isMarked = isMarked
            self.words = words
        }
    }

    public init(title: String, subtitle: String = "", axis: String, ticks: [Tick], panels: [Panel], curves: [String]) {
        self.title = title
        self.subtitle = subtitle
        self.axis = axis
        self.ticks = ticks
        self.panels = panels
        self.curves = curves
    }

    public func drawing(width: PaperWidth) -> Drawing {
        let perRow = width == .page && panels.count > 1 ? 2 : 1
        let gap = 16.0
        let panelWidth = (width.points - 2 * Drawing.margin - gap * Double(perRow - 1)) / Double(perRow)
        let panelHeight = min(panelWidth * 0.62, 200)
        var drawing = Drawing(title: title)
        var y = drawing.heading(subtitle, width: width.points) + 4
        if isNamed { drawLegend(&y, width.points, &drawing) }
        for (index, panel) in panels.enumerated() {
            let (column, row) = (Double(index % perRow), Double(index / perRow))
            draw(
                panel, x: Drawing.margin + column * (panelWidth + gap), y: y + row * (panelHeight + 12),
                width: panelWidth,
                height: panelHeight, in: &drawing)
        }
        let rows = Double((panels.count + perRow - 1) / perRow)
        drawing.size = (width.points, (y + rows * (panelHeight + 12)).rounded(.up))
        return drawing
    }

    /// Places of whole numbers up to the last of an axis, at round steps.
    public static func ticks(upTo last: Int) -> [Tick] {
        guard last > 0 else { return [] }
        let step = max(1, Int(Scale.roundStep(Double(last) / 6)))
        return stride(from: 0, through: last, by: step).map { Tick(place: Double($0) / Double(last), label: "\($0)") }
    }

    /// Whether a legend tells the curves apart.
    var isNamed: Bool { curves.contains { !$0.isEmpty } }

    private func drawLegend(_ y: inout Double, _ width: Double, _ drawing: inout Drawing) {
        var x = Drawing.margin
        for (index, name) in curves.enumerated() {
            let needed = 26 + Drawing.width(of: name, size: 8) + 12
            if x > Drawing.margin, x + needed > width - Drawing.margin { (x, y) = (Drawing.margin, y + 12) }
            drawing.polyline([(x, y + 2), (x + 20, y + 2)], stroke: Self.grey(index), dashes: Self.dashes(index))
            drawing.mark(index, x: x + 10, y: y + 2, colour: Self.grey(index))
            drawing.text(name, x: x + 26, y: y + 5)
            x += needed
        }
        y += 16
    }

    /// From zero, so that heights compare; the top is a round number of steps.
    struct Levels {
        let scale: ColumnScale
        let step: Double
        let top: Double

        init(_ panel: Panel) {
            let most = max(panel.curves.joined().map(\.value).filter(\.isFinite).max() ?? 0, 0)
            scale = panel.quantity.scale(of: [most])
            // A share's axis ends at the whole where it comes near it.
            step = most > 0 ? Scale.roundStep(most / 4) : 1 / panel.quantity.factor
            top = max(step, (most / step * (1 - 1e-12)).rounded(.up) * step)
        }

        var values: [Double] { (0...Int((top / step).rounded())).map { Double($0) * step } }
    }

    private func draw(_ panel: Panel, x: Double, y: Double, width: Double, height: Double, in drawing: inout Drawing) {
        let levels = Levels(panel)
        let labels = levels.values.map(levels.scale.text)
        let room = labels.map { Drawing.width(of: $0, size: 8) }.max() ?? 0
        let (left, right, upper, lower) = (x + room + 5, x + width - 6, y + 16, y + height - 26)
        func place(_ point: Point) -> Drawing.Point {
            (left + 8 + point.place * (right - left - 16), lower - point.value / levels.top * (lower - upper))
        }
        drawing.text(panel.quantity.heading(levels.scale.unit), x: x, y: y + 8, size: 9, isBold: true)
        for (level, label) in zip(levels.values, labels) {
            let height = lower - level / levels.top * (lower - upper)
            drawing.line(from: (left, height), to: (right, height), stroke: .rule, weight: 0.6)
            drawing.text(label, x: left - 4, y: height + 3, anchor: .end)
        }
        drawing.line(from: (left, lower), to: (right, lower), stroke: .ink)
        for tick in shownTicks(width: right - left) {
            let at = left + 8 + tick.place * (right - left - 16)
            drawing.line(from: (at, lower), to: (at, lower + 3), stroke: .ink, weight: 0.6)
            drawing.text(tick.label, x: at, y: lower + 11, anchor: .middle)
        }
        drawing.text(
            Drawing.fitting(axis, width: width, size: 8), x: (left + right) / 2, y: lower + 22, anchor: .middle,
            fill: .soft)
        let isDense = (panel.curves.map(\.count).max() ?? 0) > 40
        for (index, curve) in panel.curves.enumerated() {
            let points = curve.filter { $0.value.isFinite }
            drawing.polyline(points.map(place), stroke: Self.grey(index), dashes: Self.dashes(index))
            for point in isDense ? Array(points.suffix(1)) : points where point.isMarked {
                drawing.mark(index, x: place(point).x, y: place(point).y, colour: Self.grey(index))
            }
        }
    }

    /// Those that do not overlap, from the left.
    private func shownTicks(width: Double) -> [Tick] {
        var shown: [Tick] = []
        var free = -Double.infinity
        for tick in ticks {
            let half = Drawing.width(of: tick.label, size: 8) / 2
            let middle = tick.place * (width - 16)
            guard middle - half >= free else { continue }
            shown.append(tick)
            free = middle + half + 4
        }
        return shown
    }

    private static func grey(_ index: Int) -> Colour { [Colour(0x111111), Colour(0x707070)][index % 2] }
    private static func dashes(_ index: Int) -> [Double] {
        [[], [], [4, 2], [4, 2], [1.5, 1.5], [1.5, 1.5], [6, 2, 1.5, 2], [6, 2, 1.5, 2]][index % 8]
    }
}
