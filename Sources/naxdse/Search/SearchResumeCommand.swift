import ArgumentParser
import Search

/// `naxdse search resume STUDY`
struct SearchResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on with a study, alone or beside other processes that work on it.")

    @OptionGroup var study: StudyOptions

    @Option(help: "For a study of a program of your own: the same exec:PROGRAM that it was begun with. Nothing else starts it.")
    var strategy: String?

    @OptionGroup var source: SearchSourceOptions
    @OptionGroup var pace: PaceOptions
    @OptionGroup var page: PageOptions

    func run() throws {
        let storage = try study.storage.open(.existing)
        let stored = try storage.study(named: study.study)
        let record = stored.record
        try checkStrategy(record)
        let session = try source.session(of: record)
        let plugin = try strategyPlugin(record.strategy, settings: record.settings.list.map(\.name))
        try session.run(stored, in: storage, strategy: plugin, pace: pace, page: page)
    }

    /// A program is started only when it is named on the command line: a file of studies may come from anybody.
    private func checkStrategy(_ record: StudyRecord) throws {
        let isExternal = record.strategy.hasPrefix(StrategyPlugin.externalPrefix)
        if isExternal, strategy == nil {
            throw InputError(
                "study '\(record.name)' is driven by a program, '\(record.strategy)', which is not started without being named",
                hint: "add --strategy '\(record.strategy)' if you trust it")
        }
        if let strategy, strategy != record.strategy {
            throw InputError(
                "study '\(record.name)' was begun with strategy '\(record.strategy)', not '\(strategy)'",
                hint: "leave out --strategy, or begin another study")
        }
    }
}
