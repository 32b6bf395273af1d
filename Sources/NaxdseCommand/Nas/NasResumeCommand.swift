import ArgumentParser
import CoSearch
import Cost
import Diagnostics
import Reports
import Tensors
import Workbench

/// `naxdse nas resume FOLDER`
struct NasResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on with a search or a retraining from its last epoch, as if it had not been stopped.")

    @Argument(help: "The folder of a run.", completion: .directory)
    var folder: String

    @Option(help: "Where the data set is now, where it has moved.", completion: .directory)
    var data: String?

    @Option(help: "cpu, cuda, or cuda:1 for the second; without it, what the run was begun on.")
    var device: String?

    @Option(help: "Threads within an operation; without it, the library's choice.")
    var threads: Int?

    @OptionGroup var page: PageOptions
    @OptionGroup var input: InputOptions

    @Flag(help: "Write the outcome as JSON.")
    var json = false

    func run() throws {
        let folder = RunFolder(folder)
        let record = try folder.record()
        var place = DeviceOptions()
        (place.device, place.threads) = (device ?? record.device, threads)
        // A search's gates learn by what the model says; a retraining has chosen.
        let costModel = record.meaning?.costModel ?? 1
        if record.kind == .search, costModel != CostModel.version {
            throw InputError(
                "the search in '\(folder.path)' was begun with version \(costModel) of the cost model, and this naxdse has version \(CostModel.version)",
                hint: "go on with it by naxdse \(record.version), or begin another; what it has found so far can be derived and retrained")
        }
        let tensors = try TrainingBackend(device: place.device, threads: place.threads)
        let session = try folder.trainingSession(Workbench(input), hasEffects: record.recipe.hasEffects)
        try session.check(record, in: folder.path)
        let images = try session.images(data ?? record.data, of: record)
        try Outputs(page: page).check()
        let training = try session.training(record, images, tensors)
        if try folder.notes() != nil { try training.resume(from: folder.checkpointPath) } else { try session.inherit(record, training, Workbench(input)) }
        try folder.runShown(training)
        let outcome = try RunOutcome(folder, folder.session(Workbench(input), hasEffects: false))
        try page.write { Page([outcome.training], table: RunOutcome.table(of: [outcome])) }
        try Output.write(json ? outcome.json.text : outcome.text(on: .standardOutput))
    }
}
