import ArgumentParser
import Reports
import Workbench

/// `--only METRIC,METRIC`: which figures a table for people, or a drawing, has; JSON and CSV have them all.
struct MetricOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Show these metrics alone, in tables for people and in figures: energy,delay,area. CSV and JSON have all.",
            valueName: "metric,…"),
        completion: .metric)
    var only: MetricList?

    /// Nil where nothing is left out.
    var metrics: [Metric]? { only?.metrics }
}

/// Metrics with commas between, each once.
struct MetricList: ExpressibleByArgument {
    let metrics: [Metric]

    init?(argument: String) {
        let names = argument.split(separator: ",", omittingEmptySubsequences: false)
        let found = names.compactMap { Metric.named(String($0)) }
        guard !found.isEmpty, found.count == names.count else { return nil }
        var seen: Set<Metric> = []
        metrics = found.filter { seen.insert($0).inserted }
    }

    static var defaultValueDescription: String { Metric.all.map(\.name).joined(separator: ", ") }
}
