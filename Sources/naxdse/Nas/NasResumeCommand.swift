import ArgumentParser
import CoSearch
import Markup
import Reports
import Tensors

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
        let tensors = try TrainingBackend(place)
        let session = try NasSession(record.search, input, hasEffects: record.recipe.hasEffects)
        try session.check(record, in: folder.path)
        let images = try session.images(data ?? record.data)
        let training = try session.training(record, images, tensors)
        if try folder.notes() != nil { try training.resume(from: folder.checkpointPath) } else { try session.inherit(record, training) }
        try folder.run(training)
        let outcome = try RunOutcome(folder, session)
        try page.write { Page([outcome.training], table: RunOutcome.table(of: [outcome])) }
        try Output.write(json ? outcome.json.text : outcome.text(on: .standardOutput))
    }
}

extension NasSession {
    /// The run of a record, from its beginning.
    func training(_ record: RunRecord, _ images: (training: ImageSet, test: ImageSet), _ tensors: TrainingBackend) throws -> TrainingRun {
        switch record.kind {
        case .search:
            return try TrainingRun.search(problem.plan, problem.table, images.training, record.recipe, on: tensors.device, of: tensors.backend)
        case .retraining:
            guard let choices = record.choices, choices.count == problem.plan.options.count,
                zip(choices, problem.plan.options).allSatisfy({ (0..<$1).contains($0) })
            else { throw InputError("the run's choices are not of this search", hint: "begin another retraining") }
            return try TrainingRun.retraining(
                problem.plan.chosen(choices), images.training, validation: images.test, record.recipe, on: tensors.device, of: tensors.backend)
        }
    }
    /// Gives a retraining the weights that its record says it begins with, where it says so.
    /// - Throws: where the search's checkpoint is not what it was.
    func inherit(_ record: RunRecord, _ training: TrainingRun) throws {
        guard let inherited = record.inherited, let choices = record.choices else { return }
        guard InputFile(hashing: inherited.path)?.sha256 == inherited.sha256 else {
            throw InputError(
                "the weights to begin with, '\(inherited.path)', are not there or not what they were", hint: "restore the search's checkpoint, or begin another retraining")
        }
        try training.inherit(from: inherited.path, of: problem.plan, choices: choices)
    }
}
