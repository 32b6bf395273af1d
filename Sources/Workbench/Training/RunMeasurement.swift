import CoSearch
import Diagnostics
import Optimisation
import System
import Tensors

/// How weights are read when accuracy is measured.
package enum WeightReading: String, CaseIterable {
    case floating, rounded, crossbars

    package var words: String {
        switch self {
        case .floating: "floating point"
        case .rounded: "rounded to their bits"
        case .crossbars: "on crossbars"
        }
    }

    /// How a recipe trains.
    package init(_ recipe: Recipe) { self = !recipe.quantises ? .floating : recipe.hasEffects ? .crossbars : .rounded }
}

/// Which images a run is read on.
package struct MeasuredImages {
    /// At most so many, from the first on; nil for all.
    package var images: Int?
    /// The training images that runs hold out, in the place of the test images.
    package var onHeldOut = false
    /// Of what crossbars draw; nil for each run's.
    package var seed: UInt64?
    /// Where the data set is now; nil for where it was.
    package var data: String?

    package init(
        images: Int? = nil, onHeldOut: Bool = false, seed: UInt64? = nil, data: String? = nil
    ) {
        self.images = images
        self.onHeldOut = onHeldOut
        self.seed = seed
        self.data = data
    }

    package static let test = "test images"
    package var words: String { onHeldOut ? "images held out" : Self.test }
}

/// A run and the images that it is read on. Answers are kept in its folder.
package struct MeasuredRun {
    /// What to tell where the images are others than the run was begun with; nil where they are the same.
    package let warning: String?
    fileprivate let folder: RunFolder
    fileprivate let record: RunRecord
    /// Without crossbars' effects.
    private let session: any RunSession
    private let data: RunImages
    fileprivate let images: ImageSet
    fileprivate let digest: String
    fileprivate let seed: UInt64

    /// - Throws: where there are no weights, files have changed, or the wanted images are not there.
    package init(_ folder: RunFolder, _ wanted: MeasuredImages, _ bench: Workbench) throws {
        let record = try folder.record()
        let session = try folder.trainingSession(bench, hasEffects: false)
        (self.folder, self.record, self.session) = (folder, record, session)
        try session.check(record, in: folder.path)
        // The notes also tell whether run.json still says what the checkpoint is of.
        guard try folder.notes() != nil else {
            throw InputError(
                "the run in '\(folder.path)' has not ended an epoch: there are no weights to measure",
                hint: "go on with it: naxdse nas resume \(folder.path)")
        }
        if wanted.onHeldOut, record.recipe.heldOut == 0 {
            throw InputError(
                "the run in '\(folder.path)' holds no images out",
                hint: "leave out --on-held-out, or give runs that were begun with --held-out")
        }
        // Test images may be any that are named; those that were held out are of one data set.
        if let other = wanted.data, !wanted.onHeldOut {
            let (images, files) = try ReadLog.recording { try session.images(other, heldOut: record.recipe.heldOut) }
            data = images
            warning =
                record.isOf(files)
                ? nil : "the images in '\(other)' are others than those that the run in '\(folder.path)' was begun with"
        } else {
            data = try session.images(wanted.data, of: record)
            warning = nil
        }
        let all = wanted.onHeldOut ? data.validation : data.test
        let count = min(wanted.images ?? all.count, all.count)
        images = count < all.count ? all.subset(Array(0..<count)) : all
        digest = sha256(images.labels + images.pixels)
        seed = wanted.seed ?? record.recipe.seed
    }

    /// What the images were answered when the run was read before; nil where it was not.
    package func answers(_ reading: WeightReading) throws -> AnswerRecord.Entry? {
        try folder.answers()?.entry(reading.rawValue, seed: seed, images: digest)
    }

    /// The same run, to be read.
    /// - Parameter hasEffects: whether it will be read on crossbars.
    package func measurement(
        _ bench: Workbench, on tensors: TrainingBackend, hasEffects: Bool
    ) throws -> RunMeasurement {
        let session = hasEffects ? try folder.trainingSession(bench, hasEffects: true) : session
        let run = try session.training(record, data, tensors)
        try run.resume(from: folder.checkpointPath)
        return RunMeasurement(measured: self, run: run)
    }
}

/// A run that is read on images, as often as wanted.
package struct RunMeasurement {
    fileprivate let measured: MeasuredRun
    fileprivate let run: TrainingRun

    /// Reads the images, and keeps the answers.
    package func read(_ reading: WeightReading) throws -> (reading: Reading, answers: AnswerRecord.Entry) {
        let (folder, record, images) = (measured.folder, measured.record, measured.images)
        if reading == .crossbars, record.kind == .training, record.hardware == nil {
            throw InputError(
                "the run in '\(folder.path)' is of a network without hardware",
                hint: "read it with --reading floating, or train it with --hardware")
        }
        if reading == .rounded, record.kind == .training, record.hardware == nil {
            throw InputError(
                "the run in '\(folder.path)' is of a network without hardware, which nothing rounds for",
                hint: "read it with --reading floating, or train it with --hardware")
        }
        let result = try run.reading(
            of: images, run.choices, quantises: reading != .floating, hasEffects: reading == .crossbars,
            seed: measured.seed)
        let entry = AnswerRecord.Entry(
            reading: reading.rawValue, seed: measured.seed, images: measured.digest, classes: images.labels,
            answers: result.answers)
        try folder.keep(entry)
        return (result, entry)
    }
}

extension RunFolder {
    private var answersPath: String { "\(path)/answers.json" }

    /// Answers of the checkpoint as it is now; nil where there are none.
    package func answers() throws -> AnswerRecord? {
        guard let record = AnswerRecord(reading: answersPath),
            record.checkpoint == InputFile(hashing: checkpointPath)?.sha256
        else { return nil }
        return record
    }

    fileprivate func keep(_ entry: AnswerRecord.Entry) throws {
        guard let checkpoint = InputFile(hashing: checkpointPath)?.sha256 else { return }
        var record = try answers() ?? AnswerRecord(checkpoint: checkpoint)
        record.add(entry)
        try AtomicFile.write(record.text(), to: answersPath)
    }
}
