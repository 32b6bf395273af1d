/// Points of several series between two axes, such as Pareto fronts beside each other: series told apart by colour and
/// by the shape of their marks.
///
/// ```swift
/// let figure = ScatterFigure(
///     title: "Pareto front of resnet20", x: .init(title: "energy", unit: "J"), y: .init(title: "delay", unit: "s"),
///     series: [.init(name: "exact", points: front)])
/// try AtomicFile.write(figure.svg(width: .column), to: "front.svg")
/// ```
public struct ScatterFigure: Figure {
    public struct Series: Sendable {
        public var name: String
        public var points: [(x: Double, y: Double)]
        /// Of each point what stands beside it where there is room; none where points have none.
        public var labels: [String]
        /// Of each point the values of y that it stands for, such as a mean's interval: drawn as error bars. Nil for
        /// points without; none where no point has any.
        public var bars: [ClosedRange<Double>?]

        /// - Precondition: there is a label for each point, or none at all; so with the bars.
        public init(
            name: String, points: [(x: Double, y: Double)], labels: [String] = [], bars: [ClosedRange<Double>?] = []
        ) {
            precondition(labels.isEmpty || labels.count == points.count, "each point has its label")
            precondition(bars.isEmpty || bars.count == points.count, "each point has its bar, or nil")
            self.name = name
            self.points = points
            self.labels = labels
            self.bars = bars
        }

        /// Those that can be drawn.
        var finite: Series {
            let shown = points.indices.filter { points[$0].x.isFinite && points[$0].y.isFinite }
            return Series(
                name: name, points: shown.map { points[$0] }, labels: labels.isEmpty ? [] : shown.map { labels[$0] },
                bars: bars.isEmpty ? [] : shown.map { bars[$0] })
        }

        /// Its error bars, from bottom to top.
        var spans: [(x: Double, y: ClosedRange<Double>)] {
            zip(points, bars).compactMap { point, bar in bar.map { (point.x, $0) } }
        }
    }

    public var title: String
    public var subtitle: String
    public var x: Axis
    public var y: Axis
    /// Those drawn first lie below.
    public var series: [Series]

    public init(title: String, subtitle: String = "", x: Axis, y: Axis, series: [Series]) {
        self.title = title
        self.subtitle = subtitle
        self.x = x
        self.y = y
        self.series = series
    }

    /// Points that are not finite are left out, and labels that there is no room for.
    public func drawing(width paper: PaperWidth, height: PaperHeight) -> Drawing {
        let shown = series.map(\.finite)
        var drawing = Drawing(title: title)
        let top = drawing.heading(subtitle, width: paper.points) + 14
        let below = 33 + 12 * Double(shown.count { !$0.name.isEmpty })
        let bottom = top + min(paper.points < 400 ? 150 : 240, max(60, height.points - top - below))
        let heights = shown.flatMap { one in
            one.points.map(\.y) + one.spans.flatMap { [$0.y.lowerBound, $0.y.upperBound] }
        }
        let vertical = Scale(y, values: heights, from: bottom, to: top)
        let left = Drawing.margin + 4 + (vertical.ticks.map { Drawing.width(of: $0.label, size: 8) }.max() ?? 0)
        let right = paper.points - Drawing.margin - 6
        let horizontal = Scale(x, values: shown.flatMap { $0.points.map(\.x) }, from: left, to: right)
        for (value, label) in horizontal.ticks {
            drawing.line(from: (horizontal[value], top), to: (horizontal[value], bottom), stroke: .rule, weight: 0.6)
            drawing.text(label, x: horizontal[value], y: bottom + 10, anchor: .middle)
        }
        for (value, label) in vertical.ticks {
            drawing.line(from: (left, vertical[value]), to: (right, vertical[value]), stroke: .rule, weight: 0.6)
            drawing.text(label, x: left - 4, y: vertical[value] + 3, anchor: .end)
        }
        drawing.line(from: (left, top), to: (left, bottom), stroke: .ink)
        drawing.line(from: (left, bottom), to: (right, bottom), stroke: .ink)
        drawing.text(y.heading(vertical.unit), x: Drawing.margin, y: top - 6, isBold: true)
        drawing.text(x.heading(horizontal.unit), x: right, y: bottom + 21, anchor: .end, isBold: true)
        for (index, one) in shown.enumerated() {
            drawing.polyline(
                steps(one.points).map { (horizontal[$0.x], vertical[$0.y]) }, stroke: Self.colour(index), weight: 1)
            for (x, y) in one.spans {
                bar(at: horizontal[x], from: vertical[y.lowerBound], to: vertical[y.upperBound], index, in: &drawing)
            }
            for point in one.points { mark(index, at: (horizontal[point.x], vertical[point.y]), in: &drawing) }
        }
        let placement = LabelPlacement(left: left + 1, right: right, top: top, bottom: bottom, size: 6.5, reach: 3.2)
        let labels = shown.flatMap { one in one.points.indices.map { one.labels.isEmpty ? nil : one.labels[$0] } }
        let places = placement.places(
            shown.flatMap { $0.points.map { (horizontal[$0.x], vertical[$0.y]) } },
            widths: labels.map { $0.map { Drawing.width(of: $0, size: 6.5) } },
            lines: shown.flatMap { one in
                let corners = steps(one.points).map { (x: horizontal[$0.x], y: vertical[$0.y]) }
                return zip(corners, corners.dropFirst()).map { (from: $0, to: $1) }
                    + one.spans.map {
                        (
                            from: (x: horizontal[$0.x], y: vertical[$0.y.lowerBound]),
                            to: (x: horizontal[$0.x], y: vertical[$0.y.upperBound])
                        )
                    }
            })
        for case (let label?, let place?) in zip(labels, places) {
            drawing.text(label, x: place.x, y: place.y, size: 6.5, anchor: place.anchor, fill: .soft)
        }
        var legend = bottom + 35
        for (index, one) in shown.enumerated() where !one.name.isEmpty {
            mark(index, at: (left + 4, legend - 3), in: &drawing)
            drawing.text(Drawing.fitting(one.name, width: right - left - 12, size: 8), x: left + 12, y: legend)
            legend += 12
        }
        drawing.size = (paper.points, (legend - 4).rounded(.up))
        return drawing
    }

    /// The first is filled, the others are outlines: equal points of several series are all seen.
    private func mark(_ index: Int, at place: Drawing.Point, in drawing: inout Drawing) {
        drawing.mark(index, x: place.x, y: place.y, colour: Self.colour(index), isHollow: index > 0)
    }

    /// An error bar with its two ends.
    private func bar(at x: Double, from low: Double, to high: Double, _ index: Int, in drawing: inout Drawing) {
        let colour = Self.colour(index)
        drawing.line(from: (x, low), to: (x, high), stroke: colour, weight: 0.8)
        for end in [low, high] { drawing.line(from: (x - 3, end), to: (x + 3, end), stroke: colour, weight: 0.8) }
    }

    private static func colour(_ index: Int) -> Colour {
        [Colour(0x2f5d8a), Colour(0xc0562b), Colour(0x3f7f4c), Colour(0x7a4d8f), Colour(0x8a7a2f)][index % 5]
    }

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

    /// A row for each point: the series, and its place in the units of the axes' values.
    ///
    /// - Parameter keys: names of the two columns, with their units.
    public func csv(keys: (x: String, y: String)) -> CSV {
        CSV(
            header: ["series", keys.x, keys.y],
            rows: series.flatMap { one in one.points.map { [.text(one.name), .number($0.x), .number($0.y)] } })
    }
}
