import ArgumentParser
import CoSearch
import Reports

/// `naxdse nas report FOLDER…`
struct NasReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Tell where runs stand, and compare them.",
        discussion: """
            One folder is told in detail, several are compared in a table; EDAP has its ratio to the first. --output draws one run's \
            epochs, or accuracy over EDAP of several.
              naxdse nas report baseline-64 found/retrained
            """)

    @Argument(help: "Folders of searches and retrainings.", completion: .directory)
    var folders: [String]

    @Flag(help: "Every epoch of one run, as a table.")
    var history = false

    @OptionGroup var figure: FigureOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if history, folders.count != 1 { throw ValidationError("--history is of one run: give one folder") }
    }

    func run() throws {
        var gathering = Gathering()
        let found = try folders.map { folder in
            try gathering.attempt {
                let run = RunFolder(folder)
                return try RunOutcome(run, NasSession(run.record().search, input, hasEffects: false))
            }
        }
        try gathering.finish()
        let outcomes = found.map { $0! }
        try outcomes.write(figure, page)
        switch format.choice {
        case .json: try Output.write((outcomes.count == 1 ? outcomes[0].json : .array(outcomes.map(\.json))).text)
        case .csv: try Output.write((history ? outcomes[0].epochsCSV : RunOutcome.csv(of: outcomes)).text)
        case .text:
            if history { return try Output.write(outcomes[0].epochsTable.text(on: .standardOutput)) }
            if outcomes.count == 1 { return try Output.write(outcomes[0].text(on: .standardOutput)) }
            try Output.write(RunOutcome.table(of: outcomes).text(on: .standardOutput))
        }
    }
}
