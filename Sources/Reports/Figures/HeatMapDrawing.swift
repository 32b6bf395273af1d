extension HeatMap {
    /// Title, map with its axes, and the colours with their shares.
    public func drawing(width paper: PaperWidth, height limit: PaperHeight) -> Drawing {
        var drawing = Drawing(title: title)
        let top = drawing.heading(subtitle, width: paper.points) + 12
        let names = [0, rows - 1].map { Drawing.width(of: "\($0)", size: 8) }.max() ?? 0
        let left = Drawing.margin + max(names, Drawing.width(of: "row", size: 8)) + 5
        let ticks = ticks
        let bar = 10 + 4 + (ticks.map { Drawing.width(of: text($0), size: 8) }.max() ?? 0)
        let side = min(paper.points - left - 14 - bar - Drawing.margin, 340)
        let room = max(40, limit.points - top - 12 - Drawing.margin)
        let scale = min(side / Double(max(rows, columns)), room / Double(rows))
        let (width, height) = (Double(columns) * scale, Double(rows) * scale)

        var cells = PNG(width: columns, height: rows, palette: Self.palette)
        for k in shares.indices { cells.pixels[k] = colour(shares[k]) }
        drawing.picture(cells, x: left, y: top, width: width, height: height)
        drawing.frame(x: left, y: top, width: width, height: height)
        for j in columns > 1 ? [0, columns - 1] : [0] {
            drawing.text("\(j)", x: left + (Double(j) + 0.5) * scale, y: top + height + 10, anchor: .middle)
        }
        for i in rows > 1 ? [0, rows - 1] : [0] {
            drawing.text("\(i)", x: left - 4, y: top + (Double(i) + 0.5) * scale + 3, anchor: .end)
        }
        // Where it leaves room between the numbers at both ends.
        if width > 60 { drawing.text("column", x: left + width / 2, y: top + height + 10, anchor: .middle) }
        if height > 40 { drawing.text("row", x: left - 4, y: top + height / 2 + 3, anchor: .end) }

        let length = max(height, 80)
        drawColours(ticks, x: left + width + 14, y: top, length: length, in: &drawing)
        drawing.size = (paper.points, (top + max(height + 12, length) + Drawing.margin).rounded(.up))
        return drawing
    }

    private func drawColours(_ ticks: [Double], x: Double, y: Double, length: Double, in drawing: inout Drawing) {
        var ramp = PNG(width: 1, height: 125, palette: Self.palette)
        for step in 0..<ramp.height {
            let share = 1 - (Double(step) + 0.5) / Double(ramp.height)
            ramp.pixels[step] = colour(greatest > least ? least + share * (greatest - least) : least)
        }
        drawing.picture(ramp, x: x, y: y, width: 10, height: length)
        drawing.frame(x: x, y: y, width: 10, height: length)
        for tick in ticks {
            let place = y + length * (1 - place(of: tick))
            drawing.line(from: (x + 10, place), to: (x + 12, place), stroke: .ink)
            drawing.text(text(tick), x: x + 14, y: place + 3)
        }
        drawing.text(label, x: x, y: y - 7)
    }
}
