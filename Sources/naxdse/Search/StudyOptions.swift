import ArgumentParser
import Search

/// Where studies are kept.
struct StorageOptions: ParsableArguments {
    @Option(help: "The file of studies.", completion: .file())
    var storage = "studies.sqlite"

    func open(_ access: SQLiteStorage.Access) throws(StorageError) -> SQLiteStorage { try SQLiteStorage(storage, access) }
}

/// A study that there is.
struct StudyOptions: ParsableArguments {
    @Argument(help: "The name of a study; `naxdse search list` lists them.")
    var study: String

    @OptionGroup var storage: StorageOptions

    /// The study and its file, to be read.
    func read() throws(StorageError) -> (study: Study, storage: SQLiteStorage) {
        let storage = try storage.open(.readOnly)
        return (try storage.study(named: study), storage)
    }
}

/// How far and how fast a study is to go.
struct PaceOptions: ParsableArguments {
    @Option(help: "Stop when the study has so many trials; without it, when its strategy ends or at Ctrl-C.")
    var trials: Int?

    @Option(help: "Evaluations at once; without it, as many as there are cores.")
    var threads: Int?

    @Flag(help: "Write the outcome as JSON.")
    var json = false

    func validate() throws {
        if let trials, trials < 0 { throw ValidationError("--trials is \(trials); give 0 or more") }
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads is \(threads); give 1 to 1024") }
    }
}
