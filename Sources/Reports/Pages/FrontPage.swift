import Quantities

extension Page {
    /// A Pareto front: drawings of every two objectives, the designs with their numbers and parameters, and the
    /// crossbars along the network.
    public init(_ report: FrontReport) {
        var sections = [HTML.tag("header", [:], .tag("h1", [:], .text(report.title)), .facts(report.facts))]
        let pairs = report.axes.indices.flatMap { x in report.axes.indices.filter { $0 > x }.map { (x, $0) } }
        if !pairs.isEmpty {
            sections.append(
                .section(
                    "front", "Pareto front", pairs.map { x, y in report.scatter(x, y).html(id: "front-\(x)-\(y)") }))
        }
        if report.designs.contains(where: { !$0.crossbars.isEmpty }) {
            sections.append(
                .section(
                    "crossbars", "Crossbars along the network",
                    [
                        ChoiceStrips(subject: "crossbar kind", designs: report.designs.map { ($0.name, $0.crossbars) })
                            .html(id: "strips")
                    ]))
        }
        if let progress = report.progress {
            sections.append(.section("progress", "Best so far", progress.html(id: "progress")))
        }
        sections.append(.section("designs", "Designs", [report.table()]))
        sections.append(.section("provenance", "Provenance", [report.provenance.section()]))
        self.init(title: report.title, sections: sections)
    }
}

extension FrontReport {
    private static let mostRows = 500

    fileprivate func scatter(_ x: Int, _ y: Int) -> PageScatter {
        let own = PageScatter.Series(
            name: name,
            points: designs.map { design in
                let values = zip(axes, design.values).map { axis, value in
                    "\(axis.title) \(axis.labelled(value))"
                }
                return .init(
                    x: design.values[x], y: design.values[y], words: "\(design.name)\n" + values.joined(separator: "\n")
                )
            })
        let others = beside.map { other in
            PageScatter.Series(
                name: other.name, points: other.values.map { .init(x: $0[x], y: $0[y], words: other.name) })
        }
        return PageScatter(x: axes[x], y: axes[y], series: [own] + others)
    }

    fileprivate func table() -> HTML {
        let scales = axes.enumerated().map { index, axis in
            axis.scale(of: designs.map { $0.values[index] })
        }
        let shown = designs.prefix(Self.mostRows)
        let caption =
            if shown.count < designs.count {
                "The first \(shown.count) of \(designs.count) designs; search front --csv writes all"
            } else if designs.count == 1 {
                "The one design"
            } else {
                "All \(designs.count) designs"
            }
        let head: [HTML] =
            [.tag("th", ["scope": "col", "class": "leading"], "design")]
            + zip(axes, scales).map { axis, scale in
                .tag(
                    "th", ["scope": "col", "class": "trailing"], .text(axis.title),
                    .tag("span", ["class": "unit"], .text(scale.unit)))
            } + [.tag("th", ["scope": "col", "class": "leading fixed"], "parameters")]
        let rows = shown.map { design in
            HTML.tag(
                "tr", [:],
                [.tag("th", ["scope": "row", "class": "leading"], .text(design.name))]
                    + zip(scales, design.values).map { .tag("td", [:], .text($0.text($1))) } + [
                        .tag(
                            "td", ["class": "leading wrap"],
                            .tag(
                                "details", [:], .tag("summary", [:], .text("\(design.parameters.count) parameters")),
                                .tag(
                                    "p", [:],
                                    .text(design.parameters.map { "\($0.name) \($0.value)" }.joined(separator: "; ")))))
                    ])
        }
        let table = HTML.tag(
            "table", ["class": "sortable"], .tag("caption", [:], .text(caption)),
            .tag("thead", [:], .tag("tr", [:], head)), .tag("tbody", [:], rows))
        return .scrolling(table, caption: caption)
    }
}
