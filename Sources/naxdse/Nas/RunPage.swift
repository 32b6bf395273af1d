import CoSearch
import Markup
import Reports
import System

extension RunOutcome {
    /// As figures and pages show it.
    var training: TrainingReport {
        TrainingReport(
            name: folder, facts: facts, history: history, epochs: epochsTable, choices: words.map { .init(name: $0.layer, value: $0.choice) },
            crossbars: (design?.crossbars ?? []).map { .init(name: $0.layer, value: $0.choice) },
            kernels: (design?.kernels ?? []).map { .init(name: $0.layer, value: $0.choice) }, accuracy: reports.last?.validation, edap: edap,
            provenance: Provenance(version: record.version, inputs: record.allInputs.map { InputFile(path: $0.path, sha256: $0.sha256) }))
    }

    private var history: LineFigure? {
        guard let last = reports.last?.epoch else { return nil }
        func curve(_ value: (EpochReport) -> Double?) -> [LineFigure.Point] {
            reports.compactMap { report in
                value(report).map { .init(place: Double(report.epoch) / Double(last), value: $0, words: "epoch \(report.epoch)") }
            }
        }
        // Curves have the same names in every panel, so that accuracies are panels of their own.
        let all: [LineFigure.Panel] = [
            .init(quantity: .share("accuracy on \(validationImages)"), curves: [curve(\.validation)]),
            .init(quantity: .share("accuracy in training"), curves: [curve(\.accuracy)]),
            .init(quantity: Axis(title: "cross-entropy", unit: "", takesPrefix: false), curves: [curve(\.loss)]),
            .init(quantity: Axis(.edap), curves: [curve(\.edap)]),
            .init(quantity: Axis(title: "gates open", unit: "", takesPrefix: false), curves: [curve(\.entropy)]),
        ]
        return LineFigure(
            title: folder, subtitle: facts.map { "\($0.name) \($0.words)" }.joined(separator: "; "), axis: "epoch",
            ticks: LineFigure.ticks(upTo: last), panels: all.filter { !$0.curves[0].isEmpty }, curves: [""])
    }
}

extension [RunOutcome] {
    /// Writes the figure and the page that are asked for.
    func write(_ figure: FigureOptions, _ page: PageOptions) throws {
        let runs = map(\.training)
        if figure.isWanted, runs.figure == nil {
            throw InputError("the run in '\(self[0].folder)' has not ended an epoch, so there is nothing to draw", hint: "go on with it: naxdse nas resume \(self[0].folder)")
        }
        try figure.write { runs.figure! } data: { (count == 1 ? self[0].epochsCSV : RunOutcome.csv(of: self)).text }
        try page.write { Page(runs, table: RunOutcome.table(of: self)) }
    }
}
