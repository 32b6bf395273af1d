import ArgumentParser
import Optimisation
import Reports
import System
import Workbench

/// `naxdse search export STUDY`
struct SearchExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write all trials of a study, as CSV or as JSON, one trial a line.",
        discussion: "Areas are in mm², all else in SI units; the columns' names say so.")

    @OptionGroup var study: StudyOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if format.choice == .text { throw ValidationError("say how: --csv, or --json for one JSON object a line") }
    }

    func run() throws {
        let (stored, storage) = try study.read()
        let record = stored.record
        let codec = TrialCodec(space: record.space, objectives: record.objectives)
        let columns = TrialColumns(record: record)
        if format.choice == .csv { try Output.write(CSV(header: columns.header, rows: []).text) }
        var failure: FileError?
        try storage.forEachBlock(of: stored) { block throws(StorageError) in
            guard failure == nil else { return }
            let trials = try codec.trials(of: block)
            let text =
                format.choice == .csv
                ? CSV(header: columns.header, rows: trials.map(columns.row)).body
                : trials.map { trialJSON($0, record).line + "\n" }.joined()
            do throws(FileError) { try Output.write(text) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
