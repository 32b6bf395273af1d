import ArgumentParser
import Optimisation
import Reports
import Workbench

/// `naxdse worker --study URL`
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Work on a study beside others, on this machine or another; for schedulers to start.",
        discussion: """
            Any number may work on one study, and each may come, go or be killed at any time: a trial is done by one of them and \
            told once, and the sequence of trials is that of one process alone. SIGTERM and Ctrl-C stop a worker when what it is \
            evaluating has been stored. docs/scale-out.md is the manual.
            """)

    @OptionGroup var place: StudyPlaceOptions
    @OptionGroup var waiting: WaitingOptions
    @OptionGroup var continuation: ContinuationOptions
    @OptionGroup var pace: PaceOptions

    func run() throws {
        let storage = try place.storage(.existing, waiting)
        do { try work(on: place.study(in: storage), in: storage) } catch {
            try? storage.close()
            throw error
        }
        try storage.close()
    }

    private func work(on study: Study, in storage: any StudyStorage) throws {
        let (session, plugin) = try continuation.prepare(study.record)
        let worker = Worker()
        let ending = try SearchProgress.shown(study, pace.pace) {
            try session.advance(study, in: storage, strategy: plugin, pace: $0, as: worker)
        }
        let done = try storage.workers(of: study).first { $0.worker == worker }?.stored ?? 0
        let now = try storage.study(named: study.record.name)
        if pace.json {
            return try Output.write(
                JSON.object([
                    .init("study", .string(now.record.name)), .init("evaluated", .integer(done)),
                    .init("trials", .integer(now.trials)),
                    .init("finished", .boolean(now.isFinished)), .init("ending", .string(ending.name)),
                ]).text)
        }
        try Output.write(
            "study \(now.record.name): \(done) trials evaluated here, \(now.trials) in all; \(ending.words)\n")
    }
}

/// A study, by where it is kept and its name.
struct StudyPlaceOptions: ParsableArguments {
    @Option(
        help:
            "Where the study is kept: the URL of a PostgreSQL database (postgresql://user@host/database), or a file of studies.",
        completion: .file())
    var study: String

    @Option(help: "The study's name; without it, the only study there.")
    var studyName: String?

    func storage(_ access: StorageAccess, _ waiting: WaitingOptions) throws(StorageError) -> any StudyStorage {
        try StudyLocation(study).open(access, lease: waiting.lease, patience: waiting.patience, notice: sayWaiting)
    }

    /// The study that is meant.
    func study(in storage: any StudyStorage) throws(StorageError) -> Study {
        if let studyName { return try storage.study(named: studyName) }
        let location = storage.location
        let studies = try storage.studies()
        guard let only = studies.first, studies.count == 1 else {
            let names = studies.map { "'\($0.record.name)'" }.joined(separator: ", ")
            throw StorageError(
                .noSuchStudy, "\(location) has \(studies.count) studies",
                hint: studies.isEmpty
                    ? "begin one with `naxdse search run … --storage '\(location)'`"
                    : "say which with --study-name: \(names)")
        }
        return only
    }
}

/// For how long a worker is waited for, and waits itself.
struct WaitingOptions: ParsableArguments {
    @Option(help: "Seconds for which a worker may be silent before others take over what it is evaluating.")
    var lease = 30.0

    @Option(
        help:
            "Seconds to wait for a server that is not there, for another process that is writing, or for a lock, before it is an error."
    )
    var patience = 60.0

    func validate() throws {
        for (name, seconds) in [("lease", lease), ("patience", patience)] where !(1...86400).contains(seconds) {
            throw ValidationError("--\(name) is \(seconds); give 1 to 86400 seconds")
        }
    }
}

extension StudyRunner.Ending {
    /// For machines.
    var name: String {
        switch self {
        case .finished: "finished"
        case .reachedTarget: "reached target"
        case .stopped: "stopped"
        }
    }

    fileprivate var words: String {
        switch self {
        case .finished: "its strategy has nothing more to look at"
        case .reachedTarget: "it has as many as wanted"
        case .stopped: "stopped"
        }
    }
}
