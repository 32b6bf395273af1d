import Circuit
import CoSearch
import Diagnostics
import Hardware
import Markup
import Networks
import Optimisation
import System

/// A search file with all that it names, as a problem of co-search.
package struct NasSession: RunSession {
    package let problem: CoSearchProblem
    package let hardware: Document
    package let inputs: [InputFile]
    /// What they mean.
    package let meaning: StudyMeaning?
    /// Layers whose width is not that of the network's file, in retrainings of earlier versions.
    package let widths: [LayerWidth]
    package let tool: Workbench
    private let hasEffects: Bool

    /// - Parameters:
    ///   - search: a shipped search by name, or the path of a search file.
    ///   - hasEffects: whether crossbars' effects are worked out.
    ///   - isSearched: whether for all candidates; otherwise for what is retrained alone.
    ///   - widths: of layers in the place of what the network says.
    ///   - nested: kernels of a layer share their weights.
    ///   - shares: widths to choose among, as shares of the network's channels; nil for those that the file lets vary.
    /// - Throws: all that is wrong with the files, or makes them no search by gates.
    package init(
        _ search: String, _ bench: Workbench, hasEffects: Bool, isSearched: Bool = true, widths: [LayerWidth] = [],
        nested: Bool = false,
        choosing shares: [Double]? = nil
    ) throws {
        self.widths = widths
        self.hasEffects = hasEffects
        tool = bench
        let found = try SearchSession(search, bench, widths: shares) { network in
            do { return try network.narrowed(widths) } catch let error as NetworkError {
                throw InputError(
                    "'\(network.name)' cannot have the widths that were found: \(error.problem)",
                    hint: "restore the network's file")
            }
        }
        hardware = found.hardware
        meaning = found.meaning
        problem = try CoSearchProblem(
            found.setup, on: found.reader.read(document: found.hardware), hasEffects: hasEffects && isSearched,
            nestsKernels: nested)
        self.inputs = found.inputs
    }

    package var plan: SupernetPlan { problem.plan }

    package func training(_ record: RunRecord, _ images: RunImages, _ tensors: TrainingBackend) throws -> TrainingRun {
        switch record.kind {
        case .search:
            return try TrainingRun.search(
                problem.plan, problem.table, coupling: problem.coupling, images.training, record.recipe,
                on: tensors.device, of: tensors.backend)
        case .retraining, .training:
            guard let choices = record.choices, choices.count == problem.plan.options.count,
                zip(choices, problem.plan.options).allSatisfy({ (0..<$1).contains($0) })
            else { throw InputError("the run's choices are not of this search", hint: "begin another retraining") }
            let plan = try SupernetPlan(problem.mapped(choices), on: problem.architecture, hasEffects: hasEffects)
            return try TrainingRun.retraining(
                plan, images.training, validation: images.validation, record.recipe, on: tensors.device,
                of: tensors.backend)
        }
    }

    package func design(_ choices: [Int]?) -> RunDesign? {
        guard let choices else { return nil }
        let chosen = problem.options(of: choices), widths = widths + problem.widths(choices),
            leftOut = problem.leftOut(choices)
        return RunDesign(
            cost: problem.cost(of: choices), widths: widths, leftOut: leftOut,
            words: leftOut.map { ($0, "left out") }
                + problem.words(for: choices).map { layer, choice in
                    (
                        layer,
                        [choice, widths.first { $0.layer == layer }.map { "\($0.channels) channels" }].compactMap(
                            \.self
                        ).joined(separator: ", ")
                    )
                },
            crossbars: chosen.compactMap { layer, option in option.crossbar.map { (layer, $0) } },
            kernels: chosen.compactMap { layer, option in option.kernel.map { (layer, "\($0)") } },
            place: (problem.point(for: choices), problem.setup.problem.space))
    }
}

extension RunRecord {
    /// Files that were read, by their paths from the root.
    package static func inputs(_ files: [InputFile]) -> [InputFile] {
        files.map { InputFile(path: absolute($0.path) + ($0.path.hasSuffix("/") ? "/" : ""), sha256: $0.sha256) }
    }

    /// All files that the run was begun with, images among them.
    package var allInputs: [InputFile] { inputs + (images ?? []) }
}

extension RunFolder {
    /// The search file of a run.
    /// - Throws: where it is the training of a network, which has none.
    package func search(_ record: RunRecord) throws -> String {
        guard let search = record.search else {
            throw InputError(
                "the run in '\(path)' is the training of a network: there is no search to it",
                hint: "give the folder of a search or a retraining")
        }
        return search
    }

    /// What the run has found so far, or trains: its network has the chosen widths.
    package func session(_ bench: Workbench, hasEffects: Bool) throws -> any RunSession {
        let record = try record()
        return record.kind == .training
            ? try networkSession(record, bench, hasEffects: hasEffects)
            : try searchSession(bench, hasEffects: hasEffects)
    }

    /// The same of a search, or a retraining.
    /// - Throws: where it is the training of a network.
    package func searchSession(_ bench: Workbench, hasEffects: Bool) throws -> NasSession {
        let record = try record()
        // Searches of earlier versions said widths apart.
        let widths = try record.widths ?? notes()?.reports.last?.widths
        return try NasSession(
            search(record), bench, hasEffects: hasEffects, isSearched: record.kind == .search, widths: widths ?? [],
            nested: record.kind == .search && record.recipe.nestsKernels,
            choosing: widths == nil ? record.recipe.widths : nil)
    }

    /// What the run is trained in: a search has all widths to choose among.
    package func trainingSession(_ bench: Workbench, hasEffects: Bool) throws -> any RunSession {
        let record = try record()
        if record.kind == .training { return try networkSession(record, bench, hasEffects: hasEffects) }
        return try NasSession(
            search(record), bench, hasEffects: hasEffects, isSearched: record.kind == .search,
            widths: record.widths ?? [],
            nested: record.kind == .search && record.recipe.nestsKernels,
            choosing: record.widths == nil ? record.recipe.widths : nil)
    }

    private func networkSession(_ record: RunRecord, _ bench: Workbench, hasEffects: Bool) throws -> NetworkSession {
        guard let network = record.network else {
            throw InputError(
                "the run in '\(path)' does not say which network it trains",
                hint: "restore \(recordPath), or begin another run")
        }
        return try NetworkSession(
            network: network, hardware: record.hardware, mapping: record.mapping, bench, hasEffects: hasEffects)
    }
}
