import ArgumentParser
import CoSearch
import Reports

/// `naxdse nas report FOLDER…`
struct NasReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Tell where runs stand, and compare them.",
        discussion: """
            One folder is told in detail, several are compared in a table; EDAP has its ratio to the first.
              naxdse nas report baseline-64 found/retrained
            """)

    @Argument(help: "Folders of searches and retrainings.", completion: .directory)
    var folders: [String]

    @Flag(help: "Every epoch of one run, as a table.")
    var history = false

    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if history, folders.count != 1 { throw ValidationError("--history is of one run: give one folder") }
    }

    func run() throws {
        var gathering = Gathering()
        let found = try folders.map { folder in
            try gathering.attempt {
                let run = RunFolder(folder)
                return try RunOutcome(run, NasSession(run.record().search, input, hasEffects: false))
            }
        }
        try gathering.finish()
        let outcomes = found.map { $0! }
        switch format.choice {
        case .json: try Output.write((outcomes.count == 1 ? outcomes[0].json : .array(outcomes.map(\.json))).text)
        case .csv: try Output.write(history ? epochs(outcomes[0]).csv : runs(outcomes).csv)
        case .text:
            if history { return try Output.write(epochs(outcomes[0]).table.text(on: .standardOutput)) }
            if outcomes.count == 1 { return try Output.write(outcomes[0].text(on: .standardOutput)) }
            try Output.write(runs(outcomes).table.text(on: .standardOutput))
        }
    }

    private func runs(_ outcomes: [RunOutcome]) -> (table: Table, csv: String) {
        let scale = ColumnScale(of: outcomes.compactMap(\.edap), metric: .edap)
        let baseline = outcomes[0].edap
        let table = Table(
            columns: [
                .init("run", .leading), .init("kind", .leading), .init("λ", .decimal), .init("seed", .trailing), .init("epochs", .trailing),
                .init("validation", unit: "%", .decimal), .init("EDAP", unit: scale.unit, .decimal),
            ],
            rows: outcomes.map { outcome in
                let ratio = zip2(outcome.edap, baseline).map { "\(($0 / $1).text(significant: 3))×" } ?? ""
                return [
                    .init(outcome.folder), .init(outcome.record.kind.rawValue),
                    .init(outcome.record.kind == .search ? "\(outcome.record.recipe.lambda)" : "–"), .init("\(outcome.record.recipe.seed)"),
                    .init("\(outcome.reports.count)"), .init(outcome.reports.last.map { ($0.validation * 100).text(significant: 4) } ?? "–"),
                    .init(outcome.edap.map(scale.text) ?? "–", note: ratio),
                ]
            })
        let csv = CSV(
            header: ["run", "kind", "lambda", "seed", "epochs", "validation", "energy_J", "delay_s", "area_mm2", "edap_Jsmm2"],
            rows: outcomes.map { outcome in
                [
                    .text(outcome.folder), .text(outcome.record.kind.rawValue), .number(outcome.record.recipe.lambda),
                    .text("\(outcome.record.recipe.seed)"), .integer(outcome.reports.count), number(outcome.reports.last?.validation),
                    number(outcome.cost?.energy), number(outcome.cost?.delay), number(outcome.cost.map { $0.area * 1e6 }), number(outcome.edap),
                ]
            }).text
        return (table, csv)
    }

    private func epochs(_ outcome: RunOutcome) -> (table: Table, csv: String) {
        let reports = outcome.reports
        let energy = ColumnScale(of: reports.compactMap(\.energy), metric: .energy), delay = ColumnScale(of: reports.compactMap(\.delay), metric: .delay)
        let edap = ColumnScale(of: reports.compactMap(\.edap), metric: .edap)
        let table = Table(
            columns: [
                .init("epoch", .trailing), .init("loss", .decimal), .init("accuracy", unit: "%", .decimal), .init("validation", unit: "%", .decimal),
                .init("energy", unit: energy.unit, .decimal), .init("delay", unit: delay.unit, .decimal), .init("area", unit: "mm²", .decimal),
                .init("EDAP", unit: edap.unit, .decimal), .init("gates open", .decimal),
            ],
            rows: reports.map { report in
                [
                    .init("\(report.epoch)"), .init(report.loss.text(significant: 4)), .init((report.accuracy * 100).text(significant: 4)),
                    .init((report.validation * 100).text(significant: 4)), .init(report.energy.map(energy.text) ?? "–"),
                    .init(report.delay.map(delay.text) ?? "–"), .init(report.area.map { ($0 * 1e6).text(significant: 4) } ?? "–"),
                    .init(report.edap.map(edap.text) ?? "–"), .init(report.entropy.map { $0.text(significant: 3) } ?? "–"),
                ]
            })
        let csv = CSV(
            header: ["epoch", "loss", "accuracy", "validation", "energy_J", "delay_s", "area_mm2", "edap_Jsmm2", "entropy"],
            rows: reports.map { report in
                [
                    .integer(report.epoch), .number(report.loss), .number(report.accuracy), .number(report.validation), number(report.energy),
                    number(report.delay), number(report.area.map { $0 * 1e6 }), number(report.edap), number(report.entropy),
                ]
            }).text
        return (table, csv)
    }

    private func number(_ value: Double?) -> CSV.Field { value.map(CSV.Field.number) ?? .empty }
}

/// Both or nothing.
private func zip2<A, B>(_ a: A?, _ b: B?) -> (A, B)? {
    if let a, let b { (a, b) } else { nil }
}
