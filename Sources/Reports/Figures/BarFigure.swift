/// Bar charts below each other as one SVG drawing for a paper: white ground, one dark colour that
/// also prints in grey, every bar with its number and share.
///
/// ```swift
/// try AtomicFile.write(BarFigure(title: "isaac, resnet20", charts: [energy, area]).svg, to: "isaac.svg")
/// ```
public struct BarFigure: Hashable, Sendable {
    public var title: String
    public var subtitle: String
    public var charts: [BarChart]

    public init(title: String, subtitle: String = "", charts: [BarChart]) {
        self.title = title
        self.subtitle = subtitle
        self.charts = charts
    }

    /// The drawing as a file.
    public var svg: String {
        var svg = SVG()
        let labelWidth = widest(charts.flatMap { $0.bars.map(\.label) }, size: 12)
        let numbers = charts.map { chart in
            let (unit, rows) = chart.labels
            return (unit: unit, texts: rows.map { "\($0.value) \(unit) (\($0.share))" })
        }
        let numberWidth = widest(numbers.flatMap(\.texts), size: 11)
        let left = margin + labelWidth + 8
        let right = left + barLength
        let width = right + 8 + numberWidth + margin

        var y = margin + 14
        svg.text(title, x: margin, y: y, size: 16, isBold: true)
        if !subtitle.isEmpty {
            y += 18
            svg.text(subtitle, x: margin, y: y, size: 12, fill: "#555555")
        }
        for (chart, number) in zip(charts, numbers) {
            y += 30
            svg.text(chart.title, x: margin, y: y, size: 13, isBold: true)
            let top = y + 8
            let bottom = top + Double(chart.bars.count) * pitch + 4
            let largest = chart.bars.map(\.value).max() ?? 0
            drawAxis(of: largest, chart, left: left, top: top, bottom: bottom, unit: number.unit, in: &svg)
            for (index, bar) in chart.bars.enumerated() {
                let middle = top + 2 + (Double(index) + 0.5) * pitch
                let length = largest > 0 ? max(0, bar.value / largest) * barLength : 0
                svg.text(bar.label, x: left - 6, y: middle + 4, size: 12, anchor: .end)
                svg.rectangle(x: left, y: middle - thickness / 2, width: length, height: thickness, fill: "#2f5d8a")
                svg.text(number.texts[index], x: left + length + 6, y: middle + 4, size: 11)
            }
            svg.line(from: (left, top), to: (left, bottom), stroke: "#222222")
            y = bottom + 30
        }
        return svg.document(title: title, width: width.rounded(.up), height: y.rounded(.up))
    }

    /// Light lines at round numbers, labelled below, and the unit under them.
    private func drawAxis(
        of largest: Double, _ chart: BarChart, left: Double, top: Double, bottom: Double, unit: String, in svg: inout SVG
    ) {
        guard largest > 0 else { return }
        let scale = ColumnScale(of: [largest], unit: chart.unit, takesPrefix: chart.takesPrefix)
        let step = Self.roundStep(largest / 4)
        for index in 0... {
            let value = Double(index) * step
            guard value <= largest * (1 + 1e-9) else { break }
            let x = left + value / largest * barLength
            svg.line(from: (x, top), to: (x, bottom), stroke: "#dddddd")
            svg.text(scale.text(value), x: x, y: bottom + 13, size: 10, anchor: .middle, fill: "#555555")
        }
        svg.text(unit, x: left + barLength, y: bottom + 26, size: 10, anchor: .end, fill: "#555555")
    }

    /// The least of 1, 2 and 5 times a power of ten that is no less than the size.
    static func roundStep(_ size: Double) -> Double {
        var power = 1.0
        while power > size { power /= 10 }
        while power * 10 <= size { power *= 10 }
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= size * (1 - 1e-9) } ?? 10 * power
    }

    private func widest(_ texts: [String], size: Double) -> Double {
        texts.map { SVG.width(of: $0, size: size) }.max() ?? 0
    }

    private var margin: Double { 20 }
    private var barLength: Double { 380 }
    private var pitch: Double { 20 }
    private var thickness: Double { 14 }
}
