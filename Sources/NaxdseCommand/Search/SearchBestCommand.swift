import ArgumentParser
import Diagnostics
import Optimisation
import Reports
import Workbench

/// `naxdse search best STUDY`
struct SearchBestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "best",
        abstract: "Show the best design of a study, or any other, with all its parameters; write it as files.",
        discussion: """
            --write makes a folder with network.xml, mapping.xml and hardware.xml, the hardware as large as the design needs:
              naxdse search best mine --write found
              naxdse evaluate found/hardware.xml -n found/network.xml -m found/mapping.xml
            """)

    @OptionGroup var study: StudyOptions

    @Option(help: "By which objective; without it, the study's first.")
    var objective: String?

    @Option(help: "Not the best, but the trial of this number.")
    var trial: Int?

    @Option(help: "Write it to this new folder.", completion: .directory)
    var write: String?

    @Option(help: "For --write: the name of network, mapping and hardware; without it, trial-NUMBER.")
    var name: String?

    @OptionGroup(title: "For --write") var source: SearchSourceOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if objective != nil, trial != nil { throw ValidationError("give either --objective or --trial") }
        if write == nil, name != nil || source.search != nil {
            throw ValidationError("--name and --search go with --write")
        }
        try checkDesignName(name)
    }

    func run() throws {
        let (stored, storage) = try study.read()
        let record = stored.record
        let trial = try trial.map { try self.trial($0, of: stored, in: storage) } ?? best(of: stored, in: storage)
        if let write {
            if let reason = trial.outcome.reason {
                throw InputError(
                    "trial \(trial.number) could not be built: \(reason)",
                    hint: "write another; `naxdse search best \(record.name)` shows the best")
            }
            let session = try source.source().sessionOfDesigns(record)
            let design = try DesignFolder(trial, of: stored, session, name: name ?? "trial-\(trial.number)")
            try design.write(to: write)
            if let warning = design.warning { Output.printError("naxdse: warning: \(warning)") }
        }
        let columns = TrialColumns(record: record)
        switch format.choice {
        case .json: try Output.write(trialJSON(trial, record).text)
        case .csv: try Output.write(CSV(header: columns.header, rows: [columns.row(trial)]).text)
        case .text:
            let parameters = Table(
                columns: [.init("parameter", .leading), .init("value", .leading)],
                rows: record.space.description(of: trial.point).map { [.init($0.name), .init($0.value)] })
            let reason = trial.outcome.reason.map { "could not be built: \($0)\n" } ?? ""
            try Output.write(
                columns.table([trial]).text(on: .standardOutput) + reason + "\n" + parameters.text(on: .standardOutput))
        }
    }

    private func best(of stored: Study, in storage: any StudyStorage) throws -> Trial {
        let index = try objectiveIndex(objective, in: stored.record)
        let results = try StudyResults(of: stored, in: storage)
        guard let trial = results.best[index] else { throw noDesign(in: stored, results) }
        return trial
    }

    private func trial(_ number: Int, of stored: Study, in storage: any StudyStorage) throws -> Trial {
        guard let trial = try storage.trial(number, of: stored) else {
            throw InputError(
                "study '\(stored.record.name)' has no trial \(number)",
                hint: stored.trials == 0 ? "resume it" : "its trials are 0 to \(stored.trials - 1)")
        }
        return trial
    }
}
