import Optimisation
import Reports

/// What there is to say about one study.
public struct StudyReport {
    /// As it stood when the report was made.
    public let study: Study
    /// What its trials gave.
    public let results: StudyResults
    /// How a run just ended; nil where none did.
    public let ending: StudyRunner.Ending?
    /// Who works or worked on it; nil where that is not asked for.
    public let workers: [WorkerRecord]?
    /// What its strategy says of the result.
    public let conclusion: String?

    package init(
        _ study: Study, results: StudyResults, ending: StudyRunner.Ending? = nil, workers: [WorkerRecord]? = nil,
        conclusion: String? = nil
    ) {
        self.conclusion = conclusion
        self.study = study
        self.results = results
        self.ending = ending
        self.workers = workers
    }

    private var record: StudyRecord { study.record }

    /// Its facts, a line each, with who works on it where that was asked for.
    public func text(on terminal: Terminal) -> String {
        // Not among the facts: a page of the same trials has the same bytes, whoever did them.
        let rows = facts + (workers.map { [("workers", $0.isEmpty ? "none so far" : words(for: $0))] } ?? [])
        let width = rows.map(\.name.count).max() ?? 0
        return "study \(record.name)\n"
            + rows.map {
                "  " + $0.name + String(repeating: " ", count: width - $0.name.count) + "  " + $0.words + "\n"
            }.joined()
    }

    /// What it is and how far it has come, line by line.
    public var facts: [(name: String, words: String)] {
        var rows: [(name: String, words: String)] = [
            ("space", "\(record.space.size) points in \(record.space.parameters.count) parameters"),
            (
                "wanted",
                record.objectives.map { "\($0.direction == .minimize ? "least" : "most") \($0.measure)" }.joined(
                    separator: ", ")
            ),
        ]
        if !record.constraints.isEmpty {
            rows.append(("limits", record.constraints.map(\.words).joined(separator: ", ")))
        }
        rows += [("strategy", strategyWords), ("seed", "\(record.seed)"), ("trials", trialWords), ("state", state)]
        for reason in results.reasons.prefix(3) {
            rows.append(("not built", "\(reason.count) of them: \(reason.words) (trial \(reason.trial))"))
        }
        if results.reasons.count > 3 {
            rows.append(
                (
                    "not built",
                    "\(results.reasons.dropFirst(3).map(\.count).reduce(0, +)) of them for \(results.reasons.count - 3) other reasons"
                ))
        }
        for (objective, trial) in zip(record.objectives, results.best) {
            guard let trial, let index = record.objectives.firstIndex(of: objective) else { continue }
            let value = trial.outcome.values[index]
            rows.append(
                (
                    "best \(objective.measure)",
                    "\(MeasureScale(objective.measure, of: [value]).labelled(value)) (trial \(trial.number))"
                ))
        }
        if let conclusion { rows.append(("proof", conclusion)) }
        if record.objectives.count > 1 {
            rows.append(
                ("front", "\(results.front.members.count) design\(results.front.members.count == 1 ? "" : "s")"))
        }
        return rows
    }

    private func words(for workers: [WorkerRecord]) -> String {
        let lost = workers.filter { $0.state == .lost }
        return "\(workers.count) so far, \(workers.count(where: { $0.state == .working })) at work, \(lost.count) lost"
            + (lost.isEmpty ? "" : " with \(lost.map(\.released).reduce(0, +)) trials that others did")
    }

    private var trialWords: String {
        "\(study.trials), \(results.feasible) of them feasible"
            + (results.failed == 0 ? "" : ", \(results.failed) that could not be built")
    }

    private var strategyWords: String {
        ([record.strategy] + record.settings.list.filter { !$0.value.isEmpty }.map { "\($0.name)=\($0.value)" }).joined(
            separator: " ")
    }

    private var state: String {
        if study.isFinished { return "finished: the strategy has nothing more to look at" }
        return switch ending {
        case .stopped: "stopped; go on with `naxdse search resume \(record.name)`"
        default: "may go on"
        }
    }

    /// Its setting and what was found, in SI units.
    public var json: JSON {
        let setting: [JSON.Member] = [
            .init("study", .string(record.name)), .init("created", .number(record.created)),
            .init(
                "space",
                [
                    "points": .string(record.space.size.points.description),
                    "parameters": .integer(record.space.parameters.count),
                    "continuous": .integer(record.space.size.continuous),
                ]),
            .init(
                "objectives",
                .array(
                    record.objectives.map {
                        ["measure": .string($0.measure.rawValue), "direction": .string($0.direction.rawValue)]
                    })),
            .init(
                "constraints",
                .array(
                    record.constraints.map {
                        [
                            "measure": .string($0.measure.rawValue), "relation": .string($0.relation.rawValue),
                            "limit_SI": .number($0.limit),
                        ]
                    })),
            .init("strategy", .string(record.strategy)),
            .init("settings", .object(record.settings.list.map { .init($0.name, .string($0.value)) })),
            // Of 64 bits: more than JSON numbers hold in most languages.
            .init("seed", .string("\(record.seed)")), .init("batch", .integer(record.batch)),
        ]
        let found: [JSON.Member] = [
            .init("trials", .integer(study.trials)), .init("feasible", .integer(results.feasible)),
            .init("not_built", .integer(results.failed)),
            .init(
                "reasons",
                .array(
                    results.reasons.map {
                        ["reason": .string($0.words), "trials": .integer($0.count), "first": .integer($0.trial)]
                    })),
            .init("finished", .boolean(study.isFinished)), .init("conclusion", conclusion.map { .string($0) } ?? .null),
            .init("best", .array(results.best.map { $0.map { trial in trialJSON(trial, record) } ?? .null })),
            .init("front", .integer(results.front.members.count)),
            .init(
                "provenance",
                [
                    "version": .string(record.version), "cost_model": .integer(record.costModelVersion),
                    "inputs": .array(record.inputs.map { ["file": .string($0.path), "sha256": .string($0.sha256)] }),
                ]),
        ]
        return .object(setting + found + (workers.map { [.init("workers", .array($0.map(\.json)))] } ?? []))
    }
}

extension WorkerRecord {
    fileprivate var json: JSON {
        [
            "host": .string(host), "process": .integer(Int(worker.process)), "state": .string(state.rawValue),
            "evaluated": .integer(stored), "released": .integer(released),
        ]
    }
}

extension Constraint {
    /// "area ≤ 10 mm²"
    fileprivate var words: String {
        "\(measure) \(relation == .atMost ? "≤" : "≥") \(MeasureScale(measure, of: [limit]).labelled(limit))"
    }
}

/// One trial with its values under their keys and its parameters by name.
package func trialJSON(_ trial: Trial, _ record: StudyRecord) -> JSON {
    .object(
        [.init("trial", .integer(trial.number))]
            + zip(record.objectives, trial.outcome.values).map {
                .init(MeasureScale.key($0.measure), .number(MeasureScale.external($1, of: $0.measure)))
            }
            + [
                .init("excess", .number(trial.outcome.excess))
            ]
            + (trial.outcome.reason.map { [.init("reason", .string($0))] } ?? [])
            + [
                .init(
                    "parameters",
                    .object(record.space.description(of: trial.point).map { .init($0.name, .string($0.value)) }))
            ])
}

/// Header and rows of trials: number, values, excess, then a column for each parameter, empty where it is inactive.
package struct TrialColumns {
    public let record: StudyRecord

    package init(record: StudyRecord) {
        self.record = record
    }

    package var header: [String] {
        ["trial"] + record.objectives.map { MeasureScale.key($0.measure) } + ["excess"]
            + record.space.parameters.map(\.name)
    }

    package func row(_ trial: Trial) -> [CSV.Field] {
        [.integer(trial.number)]
            + zip(record.objectives, trial.outcome.values).map { .number(MeasureScale.external($1, of: $0.measure)) }
            + [.number(trial.outcome.excess)]
            + zip(record.space.parameters, trial.point.values).map { parameter, value in
                value == .inactive ? .empty : .text(parameter.domain.text(of: value))
            }
    }

    /// Trials as a table for people: numbers only, as parameters are too many for a line.
    package func table(_ trials: [Trial]) -> Table {
        let scales = record.objectives.indices.map { index in
            MeasureScale(record.objectives[index].measure, of: trials.map { $0.outcome.values[index] })
        }
        return Table(
            columns: [.init("trial", .trailing)] + scales.map { .init($0.title, unit: $0.unit, .decimal) },
            rows: trials.map { trial in
                [.init("\(trial.number)")] + zip(scales, trial.outcome.values).map { .init($0.text($1)) }
            })
    }
}
