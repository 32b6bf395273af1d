import ArgumentParser
import Cost
import Search

/// Where studies are kept.
struct StorageOptions: ParsableArguments {
    @Option(help: "The file of studies, or the URL of a PostgreSQL database (postgresql://user@host/database).", completion: .file())
    var storage = "studies.sqlite"

    func open(_ access: StorageAccess) throws(StorageError) -> any StudyStorage { try StudyLocation(storage).open(access) }
}

/// A study that there is.
struct StudyOptions: ParsableArguments {
    @Argument(help: "The name of a study; `naxdse search list` lists them.")
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
    @Option(help: "Where the study's search file is now, where it has moved; its content has to be the same.", completion: .file(extensions: ["xml"]))
    var search: String?

    @OptionGroup var input: InputOptions

    /// The search of a study.
    /// - Throws: all that is wrong with its files, and where they are not those that the study was begun with.
    func session(of record: StudyRecord) throws -> SearchSession {
        guard let file = search ?? record.inputs.first?.path else {
            throw InputError("study '\(record.name)' names no search file", hint: "give its search file with --search")
        }
        let session = try SearchSession(file, Inputs(input))
        // The numbers have to come from the same files as before.
        guard session.inputs.map(\.sha256) != record.inputs.map(\.sha256) || session.setup.problem.space != record.space else { return session }
        let changed = record.inputs.filter { old in !session.inputs.contains { $0.sha256 == old.sha256 } }.map(\.path)
        throw InputError(
            "study '\(record.name)' was begun with other inputs: " + (changed.isEmpty ? "the network or the tool" : changed.joined(separator: ", ")) + " changed since",
            hint: "restore what changed (its version was \(record.version)), or begin another study")
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
