import ArgumentParser
import Diagnostics
import Optimisation
import Workbench

/// What it takes to go on with a stored study.
struct ContinuationOptions: ParsableArguments {
    @Option(
        help:
            "For a study of a program of your own: the same exec:PROGRAM that it was begun with. Nothing else starts it."
    )
    var strategy: String?

    @OptionGroup var source: SearchSourceOptions

    /// The search and the strategy of a stored study, ready to go on.
    /// - Throws: where they are not what the study was begun with.
    func prepare(_ record: StudyRecord) throws -> (session: SearchSession, strategy: StrategyPlugin) {
        try checkStrategy(record)
        let session = try source.source().session(of: record)
        return (session, try session.bench.strategy(record.strategy, settings: record.settings.list.map(\.name)))
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
