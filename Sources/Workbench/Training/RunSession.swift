import CoSearch
import DataSets
import Diagnostics
import Networks
import Optimisation
import System
import Tensors

/// What a run trains, read from the files that its record names: a search's choices, or a network of one's own.
package protocol RunSession {
    /// What `retrain` and `train` train, or all that a search chooses among.
    var plan: SupernetPlan { get }
    /// Files that decide the result.
    var inputs: [InputFile] { get }
    /// What they mean.
    var meaning: StudyMeaning? { get }
    /// What reads them.
    var tool: Workbench { get }
    /// Layers whose width is not that of the network's file.
    var widths: [LayerWidth] { get }

    /// The run of a record, from its beginning.
    func training(_ record: RunRecord, _ images: RunImages, _ tensors: TrainingBackend) throws -> TrainingRun

    /// Gives a run the weights that its record says it begins with, where it says so.
    /// - Throws: where they are not what they were, or not of this network.
    func inherit(_ record: RunRecord, _ training: TrainingRun) throws

    /// What a run with these choices is as a design; nil where it has no hardware, or there are no choices yet.
    func design(_ choices: [Int]?) -> RunDesign?
}

/// The images of a run.
package struct RunImages {
    /// What weights, and in a search gates, are trained on.
    package var training: ImageSet
    /// What accuracy is measured on after each epoch: those held out, or else the test images.
    package var validation: ImageSet
    package var test: ImageSet
}

/// A design: what it costs, and what each layer is.
package struct RunDesign {
    package var cost: DesignCost
    /// Convolutions with other channels than in the network's file, and blocks that are left out.
    package var widths: [LayerWidth] = []
    package var leftOut: [String] = []
    package var words: [(layer: String, choice: String)]
    /// Of each layer that has a choice of it.
    package var crossbars: [(layer: String, choice: String)]
    package var kernels: [(layer: String, choice: String)]
    /// The choices as a point of their search's space; nil without a search.
    package var place: (point: Point, space: Space)?
}

extension RunSession {
    /// The images, which have to be of the network's size.
    /// - Parameter heldOut: training images that nothing is trained on.
    package func images(_ folder: String, heldOut: Int) throws -> RunImages {
        let images = try ImageSet.reading(DataSet(folder: folder), in: folder)
        let network = plan.network
        let wanted = network.summary.input,
            found = Shape.map(
                channels: images.training.channels, height: images.training.height, width: images.training.width)
        guard wanted == found else {
            throw InputError(
                "images in '\(folder)' are \(found), and '\(network.name)' reads \(wanted)",
                hint: "give a data set of that size, or another network")
        }
        guard network.summary.output.elementCount == images.training.classes else {
            throw InputError(
                "'\(folder)' has \(images.training.classes) classes, and '\(network.name)' tells \(network.summary.output.elementCount) apart",
                hint: "give a network whose last layer has \(images.training.classes) outputs")
        }
        guard heldOut > 0 else {
            return RunImages(training: images.training, validation: images.test, test: images.test)
        }
        guard heldOut < images.training.count else {
            throw InputError(
                "\(heldOut) images are held out of the \(images.training.count) in '\(folder)'",
                hint: "give fewer with --held-out")
        }
        let (rest, others) = images.training.holdingOut(heldOut)
        return RunImages(training: rest, validation: others, test: images.test)
    }

    /// The images of a run that was begun before.
    ///
    /// - Parameter folder: where they are now; nil for where they were.
    /// - Throws: where they are not there, or others than it was begun with.
    package func images(_ folder: String?, of record: RunRecord) throws -> RunImages {
        let folder = try record.imageFolder(folder)
        let (images, files) = try ReadLog.recording { try self.images(folder, heldOut: record.recipe.heldOut) }
        guard !record.isOf(files) else { return images }
        throw InputError(
            "the images in '\(folder)' are others than those that the run was begun with",
            hint: "give their folder with --data, or begin another run")
    }

    /// - Throws: where files mean something else than when a run was begun, or its record has choices that it cannot
    ///   have.
    package func check(_ record: RunRecord, in folder: String) throws {
        if let choices = record.choices { try check(choices, in: folder) }
        guard inputs != record.inputs else { return }
        if let then = record.meaning, let meaning {
            let changes = try MeaningChanges(from: then, to: meaning)
            guard !changes.list.isEmpty else { return }
            throw InputError(
                "the run in '\(folder)' was begun with other inputs: \(changes.words)",
                hint: "restore what changed (its version was \(record.version)), or begin another run")
        }
        let changed = record.inputs.filter { old in !inputs.contains { $0.sha256 == old.sha256 } }.map(\.path)
        guard !changed.isEmpty || inputs.count != record.inputs.count else { return }
        throw InputError(
            "the run in '\(folder)' was begun with other inputs: \(changed.joined(separator: ", ")) changed since",
            hint: "restore what changed (its version was \(record.version)), or begin another run")
    }

    /// - Throws: where choices are not one of each layer's candidates.
    package func check(_ choices: [Int], in folder: String) throws {
        let candidates = plan.options
        guard choices.count == candidates.count, zip(choices, candidates).allSatisfy({ (0..<$1).contains($0) }) else {
            throw InputError(
                "the choices of the run in '\(folder)' are not of its search, which has \(candidates.count) layers to choose for",
                hint: "restore run.json and checkpoint.safetensors, or begin another run")
        }
    }
}

extension RunRecord {
    /// Where its images are: in the folder that is given, or else where they were.
    /// - Throws: where none is given, and there is no such folder any more.
    package func imageFolder(_ given: String?) throws -> String {
        guard given == nil, PathKind(data) == nil else { return given ?? data }
        throw InputError(
            "the folder of the images that the run was begun with, '\(data)', is not there",
            hint: "say with --data where they are")
    }

    /// Whether these are the images that the run was begun with. Runs of earlier versions do not say.
    package func isOf(_ images: [InputFile]) -> Bool {
        self.images.map { $0.map(\.sha256) == images.map(\.sha256) } ?? true
    }

    /// The folder of the run whose weights this one begins with, and its record; nil where it begins with random ones.
    /// - Throws: where the weights are not what they were.
    package var source: (folder: RunFolder, record: RunRecord, checkpoint: String)? {
        get throws {
            guard let inherited else { return nil }
            guard InputFile(hashing: inherited.path)?.sha256 == inherited.sha256 else {
                throw InputError(
                    "the weights to begin with, '\(inherited.path)', are not there or not what they were",
                    hint: "restore that run's checkpoint, or begin another run")
            }
            let folder = RunFolder(String(inherited.path.dropLast("/checkpoint.safetensors".count)))
            return (folder, try folder.record(), inherited.path)
        }
    }
}
