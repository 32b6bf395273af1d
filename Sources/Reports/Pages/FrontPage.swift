import Quantities

extension Page {
    /// A study: drawings of every two objectives with all trials, the best so far, what matters most, the designs of
    /// the front with what they differ in, and the choices along the network.
    public init(_ report: FrontReport) {
        var sections = [HTML.tag("header", [:], .tag("h1", [:], .text(report.title)), .facts(report.facts))]
        let pairs = report.axes.indices.flatMap { x in report.axes.indices.filter { $0 > x }.map { (x, $0) } }
        if !pairs.isEmpty {
            let isPaired = pairs.count > 1
            let drawings = pairs.map { x, y in report.scatter(x, y, isPaired: isPaired).html(id: "front-\(x)-\(y)") }
            sections.append(
                .section("front", "Pareto front", isPaired ? [.tag("div", ["class": "pair"], drawings)] : drawings))
        }
        if let progress = report.progress {
            sections.append(.section("progress", "Best so far", progress.html(id: "progress")))
        }
        if let importances = report.importances {
            sections.append(.section("importance", "What matters", importances.html(of: report.axes)))
        }
        if let parallel = ParallelCoordinates(report) {
            sections.append(.section("parallel", "Choices and what they come to", [parallel.html(id: "parallel")]))
        }
        sections.append(.section("designs", "Designs", DesignTable(report).html()))
        let strips = report.designs.first?.layers.indices.filter { index in
            report.designs.contains { !$0.layers[index].choices.isEmpty }
        }
        if let strips, !strips.isEmpty {
            sections.append(
                .section(
                    "crossbars", "Along the network",
                    strips.map { index in
                        ChoiceStrips(
                            subject: report.designs[0].layers[index].subject,
                            designs: report.designs.map { ($0.name, $0.layers[index].choices) }
                        ).html(id: "strips-\(index)")
                    }))
        }
        sections.append(.section("provenance", "Provenance", [report.provenance.section()]))
        self.init(title: report.title, sections: sections)
    }
}

extension FrontReport {
    fileprivate func scatter(_ x: Int, _ y: Int, isPaired: Bool) -> PageScatter {
        let own = PageScatter.Series(
            name: name,
            points: designs.map { design in
                let values = zip(axes, design.values).map { axis, value in
                    "\(axis.title) \(axis.labelled(value))"
                }
                return .init(
                    x: design.values[x], y: design.values[y],
                    words: "\(design.name)\n" + values.joined(separator: "\n"),
                    label: design.name.split(separator: " ").last.map(String.init) ?? design.name)
            })
        let others = beside.map { other in
            PageScatter.Series(
                name: other.name, points: other.values.map { .init(x: $0[x], y: $0[y], words: other.name) })
        }
        return PageScatter(
            x: axes[x], y: axes[y], series: [own] + others, height: isPaired ? 320 : 380,
            cloud: trials.filter(\.isFeasible).map { (x: $0.values[x], y: $0.values[y]) }, isPaired: isPaired)
    }
}

extension FrontReport.Importances {
    private static let mostRows = 12

    /// A bar for each parameter and objective, the parameter that matters most first.
    fileprivate func html(of axes: [Axis]) -> [HTML] {
        let known = zip(axes, figures).compactMap { axis, figure in figure.map { (axis: axis, figure: $0) } }
        func mean(_ index: Int) -> Double { known.reduce(0) { $0 + $1.figure.shares[index] } / Double(known.count) }
        let order = parameters.indices.sorted { (mean($1), $0) < (mean($0), $1) }
        let shown = order.count > Self.mostRows + 1 ? Array(order.prefix(Self.mostRows)) : order
        var rows = shown.map { index in (parameters[index], known.map { $0.figure.shares[index] }) }
        if shown.count < order.count {
            let rest = order.dropFirst(shown.count)
            rows.append(
                ("\(rest.count) others", known.map { one in rest.reduce(0) { $0 + one.figure.shares[$1] } }))
        }
        rows.append(
            ("several together", known.map { one in max(0, 1 - one.figure.shares.reduce(0, +)) }))
        let most = rows.flatMap(\.1).max() ?? 0
        let head =
            [HTML.tag("th", ["scope": "col", "class": "leading"], "parameter")]
            + known.flatMap { one -> [HTML] in
                [
                    .tag(
                        "th", ["scope": "col", "class": "trailing"], .text(one.axis.title),
                        .tag("span", ["class": "unit"], "%")), .tag("td", ["aria-hidden": "true"]),
                ]
            }
        let body = rows.map { name, shares in
            HTML.tag(
                "tr", [:],
                [.tag("th", ["scope": "row", "class": "leading wrap"], .text(name))]
                    + shares.flatMap { share -> [HTML] in
                        [
                            .tag("td", [:], .text((100 * share).text(decimals: 1))),
                            .tag(
                                "td", ["class": known.count > 1 ? "bar slim" : "bar", "aria-hidden": "true"],
                                .bar(most > 0 ? share / most : 0, class: "value")),
                        ]
                    })
        }
        let caption = "Share of the variance of each figure that a parameter makes alone"
        let table = HTML.tag(
            "table", ["class": "keep"], .tag("caption", [:], .text(caption)), .tag("thead", [:], .tag("tr", [:], head)),
            .tag("tbody", [:], body))
        let fit = known.map {
            "\((100 * max(0, $0.figure.explained)).text(decimals: 0)) % of the variance of \($0.axis.title)"
                + ($0.figure.isLogarithmic ? " (in logarithms)" : "")
        }
        let weak = known.contains { $0.figure.explained < 0.5 }
        let words =
            "A random forest learnt from \(known.first?.figure.trials ?? 0) trials explains \(fit.joined(separator: ", ")) in trials that it did not see"
            + (weak ? ": where that is little, the shares say little. " : ". ")
            + "What it predicts over the whole space, every value as likely as any other, is taken apart by parameter (functional analysis of variance; Hutter, Hoos and Leyton-Brown, 2014); what parameters make together stands last."
        return [.tag("p", ["class": "soft"], .text(words)), .scrolling(table, caption: caption)]
    }
}
