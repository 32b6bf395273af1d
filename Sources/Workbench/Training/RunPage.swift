import CoSearch
import Diagnostics
import Reports
import System

extension RunOutcome {
    /// As figures and pages show it.
    package var training: TrainingReport {
        TrainingReport(
            name: folder, facts: facts, history: history, epochs: epochsTable,
            choices: words.map { .init(name: $0.layer, value: $0.choice) },
            crossbars: (design?.crossbars ?? []).map { .init(name: $0.layer, value: $0.choice) },
            kernels: (design?.kernels ?? []).map { .init(name: $0.layer, value: $0.choice) },
            accuracy: reports.last?.validation, edap: edap,
            provenance: Provenance(
                version: record.version, inputs: record.allInputs.map { InputFile(path: $0.path, sha256: $0.sha256) }))
    }

    private var history: LineFigure? {
        guard let last = reports.last?.epoch else { return nil }
        func curve(_ value: (EpochReport) -> Double?) -> [LineFigure.Point] {
            reports.compactMap { report in
                value(report).map {
                    .init(place: Double(report.epoch) / Double(last), value: $0, words: "epoch \(report.epoch)")
                }
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
