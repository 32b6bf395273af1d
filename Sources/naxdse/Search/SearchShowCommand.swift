import ArgumentParser
import Reports
import Search

/// `naxdse search show STUDY`
struct SearchShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what a study is, how far it is, and what it was made from.")

    @OptionGroup var study: StudyOptions

    @OptionGroup var page: PageOptions

    @Flag(help: "Write JSON.")
    var json = false

    func run() throws {
        let (stored, storage) = try study.read()
        let report = StudyReport(stored, results: try StudyResults(of: stored, in: storage), workers: try storage.workers(of: stored))
        try page.write { Page(try report.page()) }
        if json { return try Output.write(report.json.text) }
        let inputs = stored.record.inputs.map { "  \($0.sha256.prefix(12))  \($0.path)\n" }.joined()
        try Output.write(
            report.text(on: .standardOutput) + "made by naxdse \(stored.record.version)" + (inputs.isEmpty ? "\n" : " from\n" + inputs))
    }
}
