import ArgumentParser
import Optimisation
import Reports
import Workbench

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
        let report = StudyReport(
            stored, results: try StudyResults(of: stored, in: storage), workers: try storage.workers(of: stored))
        try page.write { Page(try report.page(in: storage)) }
        if json { return try Output.write(report.json.text) }
        // Versions that kept no texts of the inputs had the first cost model.
        let cost =
            stored.record.meaning.map { "cost model \($0.costModel)," }
            ?? "an earlier version that kept no texts of its inputs, cost model 1,"
        let inputs = stored.record.inputs.map { "  \($0.sha256.prefix(12))  \($0.path)\n" }.joined()
        try Output.write(
            report.text(on: .standardOutput) + "made by naxdse \(stored.record.version), " + cost
                + (inputs.isEmpty ? "\n" : " from\n" + inputs))
    }
}
