import ArgumentParser
import Cost
import Search

/// Where studies are kept.
struct StorageOptions: ParsableArguments {
    @Option(help: "The file of studies, or the URL of a PostgreSQL database (postgresql://user@host/database).", completion: .file())
    var storage = "studies.sqlite"

    @Option(help: "Seconds to wait for a server that is not there, for another process that is writing, or for a lock, before it is an error.")
    var patience = 60.0

    func validate() throws {
        if !(1...86400).contains(patience) { throw ValidationError("--patience is \(patience); give 1 to 86400 seconds") }
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
    @Option(help: "Where the study's search file is now, where it has moved; it has to mean the same.", completion: .file(extensions: ["xml"]))
    var search: String?

    @OptionGroup var input: InputOptions

    /// The search of a study, to go on with it.
    /// - Throws: all that is wrong with its files, and where they mean something else than when the study was begun.
    func session(of record: StudyRecord) throws -> SearchSession {
        let kept = "what it found can still be read and written (naxdse search show, best, front and export)"
        guard let meaning = record.meaning else {
            // Nothing says that the numbers would be of the same kind.
            throw InputError(
                "study '\(record.name)' is of an earlier version (\(record.version)), which kept no texts of its inputs and had another cost model than this one",
                hint: "evaluate its points anew (naxdse search reevaluate \(record.name)), or begin another study; \(kept)")
        }
        guard meaning.costModel == CostModel.version else {
            throw InputError(
                "study '\(record.name)' was begun with version \(meaning.costModel) of the cost model, and this naxdse has version \(CostModel.version): their numbers are not to be compared",
                hint: "evaluate its points anew (naxdse search reevaluate \(record.name)), or begin another study; \(kept)")
        }
        let inputs = try Inputs(input)
        let session = try SearchSession(try file(of: record), inputs)
        let changes = try MeaningChanges(from: meaning, to: session.meaning, inputs)
        guard changes.list.isEmpty else {
            throw InputError(
                "study '\(record.name)' was begun with other inputs: \(changes.words)", hint: "restore what changed, or begin another study; \(kept)")
        }
        guard session.setup.problem.space == record.space else {
            throw InputError(
                "study '\(record.name)' was begun by naxdse \(record.version), which made another space of the same inputs",
                hint: "go on with it by that version, or begin another study; \(kept)")
        }
        return session
    }

    /// The search of a study, to write its designs: as it was when the study was begun, whatever its files say now.
    /// - Throws: where a study of an earlier version kept no texts, and its files changed.
    func sessionOfDesigns(_ record: StudyRecord) throws -> SearchSession {
        if search != nil, record.meaning != nil { return try session(of: record) }
        let inputs = try Inputs(input)
        if let meaning = record.meaning { return try SearchSession(kept: meaning, inputs) }
        let session = try SearchSession(try file(of: record), inputs)
        guard session.inputs.map(\.sha256) != record.inputs.map(\.sha256) || session.setup.problem.space != record.space else { return session }
        let changed = record.inputs.filter { old in !session.inputs.contains { $0.sha256 == old.sha256 } }.map(\.path)
        throw InputError(
            "study '\(record.name)' is of an earlier version (\(record.version)), which kept no texts of its inputs, and "
                + (changed.isEmpty ? "the network or the tool" : changed.joined(separator: ", ")) + " changed since",
            hint: "restore what changed, byte by byte, or write the design by that version")
    }

    /// The search of a study as its files say it now, where that means what it meant.
    func sessionAsWritten(_ record: StudyRecord) throws -> SearchSession {
        let inputs = try Inputs(input)
        let session = try SearchSession(try file(of: record), inputs)
        guard let meaning = record.meaning else { return session }
        let changes = try MeaningChanges(from: meaning, to: session.meaning, inputs)
        guard changes.list.isEmpty else {
            throw InputError("study '\(record.name)' was begun with other inputs: \(changes.words)", hint: "restore what changed")
        }
        return session
    }

    private func file(of record: StudyRecord) throws -> String {
        guard let file = search ?? record.inputs.first?.path else {
            throw InputError("study '\(record.name)' names no search file", hint: "give its search file with --search")
        }
        return file
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

    var pace: SearchPace { SearchPace(trials: trials, threads: threads) }

    func validate() throws {
        if let trials, trials < 0 { throw ValidationError("--trials is \(trials); give 0 or more") }
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads is \(threads); give 1 to 1024") }
    }
}
