import CoSearch
import Diagnostics

/// A trained search, whose supernet reads whole designs on images that its weights were not trained with.
package struct TrainedSearch {
    package let folder: RunFolder
    let record: RunRecord
    let session: NasSession
    let training: TrainingRun
    /// What it found.
    let found: [Int]
    /// Images that a design is read on, at most.
    let limit: Int
    /// Of what crossbars draw.
    let seed: UInt64

    /// - Parameters:
    ///   - data: where the data set is now, where it has moved.
    ///   - images: that a design is read on, at most.
    ///   - seed: of what crossbars draw; without it, the search's.
    /// - Throws: where the folder holds no search, or not the one that its files say.
    package init(
        _ path: String, _ bench: Workbench, on tensors: TrainingBackend, data: String?, images: Int, seed: UInt64?
    ) throws {
        folder = RunFolder(path)
        record = try folder.record()
        guard record.kind == .search else {
            throw InputError(
                "the run in '\(path)' is a \(record.kind.rawValue): it has no choices to compare",
                hint: "give the folder of a search")
        }
        session = try NasSession(
            folder.search(record), bench, hasEffects: record.recipe.hasEffects, nested: record.recipe.nestsKernels,
            choosing: record.recipe.widths)
        found = try folder.foundChoices(session)
        training = try session.training(record, session.images(data, of: record), tensors)
        try training.resume(from: folder.checkpointPath)
        limit = images
        self.seed = seed ?? record.recipe.seed
    }

    /// Images that a design is read on.
    var images: Int { min(limit, training.unseenImages.count) }

    /// A whole design, and what it was read to lose.
    struct Read {
        var name: String
        var choices: [Int]
        var loss: Double
        /// In J·s·mm².
        var edap: Double
    }

    func read(_ name: String, _ choices: [Int]) throws -> Read {
        Read(
            name: name, choices: choices, loss: try training.probe(choices, images: limit, seed: seed).loss,
            edap: session.problem.cost(of: choices).edap * 1e6)
    }

    /// The network's own kernels on a kind of crossbar, on each where none is named.
    func uniform(_ kind: String? = nil) throws -> [Read] {
        try (kind.map { [$0] } ?? session.chosenCrossbars).map {
            try read($0.isEmpty ? "as it was" : "\($0) alone", session.uniformChoices($0))
        }
    }

    /// "search of seed 1, 30 epochs"
    var words: String { "search of seed \(record.recipe.seed), \(training.reports.count) epochs" }

    /// The name of the network.
    var network: String { session.problem.setup.design.network.name }
}
