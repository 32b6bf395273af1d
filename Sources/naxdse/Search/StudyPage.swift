import Markup
import Reports
import Search

extension StudyReport {
    /// The front as a page shows it, with other studies' fronts beside it.
    func page(_ members: [Trial], beside others: [(study: Study, members: [Trial])]) throws -> FrontReport {
        let record = study.record
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
                        zip(indices, record.objectives).map { MeasureScale.external(trial.outcome.values[$0], of: $1.measure) }
                    })
            },
            provenance: Provenance(version: record.version, inputs: record.inputs.map { InputFile(path: $0.path, sha256: $0.sha256) }))
    }

    private func design(_ trial: Trial) -> FrontReport.Design {
        let record = study.record
        let crossbars = zip(record.space.parameters, trial.point.values).compactMap { parameter, value -> FrontReport.Choice? in
            guard case .layer(let layer, .crossbar) = parameter.target, value != .inactive else { return nil }
            return .init(name: layer, value: parameter.domain.text(of: value))
        }
        return FrontReport.Design(
            name: "trial \(trial.number)",
            values: zip(record.objectives, trial.outcome.values).map { MeasureScale.external($1, of: $0.measure) },
            parameters: record.space.description(of: trial.point).map { .init(name: $0.name, value: $0.value) }, crossbars: crossbars)
    }
}
