import ArgumentParser
import Markup
import Search

/// `naxdse search resume STUDY`
struct SearchResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on with a study, alone or beside other processes that work on it.")

    @OptionGroup var study: StudyOptions

    @Option(help: "For a study of a program of your own: the same exec:PROGRAM that it was begun with. Nothing else starts it.")
    var strategy: String?

    @Option(help: "Where its search file is now, where it has moved; its content has to be the same.", completion: .file(extensions: ["xml"]))
    var search: String?

    @OptionGroup var pace: PaceOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        let storage = try study.storage.open(.existing)
        let stored = try storage.study(named: study.study)
        let record = stored.record
        try checkStrategy(record)
        guard let file = search ?? record.inputs.first?.path else {
            throw InputError("study '\(record.name)' names no search file", hint: "give its search file with --search")
        }
        let session = try SearchSession(file, Inputs(input))
        try check(session, record)
        let plugin = try strategyPlugin(record.strategy, settings: record.settings.list.map(\.name))
        try session.run(stored, in: storage, strategy: plugin, pace: pace)
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

    /// The numbers have to come from the same files as before.
    private func check(_ session: SearchSession, _ record: StudyRecord) throws {
        guard session.inputs.map(\.sha256) != record.inputs.map(\.sha256) || session.setup.problem.space != record.space else { return }
        let changed = record.inputs.filter { old in !session.inputs.contains { $0.sha256 == old.sha256 } }.map(\.path)
        throw InputError(
            "study '\(record.name)' was begun with other inputs: " + (changed.isEmpty ? "the network or the tool" : changed.joined(separator: ", ")) + " changed since",
            hint: "restore what changed (its version was \(record.version)), or begin another study")
    }
}
