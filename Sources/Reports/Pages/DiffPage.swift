extension Page {
    /// What is different between two architectures, and what each change does to the figures.
    ///
    /// - Parameters:
    ///   - first: what the architecture before is called.
    ///   - second: and the one after.
    ///   - attribution: nil where there is no network, and so are no figures.
    public init(
        _ changes: DocumentChanges, _ attribution: Attribution?, from first: String, to second: String,
        provenance: Provenance
    ) {
        let wordings = changes.list.count { $0.isWording }
        let count =
            "\(changes.list.count) change\(changes.list.count == 1 ? "" : "s")"
            + (wordings > 0 ? ", \(wordings) of words alone" : "")
        let subject =
            attribution.map { "\($0.before.network), mapping \($0.before.mapping), \($0.before.dataflow.words). " }
            ?? ""
        var sections = [
            HTML.tag(
                "header", [:], .tag("h1", [:], .text("\(first) → \(second)")),
                .tag("p", ["class": "soft"], .text("\(subject)\(count).")))
        ]
        if let attribution {
            sections.append(attribution.tiles())
            let found = [(first, attribution.before), (second, attribution.after)].flatMap { name, evaluation in
                evaluation.warnings.map { (name, $0.description) }
            }
            sections.append(.joined(HTML.warnings(Notes(found).lines)))
            sections.append(
                .section(
                    "steps", "What each change does",
                    [
                        .tag(
                            "p", ["class": "soft"],
                            "Changes are applied one after another, in the order of the file. Steps add up to the whole difference; another order may share it out differently. Bars of steps are green where the figure gets better, orange where it gets worse."
                        ),
                        .tag(
                            "div", ["class": "falls"],
                            attribution.drawnMetrics.map {
                                Waterfall(attribution, metric: $0, from: first, to: second).html()
                            }),
                        attribution.table(from: first, to: second).html(
                            caption: "Steps, with the factor that each multiplies a figure by", isDense: true),
                    ]))
        }
        sections.append(.section("changes", "What changed", [changes.table()]))
        sections.append(.section("provenance", "Provenance", [provenance.section()]))
        self.init(title: "\(first) → \(second)", sections: sections)
    }
}

extension Attribution {
    /// The figures after, with what they are of those before.
    fileprivate func tiles() -> HTML {
        .tag(
            "ul", ["class": "tiles"],
            ([.energy, .delay, .area, .edap, .topsPerWatt, .utilisation] as [Metric]).map { metric in
                let scale = ColumnScale(of: [after[metric]], metric: metric)
                let ratio =
                    isKnown(metric)
                    ? "\(Comparison.ratio(after[metric], to: before[metric])) of \(Axis(metric).labelled(before[metric]))"
                    : "leakage is unknown"
                return .tag(
                    "li", [:], .tag("span", ["class": "name"], .text(metric.title)),
                    .tag(
                        "span", ["class": "value"], .text(typeset(after.text(metric, scale)) + "\u{202F}"),
                        .tag("span", ["class": "unit"], .text(scale.unit))),
                    .tag("span", ["class": "name"], .text(ratio)))
            })
    }
}

extension Waterfall {
    /// A table with a floating bar for each step.
    func html() -> HTML {
        let title = metric.title.prefix(1).uppercased() + metric.title.dropFirst()
        let (unit, most) = (scale.unit, most)
        func head(_ text: String, _ unit: String = "", _ name: String) -> HTML {
            .tag(
                "th", ["scope": "col", "class": name],
                [.text(text)] + (unit.isEmpty ? [] : [.tag("span", ["class": "unit"], .text(unit))]))
        }
        let rows = bars.map { bar in
            let colour = isBetter(bar).map { $0 ? "better" : "worse" } ?? "value"
            return HTML.tag(
                "tr", [:],
                .tag(
                    "th", ["scope": "row", "class": "leading"],
                    .text(bar.number.isEmpty ? bar.label : "\(bar.number) \(bar.label)")),
                .tag("td", [:], .text(text(bar))), .tag("td", [:], .text(ratio(bar))),
                .tag(
                    "td", ["class": "bar", "aria-hidden": "true"],
                    .bar(from: most > 0 ? bar.from / most : 0, to: most > 0 ? bar.to / most : 0, class: colour)))
        }
        let table = HTML.tag(
            "table", [:], .tag("caption", [:], .text("\(title), step by step")),
            .tag(
                "thead", [:],
                .tag(
                    "tr", [:], head("step", "", "leading"), head("figure, or ± step", unit, "trailing"),
                    head("times", "", "trailing"), .tag("td", ["aria-hidden": "true"]))),
            .tag("tbody", [:], rows))
        return .scrolling(table, caption: "\(title), step by step")
    }
}

extension DocumentChanges {
    /// A row for each change.
    fileprivate func table() -> HTML {
        guard !list.isEmpty else { return .tag("p", [:], "Both say the same.") }
        let caption = "Attributes and elements, with where they stand; changes of words alone change no figure"
        func head(_ text: String) -> HTML { .tag("th", ["scope": "col", "class": "leading"], .text(text)) }
        let table = HTML.tag(
            "table", ["class": "dense"], .tag("caption", [:], .text(caption)),
            .tag(
                "thead", [:],
                .tag("tr", [:], head("change"), head("what"), head("before"), head("after"), head("place"))),
            .tag(
                "tbody", [:],
                list.enumerated().map { index, change in
                    .tag(
                        "tr", [:],
                        .tag(
                            "th", ["scope": "row", "class": "leading"],
                            .text("\(index + 1)\(change.isWording ? ", words" : "")")),
                        .tag(
                            "td", ["class": "leading wrap"], .tag("code", [:], .text(change.path)),
                            .text(change.kind == .attribute || change.kind == .text ? "" : " \(change.kind.words)")),
                        .tag("td", ["class": "leading wrap"], .text(change.before ?? "–")),
                        .tag("td", ["class": "leading wrap"], .text(change.after ?? "–")),
                        .tag("td", ["class": "leading wrap soft"], .text(change.location.description)))
                }))
        return .scrolling(table, caption: caption)
    }
}

extension Change.Kind {
    fileprivate var words: String {
        switch self {
        case .attribute: "another value"
        case .text: "another text"
        case .added: "added"
        case .removed: "removed"
        case .order: "in another order"
        }
    }
}
