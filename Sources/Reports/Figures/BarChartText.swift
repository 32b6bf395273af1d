extension BarChart {
    /// The chart as lines of text: a heading with the total, then label, bar, value and share of
    /// each; as wide as the terminal, 80 columns in a file.
    public func text(on terminal: Terminal) -> String {
        let width = min(terminal.width ?? 80, 120)
        let (unit, rows) = labels
        let largest = bars.map(\.value).max() ?? 0
        // Label and numbers first, to see what room they leave.
        var table = Table(
            columns: [.init("", .leading), .init("", .leading), .init("", .decimal), .init("", .trailing)],
            rows: zip(bars, rows).map {
                [.init($0.label.shortened(to: max(8, width / 3))), "", .init($1.value), .init($1.share)]
            },
            keyColumns: 4, hasHeading: false)
        let taken = table.text(on: .plain).split(separator: "\n").map { $0.displayWidth }.max() ?? 0
        let room = width - taken - 2
        for index in bars.indices where room >= 4 && largest > 0 {
            table.rows[index][1].text = Self.bar(
                bars[index].value / largest, tail: bars[index].tail / largest, width: room)
        }
        let totalScale = ColumnScale(of: [total], unit: self.unit, takesPrefix: takesPrefix)
        let whole = isWhole ? "; \(totalScale.text(total)) \(totalScale.unit) in all" : ""
        let line = terminal.bold(heading) + ", \(unit)\(whole)\n"
        let lines = table.text(on: .plain).split(separator: "\n").map { "  " + $0 + "\n" }
        return line + lines.joined()
    }

    /// A bar in eighths of a column; its tail in whole ones, lightly.
    private static func bar(_ share: Double, tail: Double, width: Int) -> String {
        if tail > 0 {
            let whole = Int((min(1, share) * Double(width)).rounded())
            let light = Int((min(1, tail) * Double(width)).rounded())
            return String(repeating: "█", count: max(0, whole - light))
                + String(repeating: "░", count: min(whole, light))
        }
        let eighths = Int((min(1, max(0, share)) * Double(8 * width)).rounded())
        let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return String(repeating: "█", count: eighths / 8) + rest
    }
}
