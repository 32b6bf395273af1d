import Quantities

/// Curves over one axis in panels: greys, curves told apart by marks and dashes, so that it can be read without
/// colours.
///
/// With ``facets`` it has small multiples: a row for each quantity, and in it a panel for each facet, all to one scale.
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
    /// What the panels of one quantity differ in; none where each quantity has one panel.
    public var facets: [String]

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
        /// More points that belong to it without being on a curve.
        public var scatter: [Point]

        public init(quantity: Axis, curves: [[Point]], scatter: [Point] = []) {
            self.quantity = quantity
            self.curves = curves
            self.scatter = scatter
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

    /// - Precondition: where there are facets, the panels are those of the first quantity, of the second, and so on.
    public init(
        title: String, subtitle: String = "", axis: String, ticks: [Tick], panels: [Panel], curves: [String],
        facets: [String] = []
    ) {
        precondition(facets.isEmpty || panels.count % facets.count == 0, "each quantity has a panel for each facet")
        self.facets = facets
        self.title = title
        self.subtitle = subtitle
        self.axis = axis
        self.ticks = ticks
        self.panels = panels
        self.curves = curves
    }

    public func drawing(width: PaperWidth, height: PaperHeight) -> Drawing {
        var drawing = Drawing(title: title)
        var y = drawing.heading(subtitle, width: width.points) + 4
        if isNamed { drawLegend(&y, width.points, &drawing) }
        if facets.isEmpty {
            drawPanels(&y, width, height, &drawing)
        } else {
            drawFacets(&y, width, height, &drawing)
        }
        drawing.size = (width.points, y.rounded(.up))
        return drawing
    }

    private func drawPanels(_ y: inout Double, _ width: PaperWidth, _ height: PaperHeight, _ drawing: inout Drawing) {
        let perRow = width.points > 400 && panels.count > 1 ? 2 : 1
        let gap = 16.0, below = 12.0
        let rows = Double((panels.count + perRow - 1) / perRow)
        let panelWidth = (width.points - 2 * Drawing.margin - gap * Double(perRow - 1)) / Double(perRow)
        let panelHeight = min(panelWidth * 0.62, 200, max(70, (height.points - y) / rows - below))
        for (index, panel) in panels.enumerated() {
            let (column, row) = (Double(index % perRow), Double(index / perRow))
            let levels = Levels([panel])
            let top = y + row * (panelHeight + below), left = Drawing.margin + column * (panelWidth + gap)
            drawing.text(panel.quantity.heading(levels.scale.unit), x: left, y: top + 8, size: 9, isBold: true)
            draw(
                panel, levels, x: left + levels.room + 5, y: top + 16, width: panelWidth - levels.room - 11,
                height: panelHeight - 42, in: &drawing)
            drawAxis(
                x: left, width: panelWidth, middle: left + levels.room / 2 + panelWidth / 2, y: top + panelHeight - 4,
                &drawing)
        }
        y += rows * (panelHeight + below)
    }

    /// Panels of one quantity beside each other, in as many rows as they take.
    private func drawFacets(_ y: inout Double, _ width: PaperWidth, _ height: PaperHeight, _ drawing: inout Drawing) {
        let quantities = quantities
        let perRow = min(facets.count, max(2, Int(width.points / 125)))
        // As many as leave each panel the height that its curves can be read in.
        let least = 62.0, around = 30.0 * Double(quantities.count) + 12
        let rowsAtMost = max(1, Int((height.points - y - around) / least / Double(quantities.count)))
        let shown = min(facets.count, rowsAtMost * perRow)
        let rows = (shown + perRow - 1) / perRow
        let rowRoom = (height.points - y - around) / Double(rows * quantities.count)
        let rowHeight = min(max(least, rowRoom), 110)
        let room = quantities.map { Levels(Array($0), steps: 2).room }.max() ?? 0
        if shown < facets.count {
            drawing.text(
                "The first \(shown) of \(facets.count) combinations; the table of data has all.", x: Drawing.margin,
                y: y + 2, size: 8, fill: .soft)
            y += 12
        }
        for panels in quantities {
            let levels = Levels(Array(panels), steps: 2)
            drawing.text(
                panels[panels.startIndex].quantity.heading(levels.scale.unit), x: Drawing.margin, y: y + 8, size: 9,
                isBold: true)
            y += 14
            let left = Drawing.margin + room + 5, gap = 8.0
            let panelWidth = (width.points - Drawing.margin - left - gap * Double(perRow - 1)) / Double(perRow)
            for (index, panel) in panels.prefix(shown).enumerated() {
                let x = left + Double(index % perRow) * (panelWidth + gap)
                let top = y + Double(index / perRow) * rowHeight
                drawing.text(
                    Drawing.fitting(facets[index], width: panelWidth, size: 7), x: x, y: top + 7, size: 7, fill: .soft)
                draw(
                    panel, levels, x: x, y: top + 12, width: panelWidth, height: rowHeight - 28,
                    isLabelled: index % perRow == 0, in: &drawing)
            }
            y += Double(rows) * rowHeight + 2
        }
        drawAxis(
            x: Drawing.margin, width: width.points - 2 * Drawing.margin, middle: width.points / 2, y: y + 4, &drawing)
        y += 12
    }

    /// The panels of each quantity.
    var quantities: [ArraySlice<Panel>] {
        let count = max(1, facets.count)
        return stride(from: 0, to: panels.count, by: count).map { panels[$0..<$0 + count] }
    }

    private func drawAxis(x: Double, width: Double, middle: Double, y: Double, _ drawing: inout Drawing) {
        drawing.text(
            Drawing.fitting(axis, width: width, size: 8), x: middle, y: y, anchor: .middle, fill: .soft)
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
        let top: Double
        let ticks: [(value: Double, label: String)]
        /// What the labels take.
        var room: Double { ticks.map { Drawing.width(of: $0.label, size: 8) }.max() ?? 0 }

        /// - Parameter panels: of one quantity, which share the scale.
        init(_ panels: [Panel], steps: Int = 3) {
            let quantity = panels.first?.quantity ?? Axis(title: "", unit: "")
            let curves = panels.flatMap { $0.curves.joined().map(\.value) }.filter(\.isFinite)
            // A few that are far off would leave the curves no room.
            let others = panels.flatMap { $0.scatter.map(\.value) }.filter(\.isFinite).sorted()
            let most = max(curves.max() ?? 0, others.isEmpty ? 0 : others[others.count - 1 - others.count / 20], 0)
            scale = quantity.scale(of: [most])
            // A share's axis ends at the whole where it comes near it.
            let step = most > 0 ? Scale.stepWithin(most / Double(steps)) : 1 / quantity.factor
            let count = max(1, Int((most / step * (1 - 1e-12)).rounded(.up)))
            top = Double(count) * step
            let levels = (0...count).map { Double($0) * step }
            ticks = Array(zip(levels, scale.labels(of: levels, step: step)))
        }
    }

    /// The area of a panel with its ticks; names of axes stand outside.
    private func draw(
        _ panel: Panel, _ levels: Levels, x left: Double, y upper: Double, width: Double, height: Double,
        isLabelled: Bool = true, in drawing: inout Drawing
    ) {
        let (right, lower) = (left + width, upper + height)
        func place(_ point: Point) -> Drawing.Point {
            (left + 8 + point.place * (right - left - 16), lower - point.value / levels.top * (lower - upper))
        }
        for (level, label) in levels.ticks {
            let height = lower - level / levels.top * (lower - upper)
            drawing.line(from: (left, height), to: (right, height), stroke: .rule, weight: 0.6)
            if isLabelled { drawing.text(label, x: left - 4, y: height + 3, anchor: .end) }
        }
        drawing.line(from: (left, lower), to: (right, lower), stroke: .ink)
        for tick in shownTicks(width: right - left) {
            let at = left + 8 + tick.place * (right - left - 16)
            drawing.line(from: (at, lower), to: (at, lower + 3), stroke: .ink, weight: 0.6)
            drawing.text(tick.label, x: at, y: lower + 11, anchor: .middle)
        }
        for point in panel.scatter where point.value <= levels.top {
            let (x, y) = place(point)
            drawing.rectangle(x: x - 0.5, y: y - 0.5, width: 1, height: 1, fill: .tail)
        }
        let isDense = (panel.curves.map(\.count).max() ?? 0) > 40
        let isSmall = width < 160
        for (index, curve) in panel.curves.enumerated() {
            let points = curve.filter { $0.value.isFinite }
            drawing.polyline(
                points.map(place), stroke: Self.grey(index), weight: isSmall ? 0.9 : 1.2, dashes: Self.dashes(index))
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
