extension Page {
    /// All figures over the attributes of a sweep, and what they follow most.
    ///
    /// - Parameters:
    ///   - figure: what is drawn of it.
    ///   - metric: what sensitivities are ranked by.
    public init(_ sweep: Sweep, figure: LineFigure, rankedBy metric: Metric, provenance: Provenance) {
        let given = HTML.tag(
            "dl", [:],
            zip(sweep.axes, sweep.given).flatMap { axis, given in
                [
                    HTML.tag("dt", [:], .tag("code", [:], .text(axis.path))),
                    .tag("dd", [:], .text("\(given) in the file; swept over \(axis.values.joined(separator: ", "))")),
                ]
            })
        let failures = sweep.points.compactMap { point -> String? in
            guard case .failure(let error) = point.result else { return nil }
            let values = zip(sweep.labels, sweep.values(of: point)).map { "\($0) \($1)" }.joined(separator: ", ")
            return "\(values): no figures: \(error.diagnostics.map(\.message).joined(separator: "; "))"
        }
        let words =
            sweep.axes.count == 1
            ? "\(figure.title) over \(sweep.labels[0])"
            : "\(figure.title) over \(sweep.labels.dropLast().joined(separator: ", ")) and \(sweep.labels[sweep.labels.count - 1])"
        self.init(
            title: words,
            sections: [
                .tag(
                    "header", [:], .tag("h1", [:], .text(words)), .tag("p", ["class": "soft"], .text(figure.subtitle)),
                    given),
                .joined(HTML.warnings(failures)),
                .section("curves", "Figures", figure.html(id: "curve")),
                .section(
                    "sensitivities", "Sensitivities",
                    [
                        sweep.ranking(of: metric),
                        sweep.sensitivityTable(rankedBy: metric).html(
                            caption:
                                "Relative change of each figure per relative change of an attribute; what \(metric.title) follows most first"
                        ),
                    ]),
                .section(
                    "points", "All combinations",
                    [
                        sweep.table.html(
                            caption: "\(sweep.points.count) combinations; ∗ the best of a column", isDense: true)
                    ]),
                .section("provenance", "Provenance", [provenance.section()]),
            ])
    }
}

extension Sweep {
    /// A bar for the elasticity of a metric to each attribute that is a number, to both sides of 0.
    fileprivate func ranking(of metric: Metric) -> HTML {
        let ranked = sensitivities(of: metric).compactMap { one in
            one.elasticity.map { (path: axes[one.axis].path, elasticity: $0) }
        }
        guard !ranked.isEmpty else {
            return .tag("p", ["class": "soft"], "No attribute is a number: see the spreads below.")
        }
        let most = ranked.map(\.elasticity.magnitude).max() ?? 0
        let caption =
            "\(metric.title) by attribute: per cent of change for one per cent of the attribute, at −\(most.text(decimals: 2)) to +\(most.text(decimals: 2))"
        let rows = ranked.map { path, elasticity in
            HTML.tag(
                "tr", [:], .tag("th", ["scope": "row", "class": "leading wrap"], .tag("code", [:], .text(path))),
                .tag("td", ["data-value": signed(elasticity)], .text(typeset(signed(elasticity)))),
                .tag(
                    "td", ["class": "bar half", "aria-hidden": "true"],
                    .bar(from: 0.5, to: 0.5 + (most > 0 ? elasticity / most / 2 : 0), class: "value", zero: 0.5)))
        }
        let table = HTML.tag(
            "table", [:], .tag("caption", [:], .text(caption)),
            .tag(
                "thead", [:],
                .tag(
                    "tr", [:], .tag("th", ["scope": "col", "class": "leading"], "attribute"),
                    .tag("th", ["scope": "col"], "elasticity"), .tag("td", ["aria-hidden": "true"]))),
            .tag("tbody", [:], rows))
        return .scrolling(table, caption: caption)
    }
}
