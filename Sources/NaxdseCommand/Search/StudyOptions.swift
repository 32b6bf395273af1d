import ArgumentParser
import Cost
import Diagnostics
import Optimisation
import Workbench

/// Where studies are kept.
struct StorageOptions: ParsableArguments {
    @Option(
        help: "The file of studies, or the URL of a PostgreSQL database (postgresql://user@host/database).",
        completion: .file())
    var storage = "studies.sqlite"

    @Option(
        help:
            "Seconds to wait for a server that is not there, for another process that is writing, or for a lock, before it is an error."
    )
    var patience = 60.0

    func validate() throws {
        if !(1...86400).contains(patience) {
            throw ValidationError("--patience is \(patience); give 1 to 86400 seconds")
        }
    }

    func open(_ access: StorageAccess) throws(StorageError) -> any StudyStorage {
        try StudyLocation(storage).open(access, patience: patience, notice: sayWaiting)
    }

    /// Opens the studies, works on them and closes them, so that their file is whole by itself.
    func use<T>(_ access: StorageAccess, _ action: (any StudyStorage) throws -> T) throws -> T {
        try StudyLocation(storage).use(access, patience: patience, notice: sayWaiting, action)
    }
}

/// Says on standard error what is being waited for.
@Sendable func sayWaiting(_ words: String) { Output.printError("naxdse: \(words)") }

/// A study that there is.
struct StudyOptions: ParsableArguments {
    @Argument(help: "The name of a study; `naxdse search list` lists them.", completion: .study)
    var study: String

    @OptionGroup var storage: StorageOptions

    /// The study and its storage, to be read.
    func read() throws(StorageError) -> (study: Study, storage: any StudyStorage) {
        let storage = try storage.open(.readOnly)
        let study = try storage.study(named: study)
        study.record.printOldNumbers()
        return (study, storage)
    }
}

extension StudyRecord {
    /// Tells that the study's numbers do not compare with those of this version.
    func printOldNumbers() {
        guard costModelVersion != CostModel.version else { return }
        Output.printError(
            "\(name): warning: its numbers are of version \(costModelVersion) of the cost model, and do not compare with those of "
                + "version \(CostModel.version), which this is; naxdse search reevaluate \(name) gives them anew")
    }
}

/// Where a study's search is read from again.
struct SearchSourceOptions: ParsableArguments {
    @Option(
        help: "Where the study's search file is now, where it has moved; it has to mean the same.",
        completion: .file(extensions: ["xml"]))
    var search: String?

    @OptionGroup var input: InputOptions

    func source() throws -> StudySource { StudySource(try Workbench(input), search: search) }
}

/// How far and how fast a study is to go.
struct PaceOptions: ParsableArguments {
    @Option(help: "Stop when the study has so many trials; without it, when its strategy ends or at Ctrl-C.")
    var trials: Int?

    @Option(help: "Evaluations at once; without it, as many as there are cores.")
    var threads: Int?

    @Flag(help: "Write the outcome as JSON.")
    var json = false

    var pace: SearchPace { SearchPace(trials: trials, threads: threads) }

    func validate() throws {
        if let trials, trials < 0 { throw ValidationError("--trials is \(trials); give 0 or more") }
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads is \(threads); give 1 to 1024")
        }
    }
}
