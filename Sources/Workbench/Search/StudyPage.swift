import DesignSearch
import Optimisation
import Reports

extension StudyReport {
    /// The study as a page shows it, with other studies' fronts beside its own.
    ///
    /// - Parameter storage: where its trials are.
    package func page(
        in storage: any StudyStorage, beside others: [(study: Study, members: [Trial])] = []
    ) throws -> FrontReport {
        let record = study.record
        // Of one objective the front is its best.
        let members = results.front.members.map(\.element)
        let sample = try SampledTrials(of: study, in: storage)
        let drawn = sample.trials.filter { $0.outcome.values.allSatisfy(\.isFinite) }
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
            progress: progress(drawn), trials: drawn.map(point),
            choices: record.space.parameters.isEmpty ? nil : choices(of: members, drawn),
            importances: importances(drawn),
            provenance: Provenance(version: record.version, inputs: record.inputs))
    }

    /// Steps down, or up, at each trial that was the best so far of an objective, over all trials.
    private func progress(_ trials: [Trial]) -> LineFigure? {
        let last = study.trials - 1
        guard last > 0, results.feasible > 0 else { return nil }
        func place(_ trial: Int) -> Double { Double(trial) / Double(last) }
        let panels = zip(study.record.objectives.indices, results.improvements).map { index, improvements in
            let objective = study.record.objectives[index]
            func value(_ number: Double) -> Double { MeasureScale.external(number, of: objective.measure) }
            var points: [LineFigure.Point] = []
            for improvement in improvements {
                if let before = points.last {
                    points.append(.init(place: place(improvement.trial), value: before.value, isMarked: false))
                }
                points.append(
                    .init(
                        place: place(improvement.trial), value: value(improvement.value),
                        words: "trial \(improvement.trial)"))
            }
            if let best = points.last { points.append(.init(place: 1, value: best.value, isMarked: false)) }
            return LineFigure.Panel(
                quantity: MeasureScale.axis(objective), curves: [points],
                scatter: trials.map { .init(place: place($0.number), value: value($0.outcome.values[index])) })
        }
        return LineFigure(
            title: "Best so far", axis: "trial", ticks: LineFigure.ticks(upTo: last), panels: panels, curves: [""])
    }

    private func point(_ trial: Trial) -> FrontReport.TrialPoint {
        .init(number: trial.number, values: values(of: trial), isFeasible: trial.outcome.isFeasible)
    }

    private func values(of trial: Trial) -> [Double] {
        zip(study.record.objectives, trial.outcome.values).map { MeasureScale.external($1, of: $0.measure) }
    }

    private func design(_ trial: Trial) -> FrontReport.Design {
        var layers: [FrontReport.LayerChoices] = []
        var others: [FrontReport.Choice] = []
        for (parameter, value) in zip(study.record.space.parameters, trial.point.values) {
            // What is not there, because another choice leaves it out, has a place in the row all the same.
            let text = value == .inactive ? "–" : parameter.domain.text(of: value)
            guard case .layer(let layer, let aspect) = parameter.target else {
                others.append(.init(name: parameter.name, value: text))
                continue
            }
            let subject = aspect.rawValue
            let index = layers.firstIndex { $0.subject == subject } ?? layers.count
            if index == layers.count { layers.append(.init(subject: subject, choices: [])) }
            layers[index].choices.append(.init(name: layer, value: text))
        }
        return FrontReport.Design(
            name: "trial \(trial.number)", values: values(of: trial), parameters: others, layers: layers)
    }

    private func choices(of members: [Trial], _ trials: [Trial]) -> FrontReport.ChosenValues {
        let parameters = study.record.space.parameters
        func places(_ trial: Trial) -> [Double?] {
            zip(parameters, trial.point.values).map { $1 == .inactive ? nil : $0.domain.share(of: $1) }
        }
        return FrontReport.ChosenValues(
            parameters: parameters.map { parameter in
                .init(name: parameter.name, ticks: parameter.domain.ticks, count: parameter.domain.count)
            }, designs: members.map(places), trials: trials.map(places))
    }

    private func importances(_ trials: [Trial]) -> FrontReport.Importances? {
        let space = study.record.space
        guard space.parameters.count > 1 else { return nil }
        let figures = study.record.objectives.indices.map { index in
            ParameterImportance(of: space, points: trials.map(\.point), values: trials.map { $0.outcome.values[index] })
                .map {
                    FrontReport.Importances.Figure(
                        shares: $0.shares, explained: $0.explained, trials: $0.trials, isLogarithmic: $0.isLogarithmic)
                }
        }
        return figures.contains { $0 != nil }
            ? FrontReport.Importances(figures: figures, parameters: space.parameters.map(\.name)) : nil
    }
}

extension Domain {
    /// Places along an axis of it: of all values where they are few, else of the ends and some between.
    fileprivate var ticks: [LineFigure.Tick] {
        let shown: [Value] =
            switch self {
            case .reals(let range, _): [.real(range.lowerBound), .real(range.upperBound)]
            default:
                count! <= 12
                    ? (0..<count!).map(value(at:))
                    : [0, count! / 4, count! / 2, 3 * count! / 4, count! - 1].map(value(at:))
            }
        return shown.map { .init(place: share(of: $0), label: text(of: $0)) }
    }
}

/// All trials of a study, or so many of them evenly spread.
private struct SampledTrials {
    static let most = 2000
    var trials: [Trial] = []

    /// - Throws: `StorageError`.
    init(of study: Study, in storage: any StudyStorage) throws(StorageError) {
        let codec = TrialCodec(space: study.record.space, objectives: study.record.objectives)
        let step = max(1, (study.trials + Self.most - 1) / Self.most)
        try storage.forEachBlock(of: study) { block throws(StorageError) in
            for (index, outcome) in try codec.outcomes(of: block).enumerated() where (block.first + index) % step == 0 {
                trials.append(
                    Trial(number: block.first + index, point: try codec.point(at: index, of: block), outcome: outcome))
            }
        }
    }
}
