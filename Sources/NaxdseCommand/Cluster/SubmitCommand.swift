import ArgumentParser
import Diagnostics
import Optimisation
import Reports
import System
import Workbench

/// `naxdse submit --slurm`
struct SubmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Have a cluster work on a study: submit workers as a job array and follow them.",
        discussion: """
            The batch script is kept in --folder; --dry-run writes it to standard output and does nothing else. The study has to be \
            begun (`naxdse search run … --trials 0`), in a database or a file that all nodes reach. Ctrl-C leaves the job running. \
            docs/scale-out.md is the manual.
            """)

    @Flag(help: "To Slurm, by sbatch.")
    var slurm = false

    @OptionGroup var place: StudyPlaceOptions
    @OptionGroup var waiting: WaitingOptions

    @Option(help: "Workers, each a task of the array.")
    var workers = 4

    @Option(help: "The study is done when it has so many trials; without it, when its strategy ends.")
    var trials: Int?

    @Option(help: "Cores of each worker, which runs as many threads; without it, what Slurm gives a task.")
    var cores: Int?

    @Option(help: "Slurm's partition.")
    var partition: String?

    @Option(help: "The longest a worker may run, as sbatch takes it (2:00:00).")
    var time: String?

    @Option(help: "Memory of a worker, as sbatch takes it (4G).")
    var memory: String?

    @Option(help: "Slurm's account.")
    var account: String?

    @Option(
        name: .customLong("sbatch"), parsing: .unconditionalSingleValue,
        help: "A further option of sbatch, as --sbatch=--nice=100; may come several times.")
    var further: [String] = []

    @Option(help: "The folder of the script and the workers' output; it is made.", completion: .directory)
    var folder = "slurm"

    @Option(help: "For a study of a program of your own: the same exec:PROGRAM that it was begun with.")
    var strategy: String?

    @Flag(help: "Write the script to standard output; submit nothing.")
    var dryRun = false

    @Flag(help: "Submit and end, without following.")
    var detach = false

    @Flag(help: "Cancel the job on Ctrl-C, rather than leave it running.")
    var cancelOnInterrupt = false

    @Option(help: "Follow a job that was submitted before, rather than submit one.")
    var follow: String?

    func validate() throws {
        guard slurm else { throw ValidationError("say to what to submit: --slurm") }
        if !(1...100_000).contains(workers) { throw ValidationError("--workers is \(workers); give 1 to 100000") }
        if let trials, trials < 0 { throw ValidationError("--trials is \(trials); give 0 or more") }
        if let cores, !(1...1024).contains(cores) { throw ValidationError("--cores is \(cores); give 1 to 1024") }
        if dryRun, detach || follow != nil { throw ValidationError("--dry-run goes without --detach and --follow") }
    }

    func run() throws {
        // It would stand in the script, and in the list of processes of every node.
        if case .server(let url) = StudyLocation(place.study), url.holdsPassword {
            throw InputError(
                "the URL holds a password, which would be written into the batch script",
                hint: "put it into ~/.pgpass on the nodes and leave it out: \(url)")
        }
        let storage = try place.storage(.readOnly, waiting)
        let study = try place.study(in: storage)
        if let follow { return try self.follow(SlurmJob(id: follow), study, storage) }
        let script = SlurmScript(
            name: study.record.name, workers: workers, command: command(study), folder: absolute(folder), cores: cores,
            partition: partition, time: time, memory: memory, account: account, further: further)
        if dryRun { return try Output.write(script.text) }
        do throws(FileError) { try makeFolder(folder) } catch {
            throw InputError("folder '\(folder)' cannot be made: \(error.reason)", hint: "give another with --folder")
        }
        // The folder is there now, and has a path from the root.
        var final = script
        final.folder = absolute(folder)
        let path = "\(final.folder)/\(fileName(study.record.name)).sbatch"
        try AtomicFile.write(final.text, to: path)
        let job = try SlurmJob(submitting: path)
        Output.printError("submitted \(path) as job \(job.id): \(workers) workers")
        if !detach { try self.follow(job, study, storage) }
    }

    private func follow(_ job: SlurmJob, _ study: Study, _ storage: any StudyStorage) throws {
        var following = Following(job: job, study, storage, target: trials, cancels: cancelOnInterrupt)
        try following.run()
    }

    /// What each task runs.
    private func command(_ study: Study) -> [String] {
        var words = [
            absolute("/proc/self/exe"), "worker", "--study", wherever, "--study-name", study.record.name, "--lease",
            "\(waiting.lease)",
            "--patience", "\(waiting.patience)",
        ]
        if let trials { words += ["--trials", "\(trials)"] }
        if let cores { words += ["--threads", "\(cores)"] }
        if let strategy { words += ["--strategy", strategy] }
        return words
    }

    /// A file by its path from the root.
    private var wherever: String {
        switch StudyLocation(place.study) {
        case .file(let path): absolute(path)
        case .server(let url): url.description
        }
    }

    /// A study may be called anything; a file may not.
    private func fileName(_ name: String) -> String {
        let safe = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") ? $0 : "_" })
        return safe.isEmpty ? "workers" : safe
    }
}
