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

    let x: ScatterFigure.Axis
    let y: ScatterFigure.Axis
    /// The first lies on top.
    let series: [Series]

    private let height = 380.0

    func html(id: String) -> HTML {
        let shown = series.map { Series(name: $0.name, points: $0.points.filter { $0.x.isFinite && $0.y.isFinite }) }
        let figure = ScatterFigure(title: "", x: x, y: y, series: [])
        let horizontal = Scale(x, values: shown.flatMap { $0.points.map(\.x) }, from: 0.06, to: 0.98)
        let vertical = Scale(y, values: shown.flatMap { $0.points.map(\.y) }, from: height - 36, to: 24)
        let title = "\(y.title) over \(x.title)"
        var content: [HTML] = [
            .tag("title", ["id": "\(id)-t"], .text(title)), .tag("desc", ["id": "\(id)-d"], .text(description)),
            .tag("text", ["class": "dim", "x": "0", "y": "12"], .text(figure.heading(y, vertical))),
        ]
        for (value, label) in vertical.ticks {
            content.append(.void("line", ["x1": "6%", "x2": "98%", "y1": position(vertical[value]), "y2": position(vertical[value])]))
            content.append(.tag("text", ["class": "dim", "x": "5.4%", "y": position(vertical[value] + 4), "text-anchor": "end"], .text(label)))
        }
        for (value, label) in horizontal.ticks {
            content.append(.tag(
                "text", ["class": "dim", "x": HTML.percent(horizontal[value]), "y": position(height - 18), "text-anchor": "middle"], .text(label)))
        }
        content.append(.tag("text", ["class": "dim", "x": "98%", "y": position(height - 2), "text-anchor": "end"], .text(figure.heading(x, horizontal))))
        for (index, one) in shown.enumerated().reversed() {
            let corners = figure.steps(one.points.map { ($0.x, $0.y) })
            for (a, b) in zip(corners, corners.dropFirst()) {
                content.append(.void("line", [
                    "class": "k\(index % 5)", "x1": HTML.percent(horizontal[a.x]), "y1": position(vertical[a.y]), "x2": HTML.percent(horizontal[b.x]),
                    "y2": position(vertical[b.y]),
                ]))
            }
            content += one.points.map { mark($0, index, HTML.percent(horizontal[$0.x]), position(vertical[$0.y])) }
        }
        return .tag(
            "figure", [:], .tag("figcaption", [:], .text("\(title.prefix(1).uppercased() + title.dropFirst()); the line bounds what the front reaches.")),
            .legend(shown.enumerated().map { ("k\($0.offset % 5)", $0.element.name) }),
            .tag("svg", ["width": "100%", "height": position(height), "role": "img", "aria-labelledby": "\(id)-t \(id)-d"], content))
    }

    /// Discs of the first series, squares of the others, each larger than those that lie on it: where points coincide, all are seen.
    private func mark(_ point: Point, _ index: Int, _ x: String, _ y: String) -> HTML {
        let side = 9 + 4 * index, half = position(Double(side) / 2)
        let shape = index == 0
            ? HTML.void("circle", ["class": "dot k0", "cx": x, "cy": y, "r": "5"])
            : HTML.void("rect", [
                "class": "dot k\(index % 5)", "x": x, "y": y, "width": "\(side)", "height": "\(side)", "transform": "translate(-\(half) -\(half))",
            ])
        return .tag("g", ["data-item": ""], .tag("title", [:], .text(point.words)), shape)
    }

    private var description: String {
        series.map { "\($0.name) with \($0.points.count) point\($0.points.count == 1 ? "" : "s")" }.joined(separator: "; ") + ". The table of designs has the numbers."
    }

    private func position(_ value: Double) -> String { value.text(significant: 5) }
}
