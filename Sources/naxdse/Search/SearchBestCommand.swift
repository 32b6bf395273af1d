import ArgumentParser
import Reports
import Search

/// `naxdse search best STUDY`
struct SearchBestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "best", abstract: "Show the best design of a study, with all its parameters.")

    @OptionGroup var study: StudyOptions

    @Option(help: "By which objective; without it, the study's first.")
    var objective: String?

    @OptionGroup var format: TableFormat

    func run() throws {
        let (stored, storage) = try study.read()
        let record = stored.record
        let index = try objectiveIndex(objective, in: record)
        guard let trial = try StudyResults(of: stored, in: storage).best[index] else {
            throw InputError(
                "study '\(record.name)' has no feasible design among its \(stored.trials) trials",
                hint: stored.trials == 0 ? "resume it" : "resume it, or loosen its constraints")
        }
        let columns = TrialColumns(record: record)
        switch format.choice {
        case .json: try Output.write(trialJSON(trial, record).text)
        case .csv: try Output.write(CSV(header: columns.header, rows: [columns.row(trial)]).text)
        case .text:
            let parameters = Table(
                columns: [.init("parameter", .leading), .init("value", .leading)],
                rows: record.space.description(of: trial.point).map { [.init($0.name), .init($0.value)] })
            try Output.write(columns.table([trial]).text(on: .standardOutput) + "\n" + parameters.text(on: .standardOutput))
        }
    }
}

/// The place of an objective that a user names; the first where none is named.
func objectiveIndex(_ name: String?, in record: StudyRecord) throws -> Int {
    guard let name else { return 0 }
    if let index = record.objectives.firstIndex(where: { $0.measure.rawValue == name.lowercased() }) { return index }
    let names = record.objectives.map { "'\($0.measure)'" }.joined(separator: ", ")
    throw InputError("'\(name)' is no objective of study '\(record.name)'", hint: "its objectives are \(names)")
}
