extension Page {
    /// Runs of training: one in detail, several side by side with what they came to.
    ///
    /// - Parameter table: a row for each run.
    public init(_ runs: [TrainingReport], table: Table) {
        let title = runs.count == 1 ? runs[0].name : "\(runs.count) runs compared"
        var sections = [
            HTML.tag("header", [:], [.tag("h1", [:], .text(title))] + (runs.count == 1 ? [.facts(runs[0].facts)] : []))
        ]
        if runs.count > 1 {
            sections.append(
                .section(
                    "runs", "Runs",
                    [
                        table.html(
                            caption:
                                "Accuracy on images that weights were not trained with; EDAP with its ratio to the first",
                            isDense: false)
                    ] + (runs.haveMarks ? [runs.plot.html(id: "scatter")] : [])))
        }
        let strips = [
            ("crossbar kind", runs.map { ($0.name, $0.crossbars) }, "crossbars"),
            ("kernel", runs.map { ($0.name, $0.kernels) }, "kernels"),
        ]
        .filter { _, rows, _ in rows.contains { !$0.1.isEmpty } }
        if !strips.isEmpty {
            sections.append(
                .section(
                    "choices", "Along the network",
                    strips.map { subject, rows, id in
                        ChoiceStrips(subject: subject, designs: rows.map { (name: $0.0, choices: $0.1) }).html(id: id)
                    }))
        }
        for (index, run) in runs.enumerated() {
            sections.append(
                .section(
                    "run-\(index)", runs.count == 1 ? "Training" : run.name,
                    run.html(id: "r\(index)", isAlone: runs.count == 1)))
        }
        sections.append(
            .section("provenance", "Provenance", runs.map { $0.provenance.section(of: runs.count == 1 ? "" : $0.name) })
        )
        self.init(title: title, sections: sections)
    }
}

extension TrainingReport {
    fileprivate func html(id: String, isAlone: Bool) -> [HTML] {
        var parts: [HTML] = isAlone ? [] : [.facts(facts)]
        parts += history?.html(id: id) ?? [.tag("p", ["class": "soft"], "No epoch has ended yet.")]
        if !choices.isEmpty {
            let table = Table(
                columns: [.init("layer", .leading), .init("choice", .leading)],
                rows: choices.map { [.init($0.name), .init($0.value)] })
            parts.append(
                .details("\(choices.count) layers with their choices", table.html(caption: "Choices of \(name)")))
        }
        if !epochs.rows.isEmpty {
            parts.append(
                .details(
                    "\(epochs.rows.count) epoch\(epochs.rows.count == 1 ? "" : "s") in numbers",
                    epochs.html(caption: "Epochs of \(name)", isDense: true)))
        }
        return parts
    }
}

extension [TrainingReport] {
    fileprivate var plot: PageScatter {
        let series = map { run in
            let words = [
                run.name, run.accuracy.map { "accuracy \(Axis.share("").labelled($0))" },
                run.edap.map { "EDAP \(Axis(.edap).labelled($0))" },
            ]
            return PageScatter.Series(
                name: run.name,
                points: [
                    .init(
                        x: run.edap ?? .nan, y: run.accuracy ?? .nan,
                        words: words.compactMap { $0 }.joined(separator: "\n"),
                        label: Drawing.fittingEnd(run.name, width: 120, size: 11))
                ])
        }
        return PageScatter(
            x: Axis(.edap), y: .share("accuracy"), series: series, areFronts: false, table: "The table of runs")
    }
}

extension HTML {
    /// What is shown when it is asked for; open on paper.
    static func details(_ summary: String, _ content: HTML) -> HTML {
        .tag("details", [:], .tag("summary", [:], .text(summary)), content)
    }
}
