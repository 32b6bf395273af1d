import ArgumentParser
import Diagnostics
import Optimisation
import Reports
import Workbench

/// `naxdse search front STUDY`
struct SearchFrontCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "front",
        abstract: "Show the Pareto front of a study: the designs that no other is better than in everything.",
        discussion:
            "With --output it is drawn, with --html written as a page, and with --beside other studies' fronts with it, such as the exact one."
    )

    @OptionGroup var study: StudyOptions
    @OptionGroup var format: TableFormat

    @OptionGroup var figure: FigureOptions
    @OptionGroup var page: PageOptions

    @Option(help: "For --output and --html: another study of the same file, drawn beside; may come several times.")
    var beside: [String] = []

    @Option(help: "For --output: the two objectives to draw, as energy,delay; without it, the first two.")
    var axes: String?

    func validate() throws {
        if !figure.isWanted, page.html == nil, !beside.isEmpty {
            throw ValidationError("--beside goes with --output or --html")
        }
        if !figure.isWanted, axes != nil { throw ValidationError("--axes goes with --output") }
    }

    func run() throws {
        let (stored, storage) = try study.read()
        let record = stored.record
        let results = try StudyResults(of: stored, in: storage)
        let members = results.front.members.map(\.element)
        let others = try beside.map { name -> (study: Study, members: [Trial]) in
            let other = try storage.study(named: name)
            guard other.record.costModelVersion == record.costModelVersion else {
                throw InputError(
                    "studies '\(record.name)' and '\(name)' have numbers of versions \(record.costModelVersion) and "
                        + "\(other.record.costModelVersion) of the cost model, which do not compare",
                    hint: "evaluate the older one's points anew: naxdse search reevaluate")
            }
            return (other, try StudyResults(of: other, in: storage).front.members.map(\.element))
        }
        if figure.isWanted {
            let drawn = try scatter([(stored, members)] + others)
            try figure.write {
                drawn.figure
            } data: {
                drawn.figure.csv(keys: drawn.keys).text
            }
        }
        if page.html != nil {
            let report = try StudyReport(stored, results: results).page(in: storage, beside: others)
            try page.write { Page(report) }
        }
        // A drawing or a page is the output; numbers only where they are asked for.
        if figure.isWanted || page.html != nil, format.choice == .text { return }
        let columns = TrialColumns(record: record)
        switch format.choice {
        case .json:
            try Output.write(
                JSON.object([
                    .init("study", .string(record.name)), .init("trials", .integer(stored.trials)),
                    .init("front", .array(members.map { trialJSON($0, record) })),
                ]).text)
        case .csv: try Output.write(CSV(header: columns.header, rows: members.map(columns.row)).text)
        case .text: try Output.write(columns.table(members).text(on: .standardOutput))
        }
    }

    /// The fronts over two objectives, and what these are called in CSV.
    private func scatter(
        _ fronts: [(study: Study, members: [Trial])]
    ) throws -> (figure: ScatterFigure, keys: (x: String, y: String)) {
        let record = fronts[0].study.record
        let names =
            axes.map { $0.split(separator: ",").map(String.init) }
            ?? record.objectives.prefix(2).map(\.measure.rawValue)
        guard names.count == 2, names[0] != names[1] else {
            throw InputError(
                axes.map { "--axes is '\($0)'" }
                    ?? "study '\(record.name)' has one objective, and a drawing of a front takes two",
                hint: axes == nil
                    ? "`naxdse search best \(record.name)` shows the best"
                    : "give two objectives of the study, as energy,delay")
        }
        let indices = try fronts.map { front in try names.map { try objectiveIndex($0, in: front.study.record) } }
        let objectives = (0..<2).map { record.objectives[indices[0][$0]] }
        // Trials of several studies have the same numbers: those of the first are told.
        let series = zip(fronts, indices).enumerated().map { place, one in
            let (front, index) = one
            return ScatterFigure.Series(
                name: "\(front.study.record.name): \(front.study.record.strategy), \(front.study.trials) trials",
                points: front.members.map { trial in
                    let values = zip(index, objectives).map {
                        MeasureScale.external(trial.outcome.values[$0], of: $1.measure)
                    }
                    return (values[0], values[1])
                }, labels: place == 0 ? front.members.map { "\($0.number)" } : [])
        }
        let figure = ScatterFigure(
            title: "Pareto front of \(record.name)", subtitle: "Numbers are those of its trials.",
            x: MeasureScale.axis(objectives[0]), y: MeasureScale.axis(objectives[1]), series: series)
        return (figure, (MeasureScale.key(objectives[0].measure), MeasureScale.key(objectives[1].measure)))
    }
}
