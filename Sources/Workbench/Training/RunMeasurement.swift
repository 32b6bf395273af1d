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

/// A run that is read on images, as often as wanted. Answers are kept in its folder.
package struct RunMeasurement {
    package let folder: RunFolder
    package let record: RunRecord
    private let session: any RunSession
    private let run: TrainingRun
    private let images: ImageSet
    private let digest: String
    private let seed: UInt64

    /// - Parameter hasEffects: whether it will be read on crossbars.
    /// - Throws: where there are no weights, files have changed, or the wanted images are not there.
    package init(
        _ folder: RunFolder, _ wanted: MeasuredImages, _ bench: Workbench, _ tensors: TrainingBackend, hasEffects: Bool
    ) throws {
        self.folder = folder
        record = try folder.record()
        session = try folder.trainingSession(bench, hasEffects: hasEffects)
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
        let data = try session.images(wanted.data ?? record.data, of: record)
        let all = wanted.onHeldOut ? data.validation : data.test
        images = wanted.images.map { $0 < all.count ? all.subset(Array(0..<$0)) : all } ?? all
        digest = sha256(images.labels + images.pixels)
        seed = wanted.seed ?? record.recipe.seed
        run = try session.training(record, data, tensors)
        try run.resume(from: folder.checkpointPath)
    }

    /// Reads the images, and keeps the answers.
    package func read(_ reading: WeightReading) throws -> Reading {
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
            of: images, run.choices, quantises: reading != .floating, hasEffects: reading == .crossbars, seed: seed)
        try folder.keep(
            AnswerRecord.Entry(
                reading: reading.rawValue, seed: seed, images: digest, classes: images.labels, answers: result.answers))
        return result
    }

    /// What the images were answered, from the run's folder where it was read before.
    package func answers(_ reading: WeightReading) throws -> AnswerRecord.Entry {
        if let known = try folder.answers()?.entry(reading.rawValue, seed: seed, images: digest) { return known }
        return AnswerRecord.Entry(
            reading: reading.rawValue, seed: seed, images: digest, classes: images.labels,
            answers: try read(reading).answers)
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
