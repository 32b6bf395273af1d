import Cost
import Quantities

extension Sweep {
    /// Paths cut to what tells them apart: the attribute's name, with the name of what it belongs to where two have the
    /// same, "core @count".
    public var labels: [String] {
        let names = axes.map { "@" + ($0.path.split(separator: "@").last.map(String.init) ?? $0.path) }
        let longer = axes.map { PathStep.words(of: $0.path) }
        return axes.indices.map { index in
            if names.count(where: { $0 == names[index] }) == 1 { return names[index] }
            return longer.count { $0 == longer[index] } == 1 ? longer[index] : axes[index].path
        }
    }

    /// A row for each point: the values, and every metric; the best of each column marked.
    public var table: Table {
        let metrics = Metric.sideBySide
        let columns = metrics.map { metric in
            let evaluations = points.compactMap(\.evaluation), values = evaluations.map { $0[metric] }
            // Of bounds none is known to be the best.
            let isComparable = Set(values).count > 1 && evaluations.allSatisfy { $0.isKnown(metric) }
            return (
                metric: metric, scale: ColumnScale(of: values, metric: metric),
                best: isComparable ? metric.best(of: values) : nil
            )
        }
        return Table(
            columns: labels.map { .init($0, .trailing) }
                + columns.map { .init($0.metric.title, unit: $0.scale.unit, .decimal) },
            rows: points.map { point in
                values(of: point).map { .init($0) }
                    + columns.map { column in
                        guard let evaluation = point.evaluation else { return "–" }
                        return .init(
                            evaluation.text(column.metric, column.scale),
                            isBest: evaluation[column.metric] == column.best)
                    }
            }, keyColumns: axes.count)
    }

    /// A row for each attribute, the one that a metric follows most first.
    ///
    /// Elasticities, or, for what is no number, how far figures are apart ("1.42× apart").
    public func sensitivityTable(rankedBy metric: Metric) -> Table {
        let shown = Attribution.metrics + (Attribution.metrics.contains(metric) ? [] : [metric])
        let all = shown.map { sensitivities(of: $0) }
        return Table(
            columns: [.init("attribute", .leading), .init("values", .leading)]
                + shown.map { .init($0.title, .decimal) },
            rows: sensitivities(of: metric).map { ranked in
                let axis = axes[ranked.axis]
                return [.init(axis.path), .init("\(axis.values[0]) … \(axis.values[axis.values.count - 1])")]
                    + all.map { .init(Self.text($0.first { $0.axis == ranked.axis }!)) }
            })
    }

    private static func text(_ sensitivity: Sensitivity) -> String {
        if let elasticity = sensitivity.elasticity {
            return signed(elasticity)
        }
        return sensitivity.spread.map { "\($0.text(significant: 3))× apart" } ?? "–"
    }

    /// `axes`, `points` with `values` and metrics (or `error`), and `sensitivities` of each metric, ranked.
    public var json: JSON {
        [
            "axes": .array(
                zip(axes, given).map { axis, given in
                    [
                        "path": .string(axis.path), "values": .array(axis.values.map(JSON.string)),
                        "given": .string(given),
                    ]
                }),
            "points": .array(
                points.map { point in
                    let values = JSON.Member("values", .array(self.values(of: point).map(JSON.string)))
                    switch point.result {
                    case .success(let evaluation):
                        return .object(
                            [values] + Metric.all.map { .init($0.key, evaluation.known($0).map(JSON.number) ?? .null) })
                    case .failure(let error): return .object([values, .init("error", .string(error.description))])
                    }
                }),
            "sensitivities": .object(
                Metric.all.map { metric in
                    .init(
                        metric.key,
                        .array(
                            sensitivities(of: metric).map { sensitivity in
                                [
                                    "path": .string(axes[sensitivity.axis].path),
                                    "elasticity": sensitivity.elasticity.map(JSON.number) ?? .null,
                                    "spread": sensitivity.spread.map(JSON.number) ?? .null,
                                ]
                            }))
                }),
        ]
    }

    /// The values of each axis, then every metric; empty where a point has no figures.
    public var csv: CSV {
        CSV(
            header: axes.map(\.path) + Metric.all.map(\.key),
            rows: points.map { point in
                values(of: point).map { .text($0) }
                    + Metric.all.map { metric in point.evaluation?.known(metric).map { .number($0) } ?? .empty }
            })
    }
}

/// "+0.477", "0" where nothing is left of it.
func signed(_ elasticity: Double) -> String {
    let text = elasticity.text(decimals: 3)
    guard elasticity.magnitude >= 0.0005 else { return "0" }
    return elasticity > 0 ? "+" + text : text
}
