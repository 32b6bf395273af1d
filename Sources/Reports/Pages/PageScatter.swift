import Quantities

/// Points of several series between two axes, as wide as the page.
struct PageScatter {
    struct Series {
        var name: String
        var points: [Point]
    }

    struct Point {
        var x: Double
        var y: Double
        /// What it says under the pointer.
        var words: String
    }

    let x: Axis
    let y: Axis
    /// The first lies on top.
    let series: [Series]
    var height = 380.0
    /// Whether each series is a front, with a line that bounds what it reaches.
    var areFronts = true
    /// What has the numbers, for those who do not see it.
    var table = "The table of designs"

    func html(id: String) -> HTML {
        let shown = series.map { Series(name: $0.name, points: $0.points.filter { $0.x.isFinite && $0.y.isFinite }) }
        let figure = ScatterFigure(title: "", x: x, y: y, series: [])
        let horizontal = Scale(x, values: shown.flatMap { $0.points.map(\.x) }, from: 0.1, to: 0.98)
        let vertical = Scale(y, values: shown.flatMap { $0.points.map(\.y) }, from: height - 36, to: 24)
        let title = "\(y.title) over \(x.title)"
        var content: [HTML] = [
            .tag("title", ["id": "\(id)-t"], .text(title)), .tag("desc", ["id": "\(id)-d"], .text(description)),
            .tag("text", ["class": "dim", "x": "0", "y": "12"], .text(y.heading(vertical.unit))),
        ]
        for (value, label) in vertical.ticks {
            content.append(
                .void(
                    "line",
                    ["x1": "10%", "x2": "98%", "y1": position(vertical[value]), "y2": position(vertical[value])]))
            content.append(
                .tag(
                    "text", ["class": "dim", "x": "9%", "y": position(vertical[value] + 4), "text-anchor": "end"],
                    .text(label)))
        }
        for (value, label) in horizontal.ticks {
            content.append(
                .tag(
                    "text",
                    [
                        "class": "dim", "x": HTML.percent(horizontal[value]), "y": position(height - 18),
                        "text-anchor": "middle",
                    ], .text(label)))
        }
        content.append(
            .tag(
                "text", ["class": "dim", "x": "98%", "y": position(height - 2), "text-anchor": "end"],
                .text(x.heading(horizontal.unit))))
        // Each is larger than those that lie on it: where fronts coincide, all are seen.
        for (index, one) in shown.enumerated().reversed() {
            let corners = areFronts ? figure.steps(one.points.map { ($0.x, $0.y) }) : []
            for (a, b) in zip(corners, corners.dropFirst()) {
                content.append(
                    .void(
                        "line",
                        [
                            "class": "curve k\(index % 8)", "x1": HTML.percent(horizontal[a.x]),
                            "y1": position(vertical[a.y]), "x2": HTML.percent(horizontal[b.x]),
                            "y2": position(vertical[b.y]),
                        ]))
            }
            content += one.points.map {
                HTML.mark(
                    index, x: HTML.percent(horizontal[$0.x]), y: position(vertical[$0.y]), words: $0.words,
                    scale: areFronts ? 1 + 0.45 * Double(index % 5) : 1)
            }
        }
        let caption =
            title.prefix(1).uppercased() + title.dropFirst()
            + (areFronts ? "; the line bounds what the front reaches." : "")
        return .tag(
            "figure", [:], .tag("figcaption", [:], .text(caption)),
            .marks(shown.map(\.name)),
            .tag(
                "svg",
                ["width": "100%", "height": position(height), "role": "img", "aria-labelledby": "\(id)-t \(id)-d"],
                content))
    }

    private var description: String {
        series.map { "\($0.name) with \($0.points.count) point\($0.points.count == 1 ? "" : "s")" }.joined(
            separator: "; ") + ". \(table) has the numbers."
    }

    private func position(_ value: Double) -> String { value.text(significant: 5) }
}
