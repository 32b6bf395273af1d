/// Bar charts below each other: one dark colour that also prints in grey, every bar with its number and share.
public struct BarFigure: Figure, Hashable {
    public var title: String
    public var subtitle: String
    public var charts: [BarChart]

    public init(title: String, subtitle: String = "", charts: [BarChart]) {
        self.title = title
        self.subtitle = subtitle
        self.charts = charts
    }

    /// Labels that would take more than two fifths of the width are cut. Where the bars are too many for the height,
    /// they stand closer, and the smallest parts of a whole are added up in one.
    public func drawing(width paper: PaperWidth, height: PaperHeight) -> Drawing {
        let width = paper.points
        var drawing = Drawing(title: title)
        var y = drawing.heading(subtitle, width: width)
        let (charts, pitch) = fitted(height.points - y - 1)
        let thickness = pitch * 9 / 13
        let (labelSize, numberSize) = pitch < 11 ? (7.0, 6.5) : (8.0, 7.5)
        let numbers = charts.map { chart in
            let (unit, rows) = chart.labels
            return (
                unit: unit,
                texts: rows.map { $0.share.isEmpty ? typeset($0.value) : "\(typeset($0.value)) (\($0.share))" }
            )
        }
        let labelWidth = min(0.4 * width, widest(charts.flatMap { $0.bars.map(\.label) }, size: labelSize))
        let left = Drawing.margin + labelWidth + 4
        let barLength = max(20, width - left - 5 - widest(numbers.flatMap(\.texts), size: numberSize) - Drawing.margin)
        for (chart, number) in zip(charts, numbers) {
            y += 10
            drawing.text(
                number.unit.isEmpty ? chart.heading : "\(chart.heading), \(number.unit)", x: Drawing.margin, y: y,
                size: 9, isBold: true)
            let top = y + 5
            let bottom = top + Double(chart.bars.count) * pitch + 3
            let largest = chart.bars.map { max($0.value, $0.interval?.upperBound ?? 0) }.max() ?? 0
            drawAxis(of: largest, chart, left: left, top: top, bottom: bottom, length: barLength, in: &drawing)
            for (index, bar) in chart.bars.enumerated() {
                let middle = top + 1.5 + (Double(index) + 0.5) * pitch
                func place(_ value: Double) -> Double { largest > 0 ? max(0, value / largest) * barLength : 0 }
                let label = Drawing.fittingEnds(bar.label, width: labelWidth, size: labelSize)
                drawing.text(label, x: left - 4, y: middle + 2.8, size: labelSize, anchor: .end)
                drawing.rectangle(
                    x: left, y: middle - thickness / 2, width: place(bar.value), height: thickness, fill: .bar)
                if bar.tail > 0 {
                    let start = left + place(bar.value - bar.tail)
                    drawing.rectangle(
                        x: start, y: middle - thickness / 2, width: left + place(bar.value) - start, height: thickness,
                        fill: .tail)
                }
                if let interval = bar.interval {
                    let (low, high) = (left + place(interval.lowerBound), left + place(interval.upperBound))
                    drawing.line(from: (low, middle), to: (high, middle), stroke: .ink)
                    for end in [low, high] {
                        drawing.line(from: (end, middle - 2.5), to: (end, middle + 2.5), stroke: .ink)
                    }
                }
                drawing.text(
                    number.texts[index], x: left + place(max(bar.value, bar.interval?.upperBound ?? 0)) + 4,
                    y: middle + 2.6, size: numberSize)
            }
            drawing.line(from: (left, top), to: (left, bottom), stroke: .ink)
            y = bottom + 16
        }
        drawing.size = (width, y.rounded(.up))
        return drawing
    }

    /// Light lines at round numbers, labelled below as far as there is room.
    private func drawAxis(
        of largest: Double, _ chart: BarChart, left: Double, top: Double, bottom: Double, length: Double,
        in drawing: inout Drawing
    ) {
        guard largest > 0 else { return }
        let scale = ColumnScale(of: [largest], unit: chart.unit, takesPrefix: chart.takesPrefix)
        let step = Scale.stepWithin(largest / (length > 150 ? 3 : 2))
        let values = (0...Int(largest / step * (1 + 1e-9))).map { Double($0) * step }
        for (value, label) in zip(values, scale.labels(of: values, step: step)) {
            let x = left + value / largest * length
            drawing.line(from: (x, top), to: (x, bottom), stroke: .rule, weight: 0.6)
            drawing.text(label, x: x, y: bottom + 9, size: 7, anchor: .middle, fill: .soft)
        }
    }

    /// The charts as they fit into a height, and how far apart their bars are.
    private func fitted(_ room: Double) -> (charts: [BarChart], pitch: Double) {
        let around = 34.0 * Double(charts.count)
        func bars(_ charts: [BarChart]) -> Double { Double(charts.reduce(0) { $0 + $1.bars.count }) }
        var fitting = charts
        var most = charts.map(\.bars.count).max() ?? 0
        while bars(fitting) * Self.leastPitch + around > room, most > 3 {
            most -= 1
            fitting = charts.map { $0.isWhole ? $0.largest(most) : $0 }
        }
        let pitch = bars(fitting) > 0 ? (room - around) / bars(fitting) : Self.pitch
        return (fitting, min(Self.pitch, max(Self.leastPitch, pitch)))
    }

    private func widest(_ texts: [String], size: Double) -> Double {
        texts.map { Drawing.width(of: $0, size: size) }.max() ?? 0
    }

    private static let pitch = 13.0
    private static let leastPitch = 9.0
}
