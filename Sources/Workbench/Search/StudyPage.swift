import DesignSearch
import Optimisation
import Reports
import System

extension StudyReport {
    /// The study as a page shows it, with other studies' fronts beside its own.
    package func page(beside others: [(study: Study, members: [Trial])] = []) throws -> FrontReport {
        let record = study.record
        // Of one objective the front is its best.
        let members = results.front.members.map(\.element)
        return FrontReport(
            title: "Study \(record.name)", facts: facts, axes: record.objectives.map(MeasureScale.axis),
            name: "\(record.name): \(record.strategy), \(study.trials) trials",
            designs: members.map { design($0) },
            beside: try others.map { other, trials in
                // In the order of this study's objectives, which the other has to have too.
                let indices = try record.objectives.map { try objectiveIndex($0.measure.rawValue, in: other.record) }
                return FrontReport.Other(
                    name: "\(other.record.name): \(other.record.strategy), \(other.trials) trials",
                    values: trials.map { trial in
                        zip(indices, record.objectives).map {
                            MeasureScale.external(trial.outcome.values[$0], of: $1.measure)
                        }
                    })
            },
            progress: progress,
            provenance: Provenance(
                version: record.version, inputs: record.inputs.map { InputFile(path: $0.path, sha256: $0.sha256) }))
    }

    /// Steps down, or up, at each trial that was the best so far of an objective.
    private var progress: LineFigure? {
        let last = study.trials - 1
        guard last > 0, results.feasible > 0 else { return nil }
        func place(_ trial: Int) -> Double { Double(trial) / Double(last) }
        let panels = zip(study.record.objectives, results.improvements).map { objective, improvements in
            var points: [LineFigure.Point] = []
            for improvement in improvements {
                let value = MeasureScale.external(improvement.value, of: objective.measure)
                if let before = points.last {
                    points.append(.init(place: place(improvement.trial), value: before.value, isMarked: false))
                }
                points.append(.init(place: place(improvement.trial), value: value, words: "trial \(improvement.trial)"))
            }
            if let best = points.last { points.append(.init(place: 1, value: best.value, isMarked: false)) }
            return LineFigure.Panel(quantity: MeasureScale.axis(objective), curves: [points])
        }
        return LineFigure(
            title: "Best so far", axis: "trial", ticks: LineFigure.ticks(upTo: last), panels: panels, curves: [""])
    }

    private func design(_ trial: Trial) -> FrontReport.Design {
        let record = study.record
        let crossbars = zip(record.space.parameters, trial.point.values).compactMap {
            parameter, value -> FrontReport.Choice? in
            guard case .layer(let layer, .crossbar) = parameter.target, value != .inactive else { return nil }
            return .init(name: layer, value: parameter.domain.text(of: value))
        }
        return FrontReport.Design(
            name: "trial \(trial.number)",
            values: zip(record.objectives, trial.outcome.values).map { MeasureScale.external($1, of: $0.measure) },
            parameters: record.space.description(of: trial.point).map { .init(name: $0.name, value: $0.value) },
            crossbars: crossbars)
    }
}
