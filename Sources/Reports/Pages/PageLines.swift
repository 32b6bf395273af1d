import Quantities

extension LineFigure {
    /// The panels as drawings of a page, beside each other where there is room.
    func html(id: String) -> [HTML] {
        let legend = isNamed ? [HTML.marks(curves)] : []
        func drawing(_ index: Int, _ levels: Levels) -> HTML {
            PageLines(figure: self, panel: index, levels: levels).html(id: "\(id)-\(index)")
        }
        guard !facets.isEmpty else {
            return legend + [
                .tag("div", ["class": "pair"], panels.indices.map { drawing($0, Levels([panels[$0]])) })
            ]
        }
        return legend
            + quantities.flatMap { panels in
                let levels = Levels(Array(panels), steps: 2)
                return [
                    HTML.tag("h3", [:], .text(panels[panels.startIndex].quantity.heading(levels.scale.unit))),
                    .tag("div", ["class": "multiples"], panels.indices.map { drawing($0, levels) }),
                ]
            }
    }
}

/// One panel, as wide as its place.
private struct PageLines {
    let figure: LineFigure
    let panel: Int
    let levels: LineFigure.Levels

    private var isFacet: Bool { !figure.facets.isEmpty }
    // From the left edge, in shares of the width; and downwards.
    private var left: Double { isFacet ? 0.2 : 0.11 }
    private let right = 0.98
    private let upper = 26.0
    private var lower: Double { isFacet ? 116 : 196 }
    private var height: Double { lower + 40 }

    func html(id: String) -> HTML {
        let panel = figure.panels[panel]
        let heading =
            isFacet
            ? Drawing.fitting(figure.facets[self.panel % figure.facets.count], width: 200, size: 12)
            : panel.quantity.heading(levels.scale.unit)
        var content: [HTML] = [
            .tag("title", ["id": "\(id)-t"], .text("\(panel.quantity.title) over \(figure.axis)")),
            .tag("desc", ["id": "\(id)-d"], .text(description(panel))),
            .tag("text", ["class": "out", "x": "0", "y": "12"], .text(heading)),
        ]
        for (level, label) in levels.ticks {
            let y = position(lower - level / levels.top * (lower - upper))
            content.append(.void("line", ["x1": HTML.percent(left), "x2": HTML.percent(right), "y1": y, "y2": y]))
            content.append(
                .tag(
                    "text",
                    [
                        "class": "dim", "x": HTML.percent(left - 0.012),
                        "y": position(lower - level / levels.top * (lower - upper) + 4), "text-anchor": "end",
                    ],
                    .text(label)))
        }
        for tick in shownTicks {
            content.append(
                .tag(
                    "text", ["class": "dim", "x": x(tick.place), "y": position(lower + 17), "text-anchor": "middle"],
                    .text(tick.label)))
        }
        content.append(
            .tag(
                "text", ["class": "dim", "x": HTML.percent(right), "y": position(lower + 34), "text-anchor": "end"],
                .text(isFacet ? Drawing.fittingEnd(figure.axis, width: 200, size: 12) : figure.axis)))
        func y(_ point: LineFigure.Point) -> String { position(lower - point.value / levels.top * (lower - upper)) }
        let dots = panel.scatter.filter { $0.value <= levels.top }
        // More make a page large and are not told apart.
        for index in stride(from: 0, to: dots.count, by: max(1, (dots.count + 499) / 500)) {
            content.append(
                .void("circle", ["class": "cloud", "cx": x(dots[index].place), "cy": y(dots[index]), "r": "1.6"]))
        }
        for (index, curve) in panel.curves.enumerated() {
            let points = curve.filter { $0.value.isFinite }
            content += zip(points, points.dropFirst()).map { a, b in
                .void(
                    "line",
                    ["class": "curve k\(index % 8)", "x1": x(a.place), "y1": y(a), "x2": x(b.place), "y2": y(b)])
            }
            content += points.filter(\.isMarked).map { point in
                HTML.mark(index, x: x(point.place), y: y(point), words: words(point, index, panel))
            }
        }
        return .tag(
            "figure", ["class": points(of: panel) > 40 ? "many" : "few"],
            .tag(
                "svg",
                ["width": "100%", "height": position(height), "role": "img", "aria-labelledby": "\(id)-t \(id)-d"],
                content))
    }

    private func points(of panel: LineFigure.Panel) -> Int { panel.curves.map { $0.count { $0.isMarked } }.max() ?? 0 }

    private func words(_ point: LineFigure.Point, _ curve: Int, _ panel: LineFigure.Panel) -> String {
        let place =
            point.words.isEmpty
            ? figure.ticks.first { $0.place == point.place }.map { "\(figure.axis) \($0.label)\n" } ?? ""
            : "\(point.words)\n"
        let name = figure.curves[curve].isEmpty ? "" : "\(figure.curves[curve])\n"
        return name + place + "\(panel.quantity.title) \(panel.quantity.labelled(point.value))"
    }

    /// Ends and extremes of each curve in words.
    private func description(_ panel: LineFigure.Panel) -> String {
        zip(figure.curves, panel.curves).compactMap { name, curve in
            let values = curve.map(\.value).filter(\.isFinite)
            guard let first = values.first, let last = values.last, let least = values.min(), let most = values.max()
            else { return nil }
            let quantity = panel.quantity
            return (name.isEmpty ? "" : "\(name): ")
                + "from \(quantity.labelled(first)) to \(quantity.labelled(last)), between \(quantity.labelled(least)) and \(quantity.labelled(most))"
        }.joined(separator: ". ") + "."
    }

    /// As many as a narrow page has room for.
    private var shownTicks: [LineFigure.Tick] {
        var shown: [LineFigure.Tick] = []
        var free = -Double.infinity
        for tick in figure.ticks {
            let half = 1.12 * Drawing.width(of: tick.label, size: 12) / 2
            let middle = tick.place * (isFacet ? 170 : 300)
            guard middle - half >= free else { continue }
            shown.append(tick)
            free = middle + half + 6
        }
        return shown
    }

    private func x(_ place: Double) -> String { HTML.percent(left + 0.02 + place * (right - left - 0.04)) }
    private func position(_ value: Double) -> String { value.text(significant: 5) }
}
