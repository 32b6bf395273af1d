import Quantities

/// Totals of several things to one scale, each cut into its groups.
struct StackedBars {
    struct Row {
        var name: String
        var parts: [(group: String, value: Double)]
        var total: Double { parts.reduce(0) { $0 + $1.value } }
    }

    let title: String
    let unit: String
    let takesPrefix: Bool
    let rows: [Row]
    let groups: Groups

    private let pitch = 46

    func html(id: String) -> HTML {
        let most = rows.map(\.total).max() ?? 0
        let scale = ColumnScale(of: [most], unit: unit, takesPrefix: takesPrefix)
        var content: [HTML] = [
            .tag("title", ["id": "\(id)-t"], .text(title)),
            .tag(
                "desc", ["id": "\(id)-d"],
                .text(rows.map { "\($0.name) \(scale.typeset($0.total)) \(scale.unit)" }.joined(separator: ", ") + ".")),
        ]
        for (index, row) in rows.enumerated() {
            let top = index * pitch
            content.append(
                .tag(
                    "text", ["class": "out", "x": "0", "y": "\(top + 14)"],
                    .text(
                        "\(Drawing.fittingEnd(row.name, width: 210, size: 12)), \(scale.typeset(row.total)) \(scale.unit)"
                    )
                ))
            var left = 0.0
            for part in row.parts where part.value > 0 && most > 0 {
                let words =
                    "\(row.name) › \(part.group)\n\(scale.typeset(part.value)) \(scale.unit), \((100 * part.value / row.total).text(decimals: 1)) %"
                content.append(
                    .tag(
                        "svg",
                        [
                            "data-item": "", "x": HTML.percent(left / most), "y": "\(top + 20)",
                            "width": HTML.percent(part.value / most), "height": "18",
                        ],
                        .tag("title", [:], .text(words)),
                        .void(
                            "rect",
                            [
                                "class": "part \(groups.colour(of: part.group) ?? "g10")", "width": "100%",
                                "height": "18",
                            ])))
                left += part.value
            }
        }
        return .tag(
            "figure", [:], .tag("figcaption", [:], .text(title)),
            .tag(
                "svg",
                [
                    "width": "100%", "height": "\(rows.count * pitch)", "role": "img",
                    "aria-labelledby": "\(id)-t \(id)-d",
                ], content))
    }
}
