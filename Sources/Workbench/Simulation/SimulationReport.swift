import Reports
import Simulation

/// What a simulation found, for people and for programs.
public struct SimulationReport {
    /// What was tried, and with what.
    public let simulation: Simulation
    /// One for each way to run the network, in the order of ``Simulation/cases``.
    public let rows: [Row]
    /// The tool's version, and every file that was read with its digest.
    public let provenance: Provenance

    /// One way to run the network, and what it gave.
    public struct Row {
        /// What was let go wrong.
        public let trial: Simulation.Case
        /// Right answers, and the time that they took.
        public let outcome: Simulation.Outcome
    }

    private var absent: [String] {
        Imperfections.each.filter { !simulation.present.contains($0.kind) }.map(\.words)
    }

    /// A table for people, with notes on what the hardware does not have.
    public var text: String {
        let table = Table(
            columns: [
                .init("computed", .leading), .init("accuracy", unit: "%", .decimal),
                .init("95 % interval", unit: "%", .leading), .init("speed", unit: "images/s", .decimal),
            ],
            rows: rows.map { row in
                let accuracy = row.outcome.accuracy
                let interval = accuracy.interval
                return [
                    .init(row.trial.words), .init(percent(accuracy.share)),
                    .init("\(percent(interval.lowerBound)) to \(percent(interval.upperBound))"),
                    .init((Double(accuracy.images) / row.outcome.seconds).text(significant: 3)),
                ]
            })
        var lines = [
            "\(simulation.mapped.network.name) on \(simulation.architecture.name), mapping \(simulation.mapped.name): \(simulation.images) images of \(simulation.data.name), seed \(simulation.options.seed)\n",
            table.text(on: .standardOutput),
        ]
        if !simulation.curvedKinds.isEmpty {
            let names = simulation.curvedKinds.map { "'\($0.id)'" }.joined(separator: ", ")
            lines.append(
                "curved cells of \(names): \(simulation.options.surrogates.isEmpty ? "each read solved by Newton's method" : "by surrogate")\n"
            )
        }
        if !absent.isEmpty { lines.append("not in the hardware file: \(absent.joined(separator: ", "))\n") }
        return lines.joined(separator: "\n")
    }

    /// As a figure, a table or a page shows it.
    public var accuracies: AccuracyReport {
        AccuracyReport(
            title: "\(simulation.mapped.network.name) on \(simulation.architecture.name)",
            facts: [
                ("mapping", simulation.mapped.name), ("data", "\(simulation.images) images of \(simulation.data.name)"),
                ("seed", "\(simulation.options.seed)"), ("ADC range", simulation.options.range.rawValue),
            ],
            rows: rows.map { row in
                let accuracy = row.outcome.accuracy
                return .init(
                    name: row.trial.words, accuracy: accuracy.share, interval: accuracy.interval, hits: accuracy.hits,
                    images: accuracy.images)
            },
            notes: absent.isEmpty ? [] : ["Not in the hardware file: \(absent.joined(separator: ", "))."],
            provenance: provenance)
    }

    private func percent(_ share: Double) -> String { (100 * share).text(decimals: 2) }

    /// Accuracies as shares of 1, with the provenance.
    public var json: JSON {
        [
            "network": .string(simulation.mapped.network.name), "hardware": .string(simulation.architecture.name),
            "mapping": .string(simulation.mapped.name), "data": .string(simulation.data.name),
            "images": .integer(simulation.images),
            "seed": .exact(simulation.options.seed),
            "adc_range": .string(simulation.options.range.rawValue),
            "curved_cells": simulation.curvedKinds.isEmpty
                ? .null : simulation.options.surrogates.isEmpty ? "newton" : "surrogate",
            "results": .array(
                rows.map { row in
                    let accuracy = row.outcome.accuracy
                    return [
                        "computed": .string(row.trial.words), "accuracy": .number(accuracy.share),
                        "hits": .integer(accuracy.hits),
                        "interval_95": .array([
                            .number(accuracy.interval.lowerBound), .number(accuracy.interval.upperBound),
                        ]),
                    ]
                }),
            "provenance": provenance.json,
        ]
    }
}

extension Simulation.Case {
    /// As the tables say it.
    public var words: String {
        switch self {
        case .float: return "floating point"
        case .quantised: return "integers"
        case .crossbars: return "crossbars, ideal cells"
        case .imperfect(let imperfections):
            let words = Imperfections.each.filter { imperfections.contains($0.kind) }.map(\.words)
            return words.count == 1 ? words[0] : "all together"
        }
    }
}
