import Optimisation

/// A study that is to be begun.
public struct NewStudy {
    /// Nil for the search's.
    public var name: String?
    /// One of the catalogue's, or `exec:PROGRAM`.
    public var strategy = "nsga2"
    /// What `--set` sets of the strategy, by name; the rest has its defaults.
    public var settings: [String: String] = [:]
    /// Of all that the strategy draws.
    public var seed: UInt64 = 0
    /// Points to ask the strategy for at a time; nil for what suits the evaluation.
    public var batch: Int?

    /// - Parameter batch: points to ask the strategy for at a time; nil for what suits the evaluation.
    public init(
        name: String? = nil, strategy: String = "nsga2", settings: [String: String] = [:], seed: UInt64 = 0,
        batch: Int? = nil
    ) {
        self.name = name
        self.strategy = strategy
        self.settings = settings
        self.seed = seed
        self.batch = batch
    }

    /// Puts the study into storage and works on it.
    /// - Throws: what is wrong with strategy or settings, where the storage has a study of that name, and what the work
    ///   throws: a study that has no trial then is not left behind.
    public func begin<T>(
        _ session: SearchSession, in storage: any StudyStorage, work: (Study, StrategyPlugin) throws -> T
    ) throws -> T {
        let plugin = try session.bench.strategy(strategy, settings: settings.keys.sorted())
        let problem = session.setup.problem
        let record = StudyRecord(
            name: name ?? session.name, created: StudyRecord.now, version: Workbench.version, seed: seed,
            strategy: strategy,
            settings: try Settings(settings, declared: plugin.settings),
            batch: batch ?? StudyRunner.batch(for: session.setup.evaluator, space: problem.space), space: problem.space,
            objectives: problem.objectives, constraints: problem.constraints, inputs: session.inputs,
            meaning: session.meaning)
        let study = try storage.create(record)
        do { return try work(study, plugin) } catch {
            // A strategy that cannot work on this problem leaves no empty study behind; the error is what there is to
            // tell.
            if let found = try? storage.study(named: record.name), found.trials == 0 { try? storage.delete(study) }
            throw error
        }
    }
}

extension Workbench {
    /// The strategy of a name, or the program after `exec:`.
    package func strategy(_ name: String, settings: [String]) throws -> StrategyPlugin {
        if name.hasPrefix(StrategyPlugin.externalPrefix) { return StrategyPlugin(external: name, settings: settings) }
        return try plugins.strategies()[name]
    }
}
