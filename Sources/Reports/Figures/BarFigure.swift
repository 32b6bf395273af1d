/// Bar charts below each other as one SVG drawing of a paper's width: white ground, one dark colour that
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

    /// The drawing as a file, as wide as both columns of a paper.
    public var svg: String { svg(width: .page) }

    /// The drawing as a file.
    ///
    /// Text keeps its size; labels that would take more than two fifths of the width are cut.
    public func svg(width paper: PaperWidth) -> String {
        let width = paper.points
        var svg = SVG()
        let numbers = charts.map { chart in
            let (unit, rows) = chart.labels
            return (unit: unit, texts: rows.map { "\($0.value) (\($0.share))" })
        }
        let labelWidth = min(0.4 * width, widest(charts.flatMap { $0.bars.map(\.label) }, size: labelSize))
        let left = margin + labelWidth + 6
        let barLength = max(20, width - left - 5 - widest(numbers.flatMap(\.texts), size: numberSize) - margin)
        var y = margin + 4
        for line in LineFigure.lines(title, width: width - 2 * margin, size: 11) {
            svg.text(line, x: margin, y: y, size: 11, isBold: true)
            y += 13
        }
        for line in LineFigure.lines(subtitle, width: width - 2 * margin, size: 8) {
            svg.text(line, x: margin, y: y, size: 8, fill: "#555555")
            y += 11
        }
        for (chart, number) in zip(charts, numbers) {
            y += 10
            svg.text("\(chart.title), \(number.unit)", x: margin, y: y, size: 9, isBold: true)
            let top = y + 5
            let bottom = top + Double(chart.bars.count) * pitch + 3
            let largest = chart.bars.map(\.value).max() ?? 0
            drawAxis(of: largest, chart, left: left, top: top, bottom: bottom, length: barLength, in: &svg)
            for (index, bar) in chart.bars.enumerated() {
                let middle = top + 1.5 + (Double(index) + 0.5) * pitch
                let length = largest > 0 ? max(0, bar.value / largest) * barLength : 0
                let letters = Int(labelWidth / SVG.width(of: "n", size: labelSize))
                svg.text(bar.label.shortened(to: max(1, letters)), x: left - 4, y: middle + 2.8, size: labelSize, anchor: .end)
                svg.rectangle(x: left, y: middle - thickness / 2, width: length, height: thickness, fill: "#2f5d8a")
                svg.text(number.texts[index], x: left + length + 4, y: middle + 2.6, size: numberSize)
            }
            svg.line(from: (left, top), to: (left, bottom), stroke: "#222222", width: 0.8)
            y = bottom + 16
        }
        return svg.document(title: title, width: width, height: y.rounded(.up), unit: "pt")
    }

    /// Light lines at round numbers, labelled below as far as there is room.
    private func drawAxis(
        of largest: Double, _ chart: BarChart, left: Double, top: Double, bottom: Double, length: Double, in svg: inout SVG
    ) {
        guard largest > 0 else { return }
        let scale = ColumnScale(of: [largest], unit: chart.unit, takesPrefix: chart.takesPrefix)
        let step = Self.roundStep(largest / (length > 150 ? 4 : 2))
        for index in 0... {
            let value = Double(index) * step
            guard value <= largest * (1 + 1e-9) else { break }
            let x = left + value / largest * length
            svg.line(from: (x, top), to: (x, bottom), stroke: "#dddddd", width: 0.6)
            svg.text(scale.text(value), x: x, y: bottom + 9, size: 7, anchor: .middle, fill: "#555555")
        }
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

    private var margin: Double { 10 }
    private var labelSize: Double { 8 }
    private var numberSize: Double { 7.5 }
    private var pitch: Double { 13 }
    private var thickness: Double { 9 }
}
