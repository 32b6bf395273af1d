import ArgumentParser
import CoSearch
import Diagnostics
import Reports
import Workbench

/// `naxdse nas report FOLDER…`
struct NasReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Tell where runs stand, and compare them.",
        discussion: """
            One folder is told in detail, several are compared in a table; EDAP has its ratio to the first. --output draws one run's \
            epochs, or accuracy over EDAP of several.
              naxdse nas report baseline-64 found/retrained
            --study keeps the runs as a study too, which `naxdse search front` then shows and draws:
              naxdse nas report lambda-* baseline-* --study sweep
              naxdse search front sweep -o sweep.svg
            """)

    @Argument(help: "Folders of searches and retrainings.", completion: .directory)
    var folders: [String]

    @Flag(help: "Every epoch of one run, as a table.")
    var history = false

    @OptionGroup var figure: FigureOptions
    @OptionGroup var page: PageOptions

    @Option(
        help:
            "Keep the runs, all searches or all retrainings, as a study of this name: one trial a run, accuracy and EDAP."
    )
    var study: String?

    @OptionGroup var storage: StorageOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if let study, study.isEmpty { throw ValidationError("--study is empty; give the study a name") }
        if history, folders.count != 1 { throw ValidationError("--history is of one run: give one folder") }
    }

    func run() throws {
        var gathering = Gathering()
        let found = try folders.map { folder in
            try gathering.attempt {
                let run = RunFolder(folder)
                return try RunOutcome(run, run.session(Workbench(input), hasEffects: false))
            }
        }
        try gathering.finish()
        let outcomes = found.map { $0! }
        try outcomes.write(figure, page)
        if let study {
            let runs = try StudyOfRuns(outcomes, named: study)
            try storage.use(.createIfAbsent) { try runs.store(in: $0) }
        }
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
