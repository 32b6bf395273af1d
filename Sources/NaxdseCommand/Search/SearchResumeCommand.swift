import ArgumentParser
import Optimisation
import Workbench

/// `naxdse search resume STUDY`
struct SearchResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on with a study, alone or beside other processes that work on it.")

    @OptionGroup var study: StudyOptions
    @OptionGroup var continuation: ContinuationOptions
    @OptionGroup var pace: PaceOptions
    @OptionGroup var page: PageOptions

    func run() throws {
        try study.storage.use(.existing) { storage in
            let stored = try storage.study(named: study.study)
            let (session, plugin) = try continuation.prepare(stored.record)
            try session.run(stored, in: storage, strategy: plugin, pace: pace, page: page)
        }
    }
}
