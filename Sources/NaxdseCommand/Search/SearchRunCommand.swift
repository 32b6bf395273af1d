import ArgumentParser
import Optimisation
import Workbench

/// `naxdse search run SEARCH`
struct SearchRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Begin a study and run it.",
        discussion:
            "Ctrl-C stops it when what is being evaluated has been stored; a second one ends it at once, which loses nothing that was stored."
    )

    @Argument(help: "A shipped search (resnet20-nax), or the path of a search file.", completion: .search)
    var search: String

    @Option(help: "The study's name; without it, the search's.")
    var study: String?

    @OptionGroup var storage: StorageOptions

    @Option(help: "One of `naxdse plugins`, or exec:PROGRAM for a program of your own.", completion: .strategy)
    var strategy = "nsga2"

    @Option(name: .customLong("set"), help: "A setting of the strategy; may come several times.")
    var settings: [SettingArgument] = []

    @Option(help: "The same seed gives the same trials.")
    var seed: UInt64 = 0

    @Option(help: "Points to ask the strategy for at a time; without it, what suits the evaluation.")
    var batch: Int?

    @OptionGroup var pace: PaceOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var input: InputOptions

    func validate() throws {
        if let batch, !(1...1_000_000).contains(batch) {
            throw ValidationError("--batch is \(batch); give 1 to 1000000")
        }
        if let name = study, name.isEmpty { throw ValidationError("--study is empty; give the study a name") }
    }

    func run() throws {
        let session = try SearchSession(search, Workbench(input))
        for parameter in session.setup.problem.space.parameters {
            if case .hardware(let path) = parameter.target,
                let note = noteOnVarying(path, in: session.hardware, session.reader)
            {
                Output.printError("\(search): warning: \(note)")
            }
        }
        let begun = NewStudy(
            name: study, strategy: strategy, settings: Dictionary(settings.map { ($0.name, $0.value) }) { $1 },
            seed: seed, batch: batch)
        try storage.use(.createIfAbsent) { storage in
            try begun.begin(session, in: storage) { study, plugin in
                try session.run(study, in: storage, strategy: plugin, pace: pace, page: page)
            }
        }
    }
}

/// `--set NAME=VALUE`
struct SettingArgument: ExpressibleByArgument {
    var name: String
    var value: String

    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else { return nil }
        name = String(argument[..<equals])
        value = String(argument[argument.index(after: equals)...])
    }

    static var defaultValueDescription: String { "NAME=VALUE" }
}
