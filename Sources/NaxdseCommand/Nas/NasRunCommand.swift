import ArgumentParser
import CoSearch
import Diagnostics
import Reports
import System
import Tensors
import Workbench

/// `naxdse nas run SEARCH`
struct NasRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Begin a search by training, in a new folder.",
        discussion:
            "Ctrl-C stops it; what had been done when the last epoch ended is kept, and `naxdse nas resume` goes on.")

    @Argument(help: "A shipped search (resnet20-cosearch), or the path of a search file.", completion: .search)
    var search: String

    @Option(
        help: "The folder of a data set: CIFAR-10's binary version, or Tiny ImageNet's tree.", completion: .directory)
    var data: String

    @Option(help: "The new folder of the run.", completion: .directory)
    var folder: String

    @Option(help: "λ: how much log EDAP counts beside the cross-entropy.")
    var lambda: Double?

    @Option(
        help:
            "How gates are trained: binary (two paths a layer, as in ProxylessNAS), or gumbel (all paths, Gumbel-softmax)."
    )
    var method: GateMethod?

    @Option(help: "Epochs at the start in which gates stay as they are; without it, a third of all.")
    var warmUp: Int?

    @Option(help: "Adam's rate for the gates: 0.001 (ProxylessNAS, over 120 epochs) to 0.006.")
    var gateRate: Double?

    @Option(help: "Steps of the weights for one of the gates; 5 as in ProxylessNAS, fewer where an epoch has fewer.")
    var stepsPerGateStep: Int?

    @Flag(inversion: .prefixedNo, help: "One second moment of Adam for all gates of a layer.")
    var sharedMoments = true

    @Option(help: "Share of the training images that weights are trained on; gates, or estimates, see the rest.")
    var weightShare: Double?

    @Flag(help: "Kernels of a layer share their weights: a smaller one is the middle of the largest.")
    var nested = false

    @Option(
        parsing: .upToNextOption,
        help:
            "Search widths too: output channels as shares of the network's, such as 0.5 1 1.5 2 3, of each convolution whose channels are free and of each stage of a residual network, where the search file has no <channels> for them."
    )
    var widths: [Double] = []

    @OptionGroup(title: "Training") var options: RecipeOptions
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var input: InputOptions

    @Flag(help: "Write the outcome as JSON.")
    var json = false

    func run() throws {
        var recipe = Recipe()
        (recipe.warmUp, recipe.stepsPerGateStep, recipe.sharesGateMoments) = (recipe.epochs / 3, 5, sharedMoments)
        options.apply(to: &recipe)
        if let lambda { recipe.lambda = lambda }
        if let method { recipe.method = method }
        if let warmUp { recipe.warmUp = warmUp }
        if let gateRate { recipe.gateRate = gateRate }
        if let stepsPerGateStep { recipe.stepsPerGateStep = stepsPerGateStep }
        if let weightShare { recipe.weightShare = weightShare }
        if nested { recipe.nestsKernels = true }
        if !widths.isEmpty { recipe.widths = widths }
        if let problem = recipe.problem { throw InputError(problem.what, hint: problem.hint) }
        let bench = try Workbench(input)
        let tensors = try TrainingBackend(device: device.device, threads: device.threads)
        let session = try NasSession(
            search, bench, hasEffects: recipe.hasEffects, nested: recipe.nestsKernels, choosing: recipe.widths)
        let (images, files) = try ReadLog.recording { try session.images(data, heldOut: recipe.heldOut) }
        try Outputs(page: page).check()
        let record = RunRecord(
            version: Workbench.version, kind: .search, search: located(try bench.path(of: search, as: .search)),
            data: absolute(data), device: device.device,
            inputs: session.inputs, images: RunRecord.inputs(files), recipe: recipe, meaning: session.meaning)
        let run = NewRun(session, record, images, on: tensors, within: options.budget)
        let begun = try run.begin(in: folder) { try $0.runShown($1) }
        try RunOutcome(begun, session).tell(page, asJSON: json)
    }
}

extension GateMethod: ExpressibleByArgument {}
