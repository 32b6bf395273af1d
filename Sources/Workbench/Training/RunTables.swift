import CoSearch
import Reports

extension RunOutcome {
    /// A row for each run; EDAP has its ratio to the first.
    package static func table(of outcomes: [RunOutcome]) -> Table {
        let scale = ColumnScale(of: outcomes.compactMap(\.edap), metric: .edap)
        return Table(
            columns: [
                .init("run", .leading), .init("kind", .leading), .init("λ", .decimal), .init("seed", .trailing),
                .init("epochs", .trailing),
                .init("validation", unit: "%", .decimal), .init("EDAP", unit: scale.unit, .decimal),
            ],
            rows: outcomes.map { outcome in
                var ratio = ""
                if let edap = outcome.edap, let baseline = outcomes[0].edap {
                    ratio = "\((edap / baseline).text(significant: 3))×"
                }
                return [
                    .init(outcome.folder), .init(outcome.record.kind.rawValue),
                    .init(outcome.record.kind == .search ? "\(outcome.record.recipe.lambda)" : "–"),
                    .init("\(outcome.record.recipe.seed)"),
                    .init("\(outcome.reports.count)"),
                    .init(outcome.reports.last.map { ($0.validation * 100).text(significant: 4) } ?? "–"),
                    .init(outcome.edap.map(scale.text) ?? "–", note: ratio),
                ]
            })
    }

    /// The rows of ``table(of:)`` in SI units.
    package static func csv(of outcomes: [RunOutcome]) -> CSV {
        CSV(
            header: [
                "run", "kind", "lambda", "seed", "epochs", "validation", "energy_J", "delay_s", "area_mm2",
                "edap_Jsmm2",
            ],
            rows: outcomes.map { outcome in
                [
                    .text(outcome.folder), .text(outcome.record.kind.rawValue), .number(outcome.record.recipe.lambda),
                    .text("\(outcome.record.recipe.seed)"), .integer(outcome.reports.count),
                    number(outcome.reports.last?.validation),
                    number(outcome.cost?.energy), number(outcome.cost?.delay),
                    number(outcome.cost.map { $0.area * 1e6 }), number(outcome.edap),
                ]
            })
    }

    /// A row for each epoch.
    package var epochsTable: Table {
        let energy = ColumnScale(of: reports.compactMap(\.energy), metric: .energy),
            delay = ColumnScale(of: reports.compactMap(\.delay), metric: .delay)
        let edap = ColumnScale(of: reports.compactMap(\.edap), metric: .edap)
        return Table(
            columns: [
                .init("epoch", .trailing), .init("loss", .decimal), .init("accuracy", unit: "%", .decimal),
                .init("validation", unit: "%", .decimal),
                .init("energy", unit: energy.unit, .decimal), .init("delay", unit: delay.unit, .decimal),
                .init("area", unit: "mm²", .decimal),
                .init("EDAP", unit: edap.unit, .decimal), .init("gates open", .decimal),
            ],
            rows: reports.map { report in
                [
                    .init("\(report.epoch)"), .init(report.loss.text(significant: 4)),
                    .init((report.accuracy * 100).text(significant: 4)),
                    .init((report.validation * 100).text(significant: 4)), .init(report.energy.map(energy.text) ?? "–"),
                    .init(report.delay.map(delay.text) ?? "–"),
                    .init(report.area.map { ($0 * 1e6).text(significant: 4) } ?? "–"),
                    .init(report.edap.map(edap.text) ?? "–"),
                    .init(report.entropy.map { $0.text(significant: 3) } ?? "–"),
                ]
            })
    }

    /// The rows of ``epochsTable`` in SI units.
    package var epochsCSV: CSV {
        CSV(
            header: [
                "epoch", "loss", "accuracy", "validation", "energy_J", "delay_s", "area_mm2", "edap_Jsmm2", "entropy",
                "network_gradient", "cost_gradient",
            ],
            rows: reports.map { report in
                [
                    .integer(report.epoch), .number(report.loss), .number(report.accuracy), .number(report.validation),
                    number(report.energy),
                    number(report.delay), number(report.area.map { $0 * 1e6 }), number(report.edap),
                    number(report.entropy), number(report.networkGradient), number(report.costGradient),
                ]
            })
    }
}

private func number(_ value: Double?) -> CSV.Field { value.map(CSV.Field.number) ?? .empty }
