import Quantities

extension Page {
    /// Accuracies of a network on an architecture, with what each imperfection costs.
    public init(_ report: AccuracyReport) {
        self.init(
            title: report.title,
            sections: [
                .tag("header", [:], .tag("h1", [:], .text(report.title)), .facts(report.facts)),
                .joined(HTML.warnings(report.notes)),
                .section(
                    "accuracy", "Accuracy",
                    [
                        report.chart.html(
                            caption: "Right answers, with the interval of 95 % confidence as a line", label: "computed",
                            heading: "accuracy"),
                        report.table.html(
                            caption: "The same in numbers, with the difference to the first row in points of per cent"),
                    ]),
                .section("provenance", "Provenance", [report.provenance.section()]),
            ])
    }
}

extension AccuracyReport {
    fileprivate var table: Table {
        func percent(_ share: Double) -> String { (100 * share).text(decimals: 2) }
        return Table(
            columns: [
                .init("computed", .leading), .init("accuracy", unit: "%", .decimal),
                .init("95 % interval", unit: "%", .trailing),
                .init("difference", unit: "points", .decimal), .init("right", .trailing), .init("images", .trailing),
            ],
            rows: rows.map { row in
                let difference = 100 * (row.accuracy - (rows.first?.accuracy ?? 0))
                return [
                    .init(row.name), .init(percent(row.accuracy)),
                    .init("\(percent(row.interval.lowerBound)) to \(percent(row.interval.upperBound))"),
                    .init(row == rows.first ? "–" : (difference > 0 ? "+" : "") + difference.text(decimals: 2)),
                    .init("\(row.hits)"), .init("\(row.images)"),
                ]
            })
    }
}

extension HTML {
    /// Names with what there is to say of each.
    static func facts(_ facts: [(name: String, words: String)]) -> HTML {
        .tag("dl", [:], facts.flatMap { [HTML.tag("dt", [:], .text($0.name)), .tag("dd", [:], .text($0.words))] })
    }
}
