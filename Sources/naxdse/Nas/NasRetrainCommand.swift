import ArgumentParser
import CoSearch
import Mapping
import Networks
import Reports
import System
import Search
import Tensors

/// `naxdse nas retrain FOLDER`
struct NasRetrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retrain", abstract: "Train what a search has found, on all training images; or a baseline.",
        discussion: """
            Accuracy is measured on the test images. checkpoint.safetensors then is the network's weights as `simulate` reads them.
              naxdse nas retrain found --folder found/retrained
              naxdse nas retrain found --uniform x64 --folder baseline-64      the search's own network on one kind of crossbar
              naxdse nas retrain found --study exact --folder trained-exact    the best design of a study of the same choices
            """)

    @Argument(help: "The folder of a search.", completion: .directory)
    var found: String

    @Option(help: "The new folder of the retraining.", completion: .directory)
    var folder: String

    @Option(help: "Not what was found, but the network as it was before, every layer on this kind of crossbar.")
    var uniform: String?

    @Option(help: "Not what was found, but the best design of this study, by its first objective; its search has the same network and choices.")
    var study: String?

    @OptionGroup var storage: StorageOptions

    @Option(
        name: [.long, .customLong("inherit")],
        help: "Begin with the weights that this folder's run has come to, not with random ones: another run of the same network, or a search that has the chosen kernels.",
        completion: .directory)
    var from: String?

    @Option(help: "Where the data set is, where not where the search had it.", completion: .directory)
    var data: String?

    @OptionGroup(title: "Training") var options: RecipeOptions
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var input: InputOptions

    @Flag(help: "Write the outcome as JSON.")
    var json = false

    func validate() throws {
        if uniform != nil, study != nil { throw ValidationError("give either --uniform or --study") }
    }

    func run() throws {
        let source = RunFolder(found)
        let old = try source.record()
        var recipe = Recipe()
        (recipe.epochs, recipe.warmUp) = (200, 0)
        (recipe.hasEffects, recipe.quantises, recipe.usesAutocast) = (old.recipe.hasEffects, old.recipe.quantises, old.recipe.usesAutocast)
        (recipe.seed, recipe.heldOut) = (old.recipe.seed, old.recipe.heldOut)
        // What was found has the widths that were found; a baseline and a study's design have those of the search file.
        if uniform == nil, study == nil { recipe.widths = old.recipe.widths }
        options.apply(to: &recipe)
        if let problem = recipe.problem { throw InputError(problem.what, hint: problem.hint) }
        let tensors = try TrainingBackend(device)
        let session = uniform == nil && study == nil
            ? try source.searchSession(input, hasEffects: recipe.hasEffects)
            : try NasSession(source.search(old), input, hasEffects: recipe.hasEffects, isSearched: false)
        let choices = try uniform.map { try session.uniformChoices($0) } ?? study.map { try session.choices(ofStudy: $0, in: storage) }
            ?? source.foundChoices(session)
        let (images, files) = try ReadLog.recording { try session.images(data ?? old.data, heldOut: recipe.heldOut) }
        try Outputs(page: page).check()
        var record = RunRecord(
            version: version, kind: .retraining, search: old.search, data: absolute(data ?? old.data), device: device.device,
            inputs: session.inputs, images: RunRecord.inputs(files), recipe: recipe, choices: choices,
            widths: session.widths.isEmpty ? nil : session.widths, inherited: try from.map { try RunFolder($0).checkpoint() },
            meaning: session.meaning)
        if let budget = options.budget {
            record.recipe = try fitting(recipe, minutes: budget, Pace.measured(session.training(record, images, tensors)))
        }
        let training = try session.training(record, images, tensors)
        try session.inherit(record, training, input)
        let folder = try RunFolder(creating: folder, record)
        try folder.run(training)
        let outcome = try RunOutcome(folder, session)
        try page.write { Page([outcome.training], table: RunOutcome.table(of: [outcome])) }
        try Output.write(json ? outcome.json.text : outcome.text(on: .standardOutput))
    }
}

extension NasSession {
    /// The best design of a study, by its first objective.
    /// - Throws: where the study's space is another one, or nothing in it keeps to its constraints.
    func choices(ofStudy name: String, in storage: StorageOptions) throws -> [Int] {
        let storage = try storage.open(.readOnly)
        let study = try storage.study(named: name)
        guard study.record.space == problem.setup.problem.space else {
            throw InputError(
                "study '\(name)' is of another space than this search", hint: "give a study whose search file has the same network and choices")
        }
        let results = try StudyResults(of: study, in: storage)
        guard let best = results.best[0] else { throw noDesign(in: study, results) }
        return problem.choices(at: best.point)
    }

    /// The candidates that leave the network as it is, all on one kind of crossbar; blocks are there, and channels as many as its file says.
    /// - Throws: where a layer has no such candidate.
    func uniformChoices(_ crossbar: String) throws -> [Int] {
        let design = problem.setup.design
        let layers = try problem.plan.graph.stages.map { stage in
            let layer = design.network.layers[stage.anchor]
            let options = design.options(of: stage.anchor)
            guard let index = options.firstIndex(where: { option in
                (option.kernel == nil || option.kernel == layer.convolution?.kernel) && (option.crossbar ?? crossbar) == crossbar
                    && (option.duplication ?? 1) == 1
            }) else {
                let kinds = options.compactMap(\.crossbar)
                throw InputError(
                    "layer '\(layer.name)' cannot stay as it is on crossbar '\(crossbar)' in this search",
                    hint: kinds.isEmpty ? "the search leaves crossbars to the mapping" : "its crossbars are \(Array(Set(kinds)).sorted().joined(separator: ", "))")
            }
            return index
        }
        return try layers + problem.plan.shapes.map { shape in
            switch shape {
            case .channels(let layers, let counts):
                let convolution = layers.lazy.compactMap { design.network.layers[$0].convolution }.first!
                guard let index = counts.firstIndex(of: convolution.outputChannels) else {
                    throw InputError(
                        "the network as it is has \(convolution.outputChannels) channels where this search has \(counts.map { "\($0)" }.joined(separator: ", "))",
                        hint: "let the search choose among its own channels too: a share of 1")
                }
                return index
            case .block(let block, let isThere):
                guard let index = isThere.firstIndex(of: true) else {
                    throw InputError("this search never has block '\(block.name)' of its network", hint: "let it be kept, too: values=\"keep none\"")
                }
                return index
            }
        }
    }
}
