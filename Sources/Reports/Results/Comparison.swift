import Cost
import Mapping
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
        return Comparison(
            network: network, results: order.map { results[$0] }, baseline: order.firstIndex(of: baseline)!)
    }

    /// A row for each architecture: the metrics with their ratios to the baseline's, the best of each column marked
    /// where they differ; neither where the numbers are not like with like (``isLike(_:_:in:)``).
    ///
    /// Where mappings differ, a column names them; where accuracy was simulated, another has it.
    public var table: Table { table(of: nil) }

    /// - Parameter metrics: the columns; nil for those that one compares by.
    public func table(of metrics: [Metric]?) -> Table {
        let shown =
            metrics ?? Metric.sideBySide.filter { metric in results.contains { $0.evaluation[metric].isFinite } }
            + (results.contains { $0.evaluation.figures.countsIO } ? [.totalArea] : [])
        let columns = shown.map { ComparedColumn($0, in: self) }
        let hasAccuracy = results.contains { $0.evaluation.accuracy != nil }
        var headings: [Table.Column] = [.init("hardware", .leading)]
        if !isSharedMapping { headings.append(.init("mapping", .leading)) }
        let keys = headings.count
        headings += columns.map { .init($0.metric.title, unit: $0.scale.unit, .decimal) }
        if hasAccuracy { headings.append(.init("accuracy", unit: "%", .decimal)) }
        let rows = results.indices.map { row -> [Table.Cell] in
            let evaluation = results[row].evaluation
            var cells: [Table.Cell] = [.init(results[row].hardware)]
            if !isSharedMapping { cells.append(.init(evaluation.mapping)) }
            cells += columns.map { cell(row, $0) }
            if hasAccuracy {
                cells.append(
                    evaluation.accuracy.map { .init((100 * $0.share).text(decimals: 2), note: $0.words) } ?? .init(""))
            }
            return cells
        }
        return Table(columns: headings, rows: rows, keyColumns: keys)
    }

    /// One metric of all rows.
    private struct ComparedColumn {
        let metric: Metric
        let values: [Double]
        let scale: ColumnScale
        /// Nil where rows are not like with like.
        let best: Double?

        init(_ metric: Metric, in comparison: Comparison) {
            let rows = comparison.results.indices
            self.metric = metric
            values = rows.map { comparison.results[$0].evaluation[metric] }
            scale = ColumnScale(of: values, metric: metric)
            let isLike = rows.allSatisfy { comparison.isLike($0, comparison.baseline, in: metric) }
            best = isLike && Set(values).count > 1 ? metric.best(of: values) : nil
        }
    }

    private func cell(_ row: Int, _ column: ComparedColumn) -> Table.Cell {
        let value = column.values[row]
        let note = isLike(row, baseline, in: column.metric) ? Self.ratio(value, to: column.values[baseline]) : ""
        return .init(
            results[row].evaluation.text(column.metric, column.scale), note: note, isBest: value == column.best)
    }

    /// Whether all run with one mapping.
    public var isSharedMapping: Bool { Set(results.map(\.evaluation.mapping)).count == 1 }

    /// Whether two rows' numbers of a metric are like with like: known, of one precision where it follows from that,
    /// and of one dataflow.
    public func isLike(_ a: Int, _ b: Int, in metric: Metric) -> Bool {
        let (first, second) = (results[a].evaluation, results[b].evaluation)
        return first.isKnown(metric) && second.isKnown(metric)
            && (metric.isFreeOfPrecision || first.precisions.isSame(as: second.precisions))
            && (metric.isFreeOfDataflow || first.dataflow == second.dataflow)
    }

    /// What there is to know, with whom it is true of, and why numbers of rows that differ in precision, dataflow or in
    /// what is known have no ratio: causes that all rows share name the network alone.
    public func notes(named isNetworkNamed: Bool) -> [(subject: String, words: String)] {
        let suffix = isNetworkNamed ? " on \(network)" : ""
        var notes = results.flatMap { result in
            result.evaluation.warnings.map { (subject: result.hardware + suffix, words: $0.description) }
        }
        if let reason = unlikeness { notes.insert((isNetworkNamed ? network : "", reason), at: 0) }
        return notes
    }

    /// Why some numbers have no ratio and no mark; nil where all are like with like.
    public var unlikeness: String? {
        let first = results[baseline].evaluation
        let differs = (
            precision: results.contains { !$0.evaluation.precisions.isSame(as: first.precisions) },
            dataflow: results.contains { $0.evaluation.dataflow != first.dataflow },
            leakage: results.contains { !$0.evaluation.figures.isLeakageKnown }
        )
        var reasons: [String] = []
        if differs.precision || differs.dataflow {
            let words = [differs.precision ? "bits" : nil, differs.dataflow ? "dataflow" : nil].compactMap(\.self)
                .joined(separator: " and ")
            let each = results.map { "\($0.hardware) \($0.evaluation.convention)" }.joined(separator: "; ")
            reasons.append(
                "no × and no * in what follows from \(words), which differ (\(each)); --mapping sets one for all")
        }
        if differs.leakage, results.contains(where: { $0.evaluation.figures.isLeakageKnown }) || results.count > 1 {
            let names = results.filter { !$0.evaluation.figures.isLeakageKnown }.map(\.hardware).joined(separator: ", ")
            reasons.append("no × and no * in what contains leakage, which is unknown of \(names)")
        }
        return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
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
            "results": .array(
                results.map { result in
                    var members = result.evaluation.json
                    members[0].value = .string(result.hardware)
                    return .object(members + [.init("provenance", result.provenance.json)])
                }),
        ]
    }

    /// `network hardware mapping`, then every metric and the simulated accuracy.
    public static let csvHeader = ["network", "hardware", "mapping"] + Metric.all.map(\.key) + ["accuracy"]

    /// The rows below ``csvHeader``.
    public var csvRows: [[CSV.Field]] {
        results.map { result in
            [.text(network), .text(result.hardware), .text(result.evaluation.mapping)]
                + Metric.all.map { result.evaluation.known($0).map { .number($0) } ?? .empty }
                + [result.evaluation.accuracy.map { .number($0.share) } ?? .empty]
        }
    }
}

extension [Precision] {
    fileprivate func isSame(as others: [Precision]) -> Bool { Set(self) == Set(others) }
}

extension Evaluation {
    /// "16-bit, pipelined"; "8-bit weights and 4-bit inputs, layer by layer".
    fileprivate var convention: String {
        let bits = precisions.map {
            $0.weights == $0.inputs ? "\($0.weights)-bit" : "\($0.weights)-bit weights and \($0.inputs)-bit inputs"
        }
        return bits.joined(separator: " and ") + (dataflow == .pipelined ? ", pipelined" : ", layer by layer")
    }
}

extension SimulatedAccuracy {
    /// "± 2.1"
    var words: String { "± \((50 * (interval.upperBound - interval.lowerBound)).text(decimals: 1))" }
}
