import ArgumentParser
import CoSearch
import Diagnostics
import Reports
import System
import Workbench

/// `naxdse nas train NETWORK`
struct NasTrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a network of one's own, in floating point or for the hardware that runs it.",
        discussion: """
            With --hardware, weights and stored results are rounded and the crossbars that the mapping places layers on have their effects; \
            without, it is trained in floating point. --from goes on with the weights of another run under this recipe: one training in floating \
            point does for all hardware.
              naxdse nas train resnet20 --data cifar-10-batches-bin --folder floating --epochs 24
              naxdse nas train resnet20 --hardware homogeneous-64 --mapping differential-8b --from floating --folder on-64 --epochs 6 \\
                  --data cifar-10-batches-bin
            """)

    @Argument(help: "A built-in network, a shipped one, or the path of a network or ONNX file.", completion: .network)
    var network: String

    @Option(
        help: "The folder of a data set: CIFAR-10's binary version, or Tiny ImageNet's tree.", completion: .directory)
    var data: String

    @Option(help: "The new folder of the run.", completion: .directory)
    var folder: String

    @Option(
        help: "Name of shipped hardware, or path of a hardware file; without it, in floating point.",
        completion: .hardware)
    var hardware: String?

    @Option(
        name: .shortAndLong, help: "A shipped mapping, or the path of a mapping file (default: default).",
        completion: .mapping)
    var mapping: String?

    @Option(
        help:
            "Begin with the weights that this folder's run has come to, not with random ones: a training or a retraining of the same network.",
        completion: .directory)
    var from: String?

    @OptionGroup(title: "Training") var options: RecipeOptions
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var input: InputOptions

    @Flag(help: "Write the outcome as JSON.")
    var json = false

    func validate() throws {
        if mapping != nil, hardware == nil {
            throw ValidationError("--mapping places the network on hardware: name it with --hardware")
        }
    }

    func run() throws {
        var recipe = Recipe()
        (recipe.epochs, recipe.warmUp) = (200, 0)
        options.apply(to: &recipe)
        if hardware == nil { (recipe.quantises, recipe.hasEffects) = (false, false) }
        if let problem = recipe.problem { throw InputError(problem.what, hint: problem.hint) }
        let tensors = try TrainingBackend(device: device.device, threads: device.threads)
        let session = try NetworkSession(
            network: network, hardware: hardware, mapping: mapping, Workbench(input), hasEffects: recipe.hasEffects)
        let (images, files) = try ReadLog.recording { try session.images(data, heldOut: recipe.heldOut) }
        try Outputs(page: page).check()
        let record = RunRecord(
            version: Workbench.version, network: session.network, hardware: session.hardware, mapping: session.mapping,
            data: absolute(data), device: device.device,
            inputs: session.inputs, images: RunRecord.inputs(files), recipe: recipe,
            inherited: try from.map { try RunFolder($0).checkpoint() },
            meaning: session.meaning)
        let run = NewRun(session, record, images, on: tensors, within: options.budget)
        let begun = try run.begin(in: folder) { try $0.runShown($1) }
        try RunOutcome(begun, session).tell(page, asJSON: json)
    }
}
