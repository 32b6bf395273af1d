import Quantities

extension Sweep {
    /// Curves of some metrics over the attribute with the most values that are numbers; one curve for each combination
    /// of the others, the first eight of them. What is not known of all points is not drawn.
    public func figure(title: String, subtitle: String = "", metrics: [Metric] = Attribution.metrics) -> LineFigure {
        let axis = horizontalAxis
        var curves: [[Int]: [Point]] = [:]
        var order: [[Int]] = []
        for point in points {
            var key = point.indices
            key[axis] = 0
            if curves[key] == nil { order.append(key) }
            curves[key, default: []].append(point)
        }
        let shown = order.prefix(Self.mostCurves)
        let places = places(along: axis)
        let labels = labels
        let note = order.count > shown.count ? " The first \(shown.count) of \(order.count) combinations." : ""
        return LineFigure(
            title: title, subtitle: subtitle + note, axis: axes[axis].path,
            ticks: axes[axis].values.indices.sorted { places[$0] < places[$1] }.map {
                .init(place: places[$0], label: axes[axis].values[$0])
            },
            panels: Metric.comparable(metrics, among: points.compactMap(\.evaluation)).map { metric in
                .init(
                    quantity: Axis(metric),
                    curves: shown.map { key in
                        curves[key]!.compactMap { point in
                            point.evaluation.map { .init(place: places[point.indices[axis]], value: $0[metric]) }
                        }.sorted { $0.place < $1.place }
                    })
            },
            curves: shown.map { key in
                axes.indices.filter { $0 != axis }.map { "\(labels[$0]) \(axes[$0].values[key[$0]])" }.joined(
                    separator: ", ")
            })
    }

    private static let mostCurves = 8

    private var horizontalAxis: Int {
        let numeric = axes.indices.filter { axes[$0].values.allSatisfy { magnitude(of: $0) != nil } }
        return (numeric.isEmpty ? Array(axes.indices) : numeric).max {
            (axes[$0].values.count, $1) < (axes[$1].values.count, $0)
        } ?? 0
    }

    /// Of each value, from 0 to 1: to scale for numbers, in logarithms where they span a factor of eight, evenly for
    /// words.
    private func places(along axis: Int) -> [Double] {
        let values = axes[axis].values
        guard values.count > 1 else { return [0.5] }
        let numbers = values.compactMap(magnitude(of:))
        guard numbers.count == values.count, let least = numbers.min(), let most = numbers.max(), most > least else {
            return values.indices.map { Double($0) / Double(values.count - 1) }
        }
        let isWide = least > 0 && most / least >= 8
        return numbers.map { isWide ? logarithm($0 / least) / logarithm(most / least) : ($0 - least) / (most - least) }
    }
}
