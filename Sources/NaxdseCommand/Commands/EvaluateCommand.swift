import ArgumentParser
import Cost
import Hardware
import Mapping
import Reports
import Workbench

/// `naxdse evaluate HARDWARE --network N [--mapping M]`
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Energy, delay and area of a network on an architecture, with where they go.",
        discussion: "With --csv, the rows are the layers; report --csv writes the breakdowns.")

    @OptionGroup var subject: SubjectOptions
    @OptionGroup var format: TableFormat

    @Option(
        help: "What the crossbars see of real data, from simulate --activity-out: array energy follows it.",
        completion: .file(extensions: ["csv"]))
    var activity: String?

    @OptionGroup var accuracy: AccuracyOptions

    func run() throws {
        let stored = try accuracy.results()
        var result = try subject.evaluate(activity: activity, accuracy: accuracy)
        if let known = stored.accuracy(of: result.evaluation) { result.evaluation.accuracy = known }
        switch format.choice {
        case .json: try Output.write(result.json.text)
        case .csv: try Output.write(result.evaluation.layersCSV.text)
        case .text:
            let difference = result.evenly.map {
                ActivityDifference(result.evaluation, $0).table.text(on: .standardOutput)
            }
            try Output.write([text(result.evaluation), difference].compactMap { $0 }.joined(separator: "\n"))
        }
        try Notes([(result.evaluation.hardware, result.evaluation)], and: stored.notes(unusedBy: [result.evaluation]))
            .write(subject.evaluation, format)
    }

    private func text(_ evaluation: Evaluation) -> String {
        let terminal = Terminal.standardOutput
        let levels = evaluation.levels.map { "\($0.instances) × \($0.name)" }.joined(separator: ", ")
        return [
            evaluation.heading(evaluation.hardware) + "\nuses " + levels + "\n",
            evaluation.metricsTable.text(on: terminal),
            evaluation.bottleneckWords.map { "busiest: \($0)\n" } ?? "", evaluation.partsTable.text(on: terminal),
            evaluation.buffers.isEmpty ? nil : evaluation.buffersTable.text(on: terminal),
            evaluation.layersTable.text(on: terminal),
            evaluation.analog.isEmpty ? nil : evaluation.analogTable.text(on: terminal),
            Evaluation.table(of: evaluation.breakdown.byComponent, heading: "component", depth: 1).text(on: terminal),
            Evaluation.table(of: evaluation.breakdown.byLevel, heading: "level").text(on: terminal),
        ].compactMap(\.self).joined(separator: "\n")
    }
}
