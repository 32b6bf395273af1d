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
        commandName: "resume",
        abstract: "Go on with a search or a retraining from its last epoch, as if it had not been stopped.")

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
        try folder.checkCostModel()
        let tensors = try TrainingBackend(device: place.device, threads: place.threads)
        let bench = try Workbench(input)
        try folder.resume(bench, data: data, on: tensors, check: Outputs(page: page).check) { try $0.runShown($1) }
        try RunOutcome(folder, folder.session(bench, hasEffects: false)).tell(page, asJSON: json)
    }
}
