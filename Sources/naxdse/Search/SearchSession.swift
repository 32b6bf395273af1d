import Catalogue
import Circuit
import Markup
import Networks
import Registration
import Reports
import Search
import Synchronization

/// A search file with all that it names, read and ready.
struct SearchSession {
    let setup: SearchSetup
    /// The search, then what it led to, as a study's record keeps them.
    let inputs: [StudyRecord.Input]
    let name: String

    /// - Parameters:
    ///   - search: a shipped search by name, or the path of a search file.
    ///   - changing: what is made of the network that it names.
    /// - Throws: all that is wrong with the file and those it names.
    init(_ search: String, _ inputs: Inputs, changing: (Network) throws -> Network = { $0 }) throws {
        let path = try inputs.shipped.resolve(search, in: "search")
        let description = try SearchReader(schema: inputs.schema(.search), allowsOutsideFiles: inputs.allowsOutsideFiles).read(path)
        var gathering = Gathering()
        let document = try gathering.attempt { try Self.at(description.hardware) { try inputs.hardwareDocument($0) } }
        let specification = try gathering.attempt {
            guard let mapping = description.mapping else { return try inputs.mapping("default") }
            return try Self.at(mapping) { try inputs.mapping($0) }
        }
        var trial: AccuracyEvaluator.Trial?
        let network = try gathering.attempt { () throws -> (network: Network, files: [InputFile]) in
            guard let test = description.accuracy else { return try Self.at(description.network) { try inputs.network($0) } }
            let measured = try AccuracyInputs(test, network: description.network, inputs)
            trial = measured.trial
            return (measured.trial.network.network, measured.files)
        }
        try gathering.finish()
        guard let document, let specification, let network else { preconditionFailure("no error, so all were read") }
        setup = try description.setUp(
            network: changing(network.network), hardware: document.document, reader: document.reader, specification: specification,
            mappers: Catalogue.mappers(), accuracy: trial)
        self.inputs = (setup.files + network.files).map { StudyRecord.Input(path: absolute($0.path), sha256: $0.sha256) }
        name = description.name
    }

    /// Runs a step on a word of the search file; a name that means nothing is told at that word.
    static func at<T>(_ word: Word, _ step: (String) throws -> T) throws -> T {
        do { return try step(word.text) } catch let error as FileNotFound {
            throw InvalidInput([Diagnostic(at: word.location, error.message, hint: error.hint)])
        } catch let error as CircuitError {
            throw InvalidInput([Diagnostic(at: word.location, error.problem, hint: error.remedy)])
        } catch let error as RegistrationError {
            throw InvalidInput([Diagnostic(at: word.location, error.message, hint: error.hint)])
        }
    }

    /// Goes on with a study as far as wanted, and says what came of it.
    func run(_ study: Study, in storage: any StudyStorage, strategy: StrategyPlugin, pace: PaceOptions, page: PageOptions) throws {
        let conclusion = Mutex<String?>(nil)
        let ending = try advance(study, in: storage, strategy: strategy, pace: pace) { words in conclusion.withLock { $0 = words } }
        let now = try storage.study(named: study.record.name)
        let report = StudyReport(now, results: try StudyResults(of: now, in: storage), ending: ending, conclusion: conclusion.withLock { $0 })
        try page.write { Page(try report.page()) }
        try Output.write(pace.json ? report.json.text : report.text(on: .standardOutput))
    }

    /// Goes on with a study as far as wanted.
    /// - Parameters:
    ///   - worker: as which it works on the study.
    ///   - conclude: is told what the strategy says of its result.
    func advance(
        _ study: Study, in storage: any StudyStorage, strategy: StrategyPlugin, pace: PaceOptions, as worker: Worker = Worker(),
        conclude: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> StudyRunner.Ending {
        var runner = StudyRunner(study, in: storage, problem: setup.problem, strategy: strategy, evaluator: setup.evaluator)
        runner.threads = pace.threads ?? coreCount
        runner.stop = StopSignal(onInterrupt: true)
        runner.conclude = conclude
        let display = SearchProgress(study, target: pace.trials)
        if display.isShown { runner.progress = { display.update($0) } }
        defer { display.finish() }
        do { return try runner.run(until: pace.trials ?? .max, as: worker) } catch let error as any BadInput { throw error } catch {
            // Whatever a strategy of the user's own throws is the user's to read.
            throw InputError("strategy '\(strategy.name)' failed: \(error)", hint: "what was stored before stays, and the study can be resumed")
        }
    }
}
