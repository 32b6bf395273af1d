import CoSearch
import Diagnostics
import Optimisation

/// Runs of one search as a study, one trial a run with its accuracy and its EDAP, so that `search front` draws what λ,
/// seeds and baselines gave, beside studies of other strategies.
package struct StudyOfRuns {
    package let record: StudyRecord
    package let block: TrialBlock

    /// - Parameter outcomes: in the order of the trials.
    /// - Throws: where runs are of different searches or kinds, or one has not ended an epoch.
    package init(_ outcomes: [RunOutcome], named name: String) throws {
        let first = outcomes[0]
        let objectives = [Objective(.accuracy), Objective(.edap)]
        var points: [Point] = [], results: [Outcome] = []
        for outcome in outcomes {
            let isSameSearch =
                outcome.record.allInputs.map(\.sha256) == first.record.allInputs.map(\.sha256)
                || outcome.record.meaning != nil && outcome.record.meaning == first.record.meaning
            guard isSameSearch else {
                throw InputError(
                    "'\(outcome.folder)' is of another search than '\(first.folder)'",
                    hint: "a study has one space: give runs of the same search file and hardware")
            }
            guard outcome.record.kind == first.record.kind else {
                throw InputError(
                    "'\(outcome.folder)' is a \(outcome.record.kind.rawValue) and '\(first.folder)' a \(first.record.kind.rawValue): their accuracies are of different images",
                    hint: "give searches alone, or retrainings alone")
            }
            guard outcome.record.widths == nil, outcome.record.recipe.widths == nil else {
                throw InputError(
                    "the run in '\(outcome.folder)' has widths that were chosen by --widths, which are no point of its search's space",
                    hint:
                        "let the search file choose them, by <channels>; or compare it with naxdse nas report alone, without --study"
                )
            }
            guard outcome.record.kind != .training else {
                throw InputError(
                    "the run in '\(outcome.folder)' is the training of a network, which is no point of a search's space",
                    hint: "compare it with naxdse nas report alone, without --study")
            }
            guard let report = outcome.reports.last, let cost = outcome.cost, let place = outcome.design?.place else {
                throw InputError(
                    "the run in '\(outcome.folder)' has not ended an epoch",
                    hint: "go on with it: naxdse nas resume \(outcome.folder)")
            }
            let numbers: [Measure: Double] = [.accuracy: report.validation, .edap: cost.edap]
            points.append(place.point)
            results.append(Outcome(measures: { numbers[$0] }, objectives: objectives, constraints: []))
        }
        guard let space = first.design?.place?.space else {
            preconditionFailure("each run was just found to be a point of one")
        }
        record = StudyRecord(
            name: name, created: StudyRecord.now, version: Workbench.version, seed: first.record.recipe.seed,
            strategy: "nas \(first.record.kind.rawValue)",
            settings: try Settings(
                ["runs": outcomes.map(\.folder).joined(separator: ",")],
                declared: [Setting("runs", "", "the folder of each trial")]),
            batch: outcomes.count, space: space, objectives: objectives, constraints: [],
            inputs: first.record.allInputs,
            meaning: first.record.meaning)
        let codec = TrialCodec(space: space, objectives: objectives)
        guard let packed = codec.pack(points[...]) else {
            preconditionFailure("choices are points of their search's space")
        }
        block = TrialBlock(first: 0, count: points.count, points: packed, outcomes: codec.pack(results))
    }

    /// - Throws: `StorageError` where the name is taken or the file cannot be written.
    package func store(in storage: any StudyStorage) throws(StorageError) {
        let study = try storage.create(record)
        let worker = Worker()
        try storage.join(worker, study)
        guard try storage.store(block, of: study, by: worker) else {
            preconditionFailure("nobody else works on a study that was just made")
        }
        try storage.finish(study)
        try storage.leave(worker)
    }
}
