extension HeatMap {
    /// The drawing as an SVG file: title, map with its axes, and the colours with their shares.
    public var svg: String {
        var svg = SVG()
        let side = 480.0
        let scale = side / Double(max(rows, columns))
        let (width, height) = (Double(columns) * scale, Double(rows) * scale)
        let (left, top) = (64.0, subtitle.isEmpty ? 56.0 : 76.0)
        svg.text(title, x: 16, y: 28, size: 16, isBold: true)
        if !subtitle.isEmpty { svg.text(subtitle, x: 16, y: 48, size: 12, fill: "#555555") }

        var cells = PNG(width: columns, height: rows, palette: Self.palette)
        for k in shares.indices { cells.pixels[k] = colour(shares[k]) }
        svg.picture(cells.file, x: left, y: top, width: width, height: height)
        svg.frame(x: left, y: top, width: width, height: height)
        for j in columns > 1 ? [0, columns - 1] : [0] {
            svg.text("\(j)", x: left + (Double(j) + 0.5) * scale, y: top + height + 16, size: 11, anchor: .middle)
        }
        for i in rows > 1 ? [0, rows - 1] : [0] {
            svg.text("\(i)", x: left - 6, y: top + (Double(i) + 0.5) * scale + 4, size: 11, anchor: .end)
        }
        svg.text("column", x: left + width / 2, y: top + height + 32, size: 12, anchor: .middle)
        svg.text("row", x: left - 6, y: top + height / 2 + 4, size: 12, anchor: .end)

        let bar = max(height, 120)
        let x = left + width + 28
        let steps = 100
        for step in 0..<steps where greatest > least {
            let share = least + (greatest - least) * (Double(step) + 0.5) / Double(steps)
            let (r, g, b) = Self.palette[Int(colour(share))]
            let piece = bar / Double(steps)
            svg.rectangle(
                x: x, y: top + bar - Double(step + 1) * piece, width: 16, height: piece + (step > 0 ? 0.3 : 0),
                fill: "rgb(\(r),\(g),\(b))")
        }
        for (index, tick) in ticks.enumerated() {
            let y = ticks.count == 1 ? top + bar / 2 : top + bar * (1 - Double(index) / Double(ticks.count - 1))
            svg.text(text(tick), x: x + 22, y: y + 4, size: 11)
        }
        svg.text(label, x: x, y: top - 10, size: 12)
        let total = x + 22 + (ticks.map { SVG.width(of: text($0), size: 11) }.max() ?? 0) + 16
        let textWidth = max(SVG.width(of: title, size: 17), SVG.width(of: subtitle, size: 12)) + 32
        return svg.document(title: title, width: max(total, textWidth).rounded(.up), height: (top + bar + 48).rounded(.up))
    }
}
