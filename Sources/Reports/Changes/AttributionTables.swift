import Cost
import Quantities

extension Attribution {
    /// The columns of each step, in their order.
    public static let metrics: [Metric] = [.energy, .delay, .area, .edap]

    /// A row for the figures before, one for each step with what it adds and the factor that it multiplies by, one for
    /// all of them together, and one for the figures after. Steps that change nothing share a row at the end.
    public func table(from first: String, to second: String) -> Table {
        let scales = Self.metrics.map { metric in
            (metric, ColumnScale(of: [before[metric], after[metric]], metric: metric))
        }
        func totals(_ name: String, _ evaluation: Evaluation) -> [Table.Cell] {
            ["", .init(name)] + scales.map { .init(evaluation.text($0, $1)) }
        }
        func differences(_ number: String, _ words: String, _ a: Evaluation, _ b: Evaluation) -> [Table.Cell] {
            [.init(number), .init(words)]
                + scales.map { metric, scale in
                    guard isKnown(metric) else { return "unknown" }
                    return .init(
                        signedText(b[metric] - a[metric], scale), note: Comparison.ratio(b[metric], to: a[metric]))
                }
        }
        var rows = [totals(first, before)]
        for (index, step) in steps.enumerated() where !step.isWithoutEffect {
            rows.append(differences("\(index + 1)", words(of: step), step.before, step.after))
        }
        let idle = steps.count { $0.isWithoutEffect }
        if idle > 0 {
            rows.append(["", .init("\(idle) step\(idle == 1 ? "" : "s") without effect")] + scales.map { _ in "" })
        }
        rows.append(differences("", "all together", before, after))
        rows.append(totals(second, after))
        return Table(
            columns: [.init("step", .trailing), .init("change", .leading)]
                + scales.map { .init($0.title, unit: $1.unit, .decimal) },
            rows: rows, keyColumns: 2)
    }

    /// The changes of a step in words.
    public func words(of step: Step) -> String {
        let words = step.changes.map { changes[$0].description }
        return words.count == 1
            ? words[0] : "together, since none of them can be alone: " + words.joined(separator: "; ")
    }

    private func signedText(_ difference: Double, _ scale: ColumnScale) -> String {
        difference == 0 ? "0" : (difference > 0 ? "+" : "") + scale.text(difference)
    }

    /// `figures` before and after, and `steps` with the `changes` (numbers in the list of changes), and for each metric
    /// `difference`, `factor` and the figure `after`.
    public var json: JSON {
        func figures(_ value: (Metric) -> Double?) -> JSON {
            .object(Metric.all.map { .init($0.key, value($0).map(JSON.number) ?? .null) })
        }
        return [
            "before": figures { before.known($0) }, "after": figures { after.known($0) },
            "order":
                "one after another, in the order of the file; another order may share the difference out differently",
            "steps": .array(
                steps.map { step in
                    [
                        "changes": .array(step.changes.map { .integer($0 + 1) }),
                        "difference": figures { known(step.difference($0), $0) },
                        "factor": figures { known(step.factor($0), $0) },
                        "after": figures { known(step.after[$0], $0) },
                    ]
                }),
        ]
    }

    /// A row for each step: its number, its changes, and of each metric what it adds and the figure after it; step 0 is
    /// the architecture before.
    public var csv: CSV {
        func field(_ value: Double?) -> CSV.Field { value.map { .number($0) } ?? .empty }
        let first: [CSV.Field] =
            [.integer(0), .text("before")] + Metric.all.flatMap { [.number(0), field(before.known($0))] }
        return CSV(
            header: ["step", "change"] + Metric.all.flatMap { ["\($0.key)_difference", $0.key] },
            rows: [first]
                + steps.enumerated().map { index, step in
                    [.integer(index + 1), .text(words(of: step))]
                        + Metric.all.flatMap {
                            [field(known(step.difference($0), $0)), field(known(step.after[$0], $0))]
                        }
                })
    }
}
