import ArgumentParser
import Search

/// `naxdse search delete STUDY`
struct SearchDeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a study and all its trials; processes that work on it end with an error.")

    @OptionGroup var study: StudyOptions

    func run() throws {
        let storage = try study.storage.open(.existing)
        try storage.delete(storage.study(named: study.study))
    }
}
