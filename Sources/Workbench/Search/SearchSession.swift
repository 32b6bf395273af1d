import Circuit
import DesignSearch
import Diagnostics
import Hardware
import Mapping
import Markup
import Networks
import Optimisation
import Registration
import Reports
import Synchronization
import System

/// A search file with all that it names, read and ready.
public struct SearchSession: Sendable {
    public let setup: SearchSetup
    public let bench: Workbench
    /// The search, then what it led to, as a study's record keeps them.
    public let inputs: [InputFile]
    public let name: String
    /// What the inputs mean.
    public let meaning: StudyMeaning
    /// The document of the hardware that it names, and what reads it.
    package let hardware: Document
    package let reader: ArchitectureReader

    /// - Parameters:
    ///   - search: a shipped search by name, or the path of a search file.
    ///   - widths: shares of channels to choose among, for all convolutions whose channels the file says nothing about;
    ///     nil for no choice.
    ///   - changing: what is made of the network that it names.
    /// - Throws: all that is wrong with the file and those it names.
    package init(
        _ search: String, _ bench: Workbench, widths: [Double]? = nil, changing: (Network) throws -> Network = { $0 }
    ) throws {
        let path = try bench.path(of: search, as: .search)
        try FileKind.search.check(path)
        let searches = SearchReader(allowsOutsideFiles: bench.allowsOutsideFiles)
        let (written, own) = try searches.readWithDocument(path)
        var description = try written.resolvingPaths(beside: path, bench)
        if let widths { description.chooseChannels(widths) }
        self.bench = bench
        var gathering = Gathering()
        let document = try gathering.attempt { try Self.at(description.hardware) { try bench.hardwareDocument($0) } }
        let specification = try gathering.attempt {
            guard let mapping = description.mapping else { return try bench.mapping("default") }
            return try Self.at(mapping) { try bench.mapping($0) }
        }
        var trial: AccuracyEvaluator.Trial?
        var digests: [String: String] = [:]
        let network = try gathering.attempt { () throws -> (network: Network, files: [InputFile]) in
            guard let test = description.accuracy else {
                return try Self.at(description.network) { try bench.network($0) }
            }
            let measured = try AccuracyInputs(test, network: description.network, bench)
            trial = measured.trial
            digests = measured.digests
            return (measured.trial.network.network, measured.files)
        }
        try gathering.finish()
        guard let document, let specification, let network else { preconditionFailure("no error, so all were read") }
        var waiting = SetupProgress(of: path, bench.notice)
        setup = try description.setUp(
            network: changing(network.network), hardware: document.document, reader: document.reader,
            specification: specification,
            mappers: bench.plugins.mappers(), accuracy: trial, progress: { waiting.update(done: $0, of: $1) })
        self.inputs = (setup.files + network.files).map { InputFile(path: located($0.path), sha256: $0.sha256) }
        name = description.name
        (hardware, reader) = document
        var meaning = StudyMeaning(
            texts: [
                .search: own.plainText(namespace: "urn:naxdse:search:1"), .mapping: specification.text,
                .hardware: document.document.plainText(namespace: "urn:naxdse:hardware:1"),
            ], digests: digests)
        meaning.keep(network.network, readFrom: network.files)
        self.meaning = meaning
    }

    /// The search of a study as it was when the study was begun, from the texts that it keeps: for its designs, not for
    /// going on with it.
    /// - Throws: where a text is missing, or this version does not read it any more.
    package init(kept meaning: StudyMeaning, _ bench: Workbench) throws {
        func text(_ role: StudyMeaning.Role) throws -> [UInt8] {
            guard let text = meaning[role] else {
                throw InputError(
                    "the study keeps no text of its \(role.rawValue)", hint: "give its search file with --search")
            }
            return Array(text.utf8)
        }
        let search = try SearchReader().read(
            bytes: text(.search), as: "the search that was kept")
        self.bench = bench
        hardware = try StudyMeaning.Role.hardware.document(String(decoding: text(.hardware), as: UTF8.self))
        reader = ArchitectureReader(models: try bench.plugins.componentModels())
        setup = try search.setUp(
            network: NetworkReader().read(
                bytes: text(.network), as: "the network that was kept"
            ).network,
            hardware: hardware, reader: reader,
            specification: MappingReader().read(
                bytes: text(.mapping), as: "the mapping that was kept"),
            mappers: bench.plugins.mappers())
        self.inputs = []
        name = search.name
        self.meaning = meaning
    }

    /// Runs a step on a word of the search file; a name that means nothing is told at that word.
    package static func at<T>(_ word: Word, _ step: (String) throws -> T) throws -> T {
        do { return try step(word.text) } catch let error as FileNotFound {
            throw InvalidInput([Diagnostic(at: word.location, error.message, hint: error.hint)])
        } catch let error as CircuitError {
            throw InvalidInput([Diagnostic(at: word.location, error.problem, hint: error.remedy)])
        } catch let error as RegistrationError {
            throw InvalidInput([Diagnostic(at: word.location, error.message, hint: error.hint)])
        }
    }

    /// Goes on with a study as far as wanted.
    /// - Returns: where it stands then.
    /// - Throws: as ``advance(_:in:strategy:pace:as:conclude:)``.
    public func carriedOn(
        _ study: Study, in storage: any StudyStorage, strategy: StrategyPlugin, pace: SearchPace
    ) throws -> StudyReport {
        let conclusion = Mutex<String?>(nil)
        let ending = try advance(study, in: storage, strategy: strategy, pace: pace) { words in
            conclusion.withLock { $0 = words }
        }
        let now = try storage.study(named: study.record.name)
        return StudyReport(
            now, results: try StudyResults(of: now, in: storage), ending: ending, conclusion: conclusion.withLock { $0 }
        )
    }

    /// Goes on with a study as far as wanted.
    /// - Parameters:
    ///   - worker: as which it works on the study.
    ///   - conclude: is told what the strategy says of its result.
    public func advance(
        _ study: Study, in storage: any StudyStorage, strategy: StrategyPlugin, pace: SearchPace,
        as worker: Worker = Worker(),
        conclude: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> StudyRunner.Ending {
        var runner = StudyRunner(
            study, in: storage, problem: setup.problem, strategy: strategy, evaluator: setup.evaluator)
        runner.threads = pace.threads ?? coreCount
        runner.stop = StopSignal(onInterrupt: pace.heedsInterrupts)
        runner.conclude = conclude
        if let progress = pace.progress { runner.progress = progress }
        if let thinks = pace.thinks { runner.thinks = thinks }
        do { return try runner.run(until: pace.trials ?? .max, as: worker) } catch let error as any BadInput {
            throw error
        } catch {
            // Whatever a strategy of the user's own throws is the user's to read.
            throw InputError(
                "strategy '\(strategy.name)' failed: \(error)",
                hint: "what was stored before stays, and the study can be resumed")
        }
    }
}

/// How far and how fast a study is to go.
public struct SearchPace {
    /// Nil for as long as its strategy wants.
    public var trials: Int?
    /// Nil for one a core.
    public var threads: Int?
    /// Whether Ctrl-C stops it when what is being evaluated is stored.
    public var heedsInterrupts = true
    /// Told how far it is, from any thread.
    public var progress: (@Sendable (StudyProgress) -> Void)?
    /// Told what a strategy says of itself while it works for long before it answers.
    public var thinks: (@Sendable (String) -> Void)?

    public init(
        trials: Int? = nil, threads: Int? = nil, heedsInterrupts: Bool = true,
        progress: (@Sendable (StudyProgress) -> Void)? = nil, thinks: (@Sendable (String) -> Void)? = nil
    ) {
        self.trials = trials
        self.threads = threads
        self.heedsInterrupts = heedsInterrupts
        self.progress = progress
        self.thinks = thinks
    }
}
