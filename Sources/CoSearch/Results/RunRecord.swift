import FoundationEssentials
import Optimisation
import System

/// What a run was begun with, kept beside its checkpoint so that it can go on by itself.
///
/// A path that begins with `./` is from the run's own folder (``located(in:)``): such a run needs no other file but its
/// images.
public struct RunRecord: Hashable, Sendable, Codable {
    /// The version of the tool that began it.
    public var version: String
    /// A search, the retraining of what one found, or the training of a network of one's own.
    public var kind: Kind
    /// The search file; nil for a training.
    public var search: String?
    /// The network of a training, and the hardware and mapping that it is trained for; nil for none.
    public var network: String?
    /// See ``network``.
    public var hardware: String?
    /// See ``network``.
    public var mapping: String?
    /// The folder of the data set.
    public var data: String
    /// As ``Tensors/Device`` is written: `cpu`, `cuda`, `cuda:1`.
    public var device: String
    /// Files that decide the result, with their SHA-256.
    public var inputs: [InputFile]
    /// The files of the data set; nil in runs of versions that did not keep them.
    public var images: [InputFile]?
    /// How it is trained: everything else that decides the result.
    public var recipe: Recipe
    /// The candidates that are retrained; nil for a search.
    public var choices: [Int]?
    /// Layers that are retrained with fewer channels than the network's file says; nil for none.
    public var widths: [LayerWidth]?
    /// The checkpoint of the run whose weights this one begins with; nil for random ones.
    public var inherited: InputFile?
    /// What the inputs mean; nil where they are in the run's own folder, and for runs of versions that kept no texts.
    public var meaning: StudyMeaning?

    /// What the run does.
    public enum Kind: String, Hashable, Sendable, Codable { case search, retraining, training }

    /// Of a search, or of the retraining of what one found.
    public init(
        version: String, kind: Kind, search: String?, data: String, device: String, inputs: [InputFile],
        images: [InputFile]? = nil, recipe: Recipe,
        choices: [Int]? = nil, widths: [LayerWidth]? = nil, inherited: InputFile? = nil, meaning: StudyMeaning? = nil
    ) {
        self.version = version
        self.kind = kind
        self.search = search
        self.data = data
        self.device = device
        self.inputs = inputs
        self.images = images
        self.recipe = recipe
        self.choices = choices
        self.widths = widths
        self.inherited = inherited
        self.meaning = meaning
    }

    /// Of the training of a network.
    public init(
        version: String, network: String, hardware: String?, mapping: String?, data: String, device: String,
        inputs: [InputFile],
        images: [InputFile]? = nil, recipe: Recipe, inherited: InputFile? = nil, meaning: StudyMeaning? = nil
    ) {
        self.init(
            version: version, kind: .training, search: nil, data: data, device: device, inputs: inputs, images: images,
            recipe: recipe,
            inherited: inherited, meaning: meaning)
        self.network = network
        self.hardware = hardware
        self.mapping = mapping
    }

    /// With the paths that are from the run's own folder as paths in `folder`.
    public func located(in folder: String) -> RunRecord {
        func located(_ path: String) -> String { path.hasPrefix("./") ? folder + path.dropFirst() : path }
        var record = self
        record.search = search.map(located)
        record.network = network.map(located)
        record.hardware = hardware.map(located)
        record.mapping = mapping.map(located)
        record.inputs = inputs.map { InputFile(path: located($0.path), sha256: $0.sha256) }
        return record
    }

    /// A digest of what was decided when the run was begun: its kind, its recipe, and what it trains. A checkpoint has
    /// it, so that a record which says otherwise is found out.
    public func decision() throws -> String {
        struct Decision: Encodable {
            var kind: Kind
            var recipe: Recipe
            var choices: [Int]?
            var widths: [LayerWidth]?
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return sha256(
            [UInt8](try encoder.encode(Decision(kind: kind, recipe: recipe, choices: choices, widths: widths))))
    }

    /// Bytes of the largest record that is read.
    private static let sizeLimit = 64 << 20

    /// As JSON.
    public func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// - Throws: ``CheckpointError`` where the file cannot be read or holds something else.
    public init(reading path: String) throws(CheckpointError) {
        guard let bytes = try? RegularFile.bytes(of: path, limit: Self.sizeLimit, as: .state) else {
            throw CheckpointError(
                path, "there is no run here", hint: "give a folder that naxdse nas run or retrain wrote")
        }
        guard let record = try? JSONDecoder().decode(RunRecord.self, from: Data(bytes)) else {
            throw CheckpointError(
                path, "it is not what naxdse nas wrote", hint: "restore it, or begin anew in another folder")
        }
        if let problem = record.recipe.problem {
            throw CheckpointError(
                path, "its recipe has \(problem.what)",
                hint: "\(problem.hint): restore the file, or begin anew in another folder")
        }
        guard (record.kind == .retraining) == (record.choices != nil) else {
            throw CheckpointError(
                path,
                record.choices == nil
                    ? "it is of a retraining and does not say of what" : "it is of a search and has choices already",
                hint: "restore it, or begin anew in another folder")
        }
        if let width = record.widths?.first(where: { !(1...1_000_000).contains($0.channels) }) {
            throw CheckpointError(
                path, "it gives layer '\(width.layer)' \(width.channels) channels",
                hint: "restore it, or begin anew in another folder")
        }
        self = record
    }
}
