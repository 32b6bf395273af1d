import CoSearch
import Cost
import Diagnostics
import Reports

/// A run that is to be begun: what is trained, on which images, and by which recipe.
package struct NewRun {
    let session: any RunSession
    let record: RunRecord
    let images: RunImages
    let tensors: TrainingBackend
    /// Minutes that it may take, for which the recipe's epochs and images are made to fit; nil for as long as it takes.
    let minutes: Double?

    package init(
        _ session: any RunSession, _ record: RunRecord, _ images: RunImages, on tensors: TrainingBackend,
        within minutes: Double?
    ) {
        self.session = session
        self.record = record
        self.images = images
        self.tensors = tensors
        self.minutes = minutes
    }

    /// Begins it in a new folder, with the weights that its record says it begins with, and does its epochs.
    ///
    /// - Parameter run: does them, and shows how far they are.
    /// - Throws: where no recipe ends in time, the weights are not what they were, or the folder cannot be made.
    package func begin(in path: String, run: (RunFolder, TrainingRun) throws -> Void) throws -> RunFolder {
        var record = record
        if let minutes {
            record.recipe = try Self.fitting(
                record.recipe, minutes: minutes, Pace.measured(session.training(record, images, tensors)))
        }
        let training = try session.training(record, images, tensors)
        try session.inherit(record, training)
        let folder = try RunFolder(creating: path, record)
        try run(folder, training)
        return folder
    }

    /// A recipe that ends in time.
    /// - Throws: where none does.
    private static func fitting(_ recipe: Recipe, minutes: Double, _ pace: Pace) throws -> Recipe {
        if let fitted = pace.fitting(recipe, within: minutes * 60) { return fitted }
        let step = (pace.weightStep + pace.gateStep).text(significant: 3)
        throw InputError(
            "\(minutes.text(significant: 3)) minutes are too few here: a step takes \(step) s",
            hint: "give more minutes, or a smaller --batch")
    }
}

extension RunFolder {
    /// Goes on with the run from its last epoch, as if it had not been stopped.
    ///
    /// - Parameters:
    ///   - data: where the images are now; nil for where they were.
    ///   - check: whether what is to be written can be; before the work begins.
    ///   - run: does the epochs that are left, and shows how far they are.
    /// - Throws: where files or images are others than it was begun with, or another version's cost model would teach
    ///   its gates.
    package func resume(
        _ bench: Workbench, data: String?, on tensors: TrainingBackend, check: () throws -> Void,
        run: (RunFolder, TrainingRun) throws -> Void
    ) throws {
        let record = try record()
        let session = try trainingSession(bench, hasEffects: record.recipe.hasEffects)
        try session.check(record, in: path)
        let images = try session.images(data, of: record)
        try check()
        let training = try session.training(record, images, tensors)
        if try notes() != nil {
            try training.resume(from: checkpointPath)
        } else {
            try session.inherit(record, training)
        }
        try run(self, training)
    }

    /// A search's gates learn by what the cost model says, which has to be this version's; a retraining has chosen.
    package func checkCostModel() throws {
        let record = try record()
        let costModel = record.meaning?.costModel ?? 1
        guard record.kind == .search, costModel != CostModel.version else { return }
        throw InputError(
            "the search in '\(path)' was begun with version \(costModel) of the cost model, and this naxdse has version \(CostModel.version)",
            hint:
                "go on with it by naxdse \(record.version), or begin another; what it has found so far can be derived and retrained"
        )
    }
}
