import ArgumentParser
import CoSearch
import Diagnostics
import Mapping
import Optimisation
import Reports
import Simulation
import System
import Tensors
import Workbench

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

    @Option(
        help:
            "Not what was found, but the best design of this study, by its first objective; its search has the same network and choices."
    )
    var study: String?

    @OptionGroup var storage: StorageOptions

    @Option(
        name: [.long, .customLong("inherit")],
        help:
            "Begin with the weights that this folder's run has come to, not with random ones: another run of the same network, or a search that has the chosen kernels.",
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
        (recipe.hasEffects, recipe.quantises, recipe.usesAutocast) = (
            old.recipe.hasEffects, old.recipe.quantises, old.recipe.usesAutocast
        )
        (recipe.seed, recipe.heldOut) = (old.recipe.seed, old.recipe.heldOut)
        // What was found has the widths that were found; a baseline and a study's design have those of the search file.
        if uniform == nil, study == nil { recipe.widths = old.recipe.widths }
        options.apply(to: &recipe)
        if let problem = recipe.problem { throw InputError(problem.what, hint: problem.hint) }
        let tensors = try TrainingBackend(device: device.device, threads: device.threads)
        let bench = try Workbench(input)
        let session =
            uniform == nil && study == nil
            ? try source.searchSession(bench, hasEffects: recipe.hasEffects)
            : try NasSession(source.search(old), bench, hasEffects: recipe.hasEffects, isSearched: false)
        let choices =
            try uniform.map { try session.uniformChoices($0) } ?? study.map {
                try session.choices(ofStudy: $0, in: storage.open(.readOnly))
            }
            ?? source.foundChoices(session)
        let imageFolder = try old.imageFolder(data)
        let (images, files) = try ReadLog.recording { try session.images(imageFolder, heldOut: recipe.heldOut) }
        try Outputs(page: page).check()
        let record = RunRecord(
            version: Workbench.version, kind: .retraining, search: old.search, data: absolute(imageFolder),
            device: device.device,
            inputs: session.inputs, images: RunRecord.inputs(files), recipe: recipe, choices: choices,
            widths: session.widths.isEmpty ? nil : session.widths,
            inherited: try from.map { try RunFolder($0).checkpoint() },
            meaning: session.meaning)
        let run = NewRun(session, record, images, on: tensors, within: options.budget)
        let begun = try run.begin(in: folder) { try $0.runShown($1) }
        try RunOutcome(begun, session).tell(page, asJSON: json)
    }
}
