import Quantities

/// Curves over one axis in panels, as one SVG drawing of a paper's width: white ground, greys, curves told apart by
/// marks and dashes, so that it can be read without colours.
public struct LineFigure: Hashable, Sendable {
    public var title: String
    public var subtitle: String
    /// Of the horizontal axis, below each panel.
    public var axis: String
    /// Places on it, and what to write there.
    public var ticks: [Tick]
    public var panels: [Panel]
    /// Names of the curves of every panel; no legend where there is one without a name.
    public var curves: [String]

    public struct Tick: Hashable, Sendable {
        /// From 0 on the left to 1 on the right.
        public var place: Double
        public var label: String
    }

    /// One metric.
    public struct Panel: Hashable, Sendable {
        public var metric: Metric
        /// Of each curve its points, from left to right.
        public var curves: [[Point]]
    }

    public struct Point: Hashable, Sendable {
        /// From 0 on the left to 1 on the right.
        public var place: Double
        /// In the unit of the metric's key.
        public var value: Double
    }

    /// The drawing as a file.
    public func svg(width: PaperWidth = .page) -> String {
        let perRow = width == .page ? 2 : 1
        let margin = 10.0, gap = 16.0
        let panelWidth = (width.points - 2 * margin - gap * Double(perRow - 1)) / Double(perRow)
        let panelHeight = panelWidth * 0.62
        var svg = SVG()
        var y = margin + 11
        for line in Self.lines(title, width: width.points - 2 * margin, size: 11) {
            svg.text(line, x: margin, y: y, size: 11, isBold: true)
            y += 13
        }
        if !subtitle.isEmpty {
            for line in Self.lines(subtitle, width: width.points - 2 * margin, size: 8) {
                svg.text(line, x: margin, y: y, size: 8, fill: "#555555")
                y += 11
            }
        }
        y += 4
        if curves.contains(where: { !$0.isEmpty }) { drawLegend(&y, margin, width.points, &svg) }
        for (index, panel) in panels.enumerated() {
            let column = index % perRow, row = index / perRow
            draw(
                panel, x: margin + Double(column) * (panelWidth + gap), y: y + Double(row) * (panelHeight + 12), width: panelWidth,
                height: panelHeight, in: &svg)
        }
        let rows = (panels.count + perRow - 1) / perRow
        let height = y + Double(rows) * (panelHeight + 12) + margin
        return svg.document(title: title, width: width.points, height: height.rounded(.up), unit: "pt")
    }

    private func drawLegend(_ y: inout Double, _ margin: Double, _ width: Double, _ svg: inout SVG) {
        var x = margin
        for (index, name) in curves.enumerated() {
            let needed = 26 + SVG.width(of: name, size: 8) + 12
            if x > margin, x + needed > width - margin { (x, y) = (margin, y + 12) }
            svg.polyline([(x, y + 2), (x + 20, y + 2)], stroke: Self.grey(index), dashes: Self.dashes(index))
            svg.mark(index, x: x + 10, y: y + 2, colour: Self.grey(index))
            svg.text(name, x: x + 26, y: y + 5, size: 8)
            x += needed
        }
        y += 14
    }

    private func draw(_ panel: Panel, x: Double, y: Double, width: Double, height: Double, in svg: inout SVG) {
        let values = panel.curves.flatMap { $0.map(\.value) }.filter(\.isFinite)
        let most = max(values.max() ?? 0, 0)
        let scale = ColumnScale(of: [most], metric: panel.metric)
        // From zero, so that heights compare; the top is a round number of steps.
        let step = most > 0 ? BarFigure.roundStep(most / 4) : 1
        let top = max(step, (most / step).rounded(.up) * step)
        let (left, right, upper, lower) = (x + 38.0, x + width - 6, y + 16, y + height - 26)
        func place(_ point: Point) -> (x: Double, y: Double) {
            (left + 8 + point.place * (right - left - 16), lower - point.value / top * (lower - upper))
        }
        svg.text(
            panel.metric.title + (scale.unit.isEmpty ? "" : ", \(scale.unit)"), x: x, y: y + 8, size: 9, isBold: true)
        var level = 0.0
        while level <= top * (1 + 1e-9) {
            let height = lower - level / top * (lower - upper)
            svg.line(from: (left, height), to: (right, height), stroke: "#dddddd", width: 0.6)
            svg.text(scale.text(level), x: left - 4, y: height + 3, size: 8, anchor: .end)
            level += step
        }
        svg.line(from: (left, lower), to: (right, lower), stroke: "#222222", width: 0.8)
        for tick in shownTicks(width: right - left) {
            let at = left + 8 + tick.place * (right - left - 16)
            svg.line(from: (at, lower), to: (at, lower + 3), stroke: "#222222", width: 0.6)
            svg.text(tick.label, x: at, y: lower + 11, size: 8, anchor: .middle)
        }
        svg.text(axis, x: (left + right) / 2, y: lower + 22, size: 8, anchor: .middle, fill: "#555555")
        for (index, curve) in panel.curves.enumerated() {
            let points = curve.filter { $0.value.isFinite }.map(place)
            svg.polyline(points, stroke: Self.grey(index), dashes: Self.dashes(index))
            for point in points { svg.mark(index, x: point.x, y: point.y, colour: Self.grey(index)) }
        }
    }

    /// Those that do not overlap, from the left.
    private func shownTicks(width: Double) -> [Tick] {
        var shown: [Tick] = []
        var free = -Double.infinity
        for tick in ticks {
            let half = SVG.width(of: tick.label, size: 8) / 2
            let middle = tick.place * (width - 16)
            guard middle - half >= free else { continue }
            shown.append(tick)
            free = middle + half + 4
        }
        return shown
    }

    private static func grey(_ index: Int) -> String { ["#111111", "#666666", "#111111", "#888888"][index % 4] }
    private static func dashes(_ index: Int) -> String { ["", "", "4 2", "4 2", "1.5 1.5", "1.5 1.5", "6 2 1.5 2", "6 2 1.5 2"][index % 8] }

    /// A text in lines that fit, cut between words.
    static func lines(_ text: String, width: Double, size: Double) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, SVG.width(of: last + " " + word, size: size) <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
