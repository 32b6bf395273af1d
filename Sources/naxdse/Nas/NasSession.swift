import Circuit
import CoSearch
import Hardware
import Markup
import Networks
import Search
import System

/// A search file with all that it names, as a problem of co-search.
struct NasSession {
    let problem: CoSearchProblem
    let hardware: Document
    let inputs: [RunRecord.Input]
    /// Layers whose width is not that of the network's file.
    let widths: [LayerWidth]

    /// - Parameters:
    ///   - search: a shipped search by name, or the path of a search file.
    ///   - hasEffects: whether crossbars' effects are worked out.
    ///   - widths: of layers in the place of what the network says.
    ///   - shares: widths to choose among, as shares of the network's channels; nil for no choice.
    /// - Throws: all that is wrong with the files, or makes them no search by gates.
    init(_ search: String, _ options: InputOptions, hasEffects: Bool, widths: [LayerWidth] = [], choosing shares: [Double]? = nil) throws {
        self.widths = widths
        let inputs = try Inputs(options)
        func session(_ widths: [LayerWidth]) throws -> SearchSession {
            try SearchSession(search, inputs) { network in
                do { return try network.narrowed(widths) } catch let error as NetworkError {
                    throw InputError("'\(network.name)' cannot have the widths that were found: \(error.problem)", hint: "restore the network's file")
                }
            }
        }
        let found = try session(widths)
        let path = try inputs.shipped.resolve(search, in: "search")
        let description = try SearchReader(schema: inputs.schema(.search), allowsOutsideFiles: inputs.allowsOutsideFiles).read(path)
        let (document, reader) = try inputs.hardwareDocument(description.hardware.text)
        hardware = document
        do {
            problem = try CoSearchProblem(
                found.setup, on: reader.read(document: document), hasEffects: hasEffects,
                widths: shares.map { shares in (shares, { try session($0).setup }) })
        } catch let error as CircuitError {
            throw InputError(error.problem, hint: error.remedy)
        }
        self.inputs = found.inputs.map { RunRecord.Input(path: $0.path, sha256: $0.sha256) }
    }

    /// The images, which have to be of the network's size.
    func images(_ folder: String) throws -> (training: ImageSet, test: ImageSet) {
        let images = try ImageSet.reading(DataSet(folder: folder), in: folder)
        let network = problem.plan.network
        let wanted = network.summary.input, found = Shape.map(channels: images.training.channels, height: images.training.height, width: images.training.width)
        guard wanted == found else {
            throw InputError("images in '\(folder)' are \(found), and '\(network.name)' reads \(wanted)", hint: "give a data set of that size, or another network")
        }
        guard network.summary.output.elementCount == images.training.classes else {
            throw InputError(
                "'\(folder)' has \(images.training.classes) classes, and '\(network.name)' tells \(network.summary.output.elementCount) apart",
                hint: "give a network whose last layer has \(images.training.classes) outputs")
        }
        return images
    }

    /// The images of a run that was begun before, in whatever folder they are now.
    /// - Throws: where they are others than it was begun with.
    func images(_ folder: String, of record: RunRecord) throws -> (training: ImageSet, test: ImageSet) {
        let (images, files) = try ReadLog.recording { try self.images(folder) }
        // Runs of earlier versions do not say.
        guard let begun = record.images, begun.map(\.sha256) != files.map(\.sha256) else { return images }
        throw InputError(
            "the images in '\(folder)' are others than those that the run was begun with", hint: "give their folder with --data, or begin another run")
    }

    /// - Throws: where files have changed since a run was begun.
    func check(_ record: RunRecord, in folder: String) throws {
        guard inputs != record.inputs else { return }
        let changed = record.inputs.filter { old in !inputs.contains { $0.sha256 == old.sha256 } }.map(\.path)
        guard !changed.isEmpty || inputs.count != record.inputs.count else { return }
        throw InputError(
            "the run in '\(folder)' was begun with other inputs: \(changed.joined(separator: ", ")) changed since",
            hint: "restore what changed (its version was \(record.version)), or begin another run")
    }
}

extension RunRecord {
    /// Files that were read, by their paths from the root.
    static func inputs(_ files: [InputFile]) -> [Input] {
        files.map { Input(path: absolute($0.path) + ($0.path.hasSuffix("/") ? "/" : ""), sha256: $0.sha256) }
    }

    /// All files that the run was begun with, images among them.
    var allInputs: [Input] { inputs + (images ?? []) }
}

extension RunFolder {
    /// The session of what the run has found so far, or retrains: its network has the chosen widths.
    func session(_ options: InputOptions, hasEffects: Bool) throws -> NasSession {
        let record = try record()
        return try NasSession(record.search, options, hasEffects: hasEffects, widths: record.widths ?? notes()?.reports.last?.widths ?? [])
    }

    /// The session that the run is trained in: a search has all widths to choose among.
    func trainingSession(_ options: InputOptions, hasEffects: Bool) throws -> NasSession {
        let record = try record()
        return try NasSession(record.search, options, hasEffects: hasEffects, widths: record.widths ?? [], choosing: record.kind == .search ? record.recipe.widths : nil)
    }
}
