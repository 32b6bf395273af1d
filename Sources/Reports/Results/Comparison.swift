import Cost
import Quantities

/// One network on several architectures.
///
/// ```swift
/// let comparison = Comparison(network: "resnet20", results: [isaac, puma], baseline: 0)
/// print(comparison.table.text(on: .standardOutput))
/// ```
public struct Comparison: Sendable {
    public var network: String
    /// In the order of the rows.
    public var results: [Result]
    /// The row that ratios are to.
    public var baseline: Int

    /// An evaluation under the name that the row has.
    public struct Result: Sendable {
        public var hardware: String
        public var evaluation: Evaluation
        public var provenance: Provenance

        public init(hardware: String, evaluation: Evaluation, provenance: Provenance) {
            self.hardware = hardware
            self.evaluation = evaluation
            self.provenance = provenance
        }
    }

    /// - Precondition: `results` has an element `baseline`.
    public init(network: String, results: [Result], baseline: Int) {
        precondition(results.indices.contains(baseline), "the baseline is one of the results")
        self.network = network
        self.results = results
        self.baseline = baseline
    }

    /// The same with the best row of a metric first; equal ones keep their order.
    public func sorted(by metric: Metric) -> Comparison {
        let order = results.indices.sorted { a, b in
            let (first, second) = (results[a].evaluation[metric], results[b].evaluation[metric])
            return first == second ? a < b : metric.isBetter(first, than: second)
        }
        return Comparison(network: network, results: order.map { results[$0] }, baseline: order.firstIndex(of: baseline)!)
    }

    /// A row for each architecture: every metric with its ratio to the baseline's, the best of each column marked
    /// where they differ.
    public var table: Table {
        let columns = Metric.all.map { metric in
            let values = results.map { $0.evaluation[metric] }
            return (metric: metric, values: values, scale: ColumnScale(of: values, metric: metric), best: metric.best(of: values))
        }
        return Table(
            columns: [.init("hardware", .leading)] + columns.map { .init($0.metric.title, unit: $0.scale.unit, .decimal) },
            rows: results.indices.map { row in
                [.init(results[row].hardware)]
                    + columns.map { column in
                        .init(
                            column.scale.text(column.values[row]),
                            note: Self.ratio(column.values[row], to: column.values[baseline]),
                            isBest: column.values[row] == column.best && column.values.contains { $0 != column.best })
                    }
            })
    }

    /// How many times the baseline: "0.64×"; a dash where the baseline is 0.
    static func ratio(_ value: Double, to baseline: Double) -> String {
        let ratio = value / baseline
        guard ratio.isFinite else { return "–" }
        return ((0.1..<100).contains(ratio) ? ratio.text(decimals: 2) : ratio.text(significant: 3)) + "×"
    }

    /// `network`, and `results` with each evaluation's members and its provenance.
    public var json: JSON {
        [
            "network": .string(network), "baseline": .string(results[baseline].hardware),
            "results": .array(results.map { result in
                var members = result.evaluation.json
                members[0].value = .string(result.hardware)
                return .object(members + [.init("provenance", result.provenance.json)])
            }),
        ]
    }

    /// `network hardware mapping`, then every metric.
    public static let csvHeader = ["network", "hardware", "mapping"] + Metric.all.map(\.key)

    /// The rows below ``csvHeader``.
    public var csvRows: [[CSV.Field]] {
        results.map { result in
            [.text(network), .text(result.hardware), .text(result.evaluation.mapping)]
                + Metric.all.map { .number(result.evaluation[$0]) }
        }
    }
}
