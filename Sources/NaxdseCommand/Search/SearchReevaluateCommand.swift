import ArgumentParser
import Cost
import Diagnostics
import Optimisation
import Workbench

/// `naxdse search reevaluate STUDY`
struct SearchReevaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reevaluate", abstract: "Evaluate the points of a study anew, as a new study.",
        discussion: """
            For studies whose numbers come from an earlier version of the cost model: these are not mixed with new ones. The study \
            itself stays as it is. The points are those that its strategy chose by the old numbers: a search begun anew may find others.
            """)

    @OptionGroup var study: StudyOptions

    @Option(
        name: .customLong("as"),
        help: "The new study's name; without it, the old one's with the version of the cost model.")
    var name: String?

    @OptionGroup var source: SearchSourceOptions
    @OptionGroup var pace: PaceOptions
    @OptionGroup var page: PageOptions

    func run() throws {
        try study.storage.use(.existing, reevaluate)
    }

    private func reevaluate(in storage: any StudyStorage) throws {
        let stored = try storage.study(named: study.study), old = stored.record
        guard !old.space.parameters.isEmpty, old.meaning != nil || !old.inputs.isEmpty else {
            throw InputError(
                "study '\(old.name)' is not one of a search file",
                hint: "evaluate its designs by the program that made it")
        }
        // Accuracy is measured on images, which the study does not keep.
        let measures = old.objectives.map(\.measure) + old.constraints.map(\.measure)
        let session =
            try measures.contains(.accuracy)
            ? source.source().sessionAsWritten(old) : source.source().sessionOfDesigns(old)
        guard session.setup.problem.space == old.space else {
            throw InputError(
                "study '\(old.name)' was begun by naxdse \(old.version), which made another space of the same inputs",
                hint: "begin another study")
        }
        var meaning = session.meaning
        meaning.costModel = CostModel.version
        guard session.setup.problem.objectives == old.objectives, session.setup.problem.constraints == old.constraints
        else {
            throw InputError(
                "study '\(old.name)' has other objectives or limits than its search file",
                hint: "restore the file, or begin another study")
        }
        let codec = TrialCodec(space: old.space, objectives: old.objectives)
        var points: [Point] = []
        try storage.forEachBlock(of: stored) { block throws(StorageError) in
            points += try codec.trials(of: block).map(\.point)
        }
        let plugin = StrategyPlugin.asking(points)
        let record = StudyRecord(
            name: name ?? "\(old.name)-cost-model-\(CostModel.version)", created: StudyRecord.now,
            version: Workbench.version, seed: old.seed,
            strategy: plugin.name, settings: try Settings([:], declared: []), batch: old.batch, space: old.space,
            objectives: old.objectives,
            constraints: old.constraints, inputs: old.inputs, meaning: meaning)
        let study = try storage.create(record)
        do { try session.run(study, in: storage, strategy: plugin, pace: pace, page: page) } catch {
            if try storage.study(named: record.name).trials == 0 { try storage.delete(study) }
            throw error
        }
    }
}
