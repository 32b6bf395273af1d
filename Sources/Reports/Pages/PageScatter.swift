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
        /// What stands beside it where there is room.
        var label: String?

        init(x: Double, y: Double, words: String, label: String? = nil) {
            (self.x, self.y, self.words, self.label) = (x, y, words, label)
        }
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
    /// More points that lie below all series.
    var cloud: [(x: Double, y: Double)] = []
    /// Whether another drawing stands beside it on a wide page.
    var isPaired = false

    /// Dots of the cloud: more make a page large and are not told apart.
    private static let mostDots = 500

    func html(id: String) -> HTML {
        let shown = series.map { Series(name: $0.name, points: $0.points.filter { $0.x.isFinite && $0.y.isFinite }) }
        let figure = ScatterFigure(title: "", x: x, y: y, series: [])
        let (dots, beyond) = dots(shown.flatMap(\.points))
        let values = (
            x: shown.flatMap { $0.points.map(\.x) } + dots.map(\.x),
            y: shown.flatMap { $0.points.map(\.y) } + dots.map(\.y)
        )
        let horizontal = Scale(x, values: values.x, from: 0.1, to: 0.98, steps: isPaired ? 2 : 3)
        let vertical = Scale(y, values: values.y, from: height - 36, to: 24, steps: 3)
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
        content += dots.map {
            .void(
                "circle",
                ["class": "cloud", "cx": HTML.percent(horizontal[$0.x]), "cy": position(vertical[$0.y]), "r": "1.6"])
        }
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
        let corners = areFronts ? shown.map { figure.steps($0.points.map { ($0.x, $0.y) }) } : []
        content += labels(shown.flatMap(\.points), corners, horizontal, vertical)
        var caption = title.prefix(1).uppercased() + title.dropFirst()
        if areFronts { caption += "; the line bounds what the front reaches" }
        if !dots.isEmpty {
            caption += ", dots are \(dots.count + beyond < cloud.count ? "some of the" : "all") trials"
            if beyond > 0 { caption += ", \(beyond) more of them lie beyond the axes" }
        }
        caption += areFronts ? "." : ""
        return .tag(
            "figure", [:], .tag("figcaption", [:], .text(caption)),
            .marks(shown.map(\.name)),
            .tag(
                "svg",
                ["width": "100%", "height": position(height), "role": "img", "aria-labelledby": "\(id)-t \(id)-d"],
                content))
    }

    /// The points of the cloud that are drawn, and how many of them lie too far off: what is far worse than all designs
    /// would leave these no room.
    private func dots(_ points: [Point]) -> (shown: [(x: Double, y: Double)], beyond: Int) {
        let all = cloud.filter { $0.x.isFinite && $0.y.isFinite }
        let step = max(1, (all.count + Self.mostDots - 1) / Self.mostDots)
        let chosen = stride(from: 0, to: all.count, by: step).map { all[$0] }
        func range(_ own: [Double], _ others: [Double]) -> ClosedRange<Double> {
            let sorted = others.sorted()
            guard let least = own.min(), let most = own.max(), !sorted.isEmpty else { return -.infinity ... .infinity }
            let (low, high) = (sorted[sorted.count / 10], sorted[sorted.count - 1 - sorted.count / 10])
            return min(least, low)...max(most, high)
        }
        let (xs, ys) = (range(points.map(\.x), chosen.map(\.x)), range(points.map(\.y), chosen.map(\.y)))
        let shown = chosen.filter { xs.contains($0.x) && ys.contains($0.y) }
        return (shown, chosen.count - shown.count)
    }

    /// Labels that have room on a narrow page, and those that have it on a wide one alone.
    ///
    /// - Parameter corners: of the line of each series.
    private func labels(
        _ points: [Point], _ corners: [[(x: Double, y: Double)]], _ horizontal: Scale, _ vertical: Scale
    ) -> [HTML] {
        let widths = points.map { $0.label.map { 1.15 * Drawing.width(of: $0, size: 11) } }
        func places(_ width: Double) -> [LabelPlacement.Place?] {
            LabelPlacement(left: 0.1 * width + 2, right: width, top: 16, bottom: height - 38, size: 11, reach: 5)
                .places(
                    points.map { (horizontal[$0.x] * width, vertical[$0.y]) }, widths: widths,
                    lines: corners.flatMap { corners in
                        let places = corners.map { (x: horizontal[$0.x] * width, y: vertical[$0.y]) }
                        return zip(places, places.dropFirst()).map { (from: $0, to: $1) }
                    })
        }
        let (narrow, wide) = (places(330), places(isPaired ? 430 : 690))
        return points.indices.flatMap { index -> [HTML] in
            guard let label = points[index].label else { return [] }
            func text(_ place: LabelPlacement.Place, _ name: String, _ width: Double) -> HTML {
                let shift = place.x - horizontal[points[index].x] * width
                return .tag(
                    "svg",
                    [
                        "class": "mark", "x": HTML.percent(horizontal[points[index].x]), "y": position(place.y),
                        "width": "1", "height": "1", "aria-hidden": "true",
                    ],
                    .tag(
                        "text", ["class": name, "x": position(shift), "y": "0", "text-anchor": place.anchor.rawValue],
                        .text(label)))
            }
            switch (narrow[index], wide[index]) {
            case (let a?, let b?) where a.anchor == b.anchor && abs(a.y - b.y) < 0.1: return [text(a, "label", 330)]
            case (let a, let b):
                return (a.map { [text($0, "label narrow", 330)] } ?? [])
                    + (b.map { [text($0, "label wide", isPaired ? 430 : 690)] } ?? [])
            }
        }
    }

    private var description: String {
        series.map { "\($0.name) with \($0.points.count) point\($0.points.count == 1 ? "" : "s")" }.joined(
            separator: "; ") + ". \(table) has the numbers."
    }

    private func position(_ value: Double) -> String { value.text(significant: 5) }
}
