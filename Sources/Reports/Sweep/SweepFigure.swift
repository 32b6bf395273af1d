import Quantities

extension Sweep {
    /// Curves of some metrics over the attribute with the most values that are numbers. Of the others, the one with the
    /// most values that curves can be told apart for has a curve for each, and the rest a panel for each combination:
    /// small multiples. What is not known of all points is not drawn.
    public func figure(title: String, subtitle: String = "", metrics: [Metric] = Attribution.metrics) -> LineFigure {
        let axis = horizontalAxis
        // What has one value is told apart by nothing.
        let others = axes.indices.filter { $0 != axis && axes[$0].values.count > 1 }
        let curveAxis = others.filter { axes[$0].values.count <= Self.mostCurves }.max {
            (axes[$0].values.count, $1) < (axes[$1].values.count, $0)
        }
        let facetAxes = others.filter { $0 != curveAxis }
        let facets = combinations(of: facetAxes), curves = combinations(of: curveAxis.map { [$0] } ?? [])
        // A point for each facet, curve and place.
        var byKey: [[Int]: [Point]] = [:]
        for point in points {
            var key = point.indices
            key[axis] = 0
            byKey[key, default: []].append(point)
        }
        let places = places(along: axis)
        func curve(_ key: [Int], _ metric: Metric) -> [LineFigure.Point] {
            (byKey[key] ?? []).compactMap { point in
                point.evaluation.map { .init(place: places[point.indices[axis]], value: $0[metric]) }
            }.sorted { $0.place < $1.place }
        }
        let shown = Metric.comparable(metrics, among: points.compactMap(\.evaluation))
        return LineFigure(
            title: title, subtitle: subtitle,
            axis: facetAxes.isEmpty ? axes[axis].path : PathStep.words(of: axes[axis].path),
            ticks: axes[axis].values.indices.sorted { places[$0] < places[$1] }.map {
                .init(place: places[$0], label: axes[axis].values[$0])
            },
            panels: shown.flatMap { metric in
                facets.map { facet in
                    LineFigure.Panel(
                        quantity: Axis(metric), curves: curves.map { curve(zip(facet, $0).map(+), metric) })
                }
            },
            curves: curves.map { words(of: $0, curveAxis.map { [$0] } ?? []) },
            facets: facetAxes.isEmpty ? [] : facets.map { words(of: $0, facetAxes) })
    }

    /// Every combination of the values of some axes, the first varying slowest, as indices of all axes with the others'
    /// 0.
    private func combinations(of chosen: [Int]) -> [[Int]] {
        chosen.reduce([[Int](repeating: 0, count: axes.count)]) { keys, axis in
            keys.flatMap { key in
                axes[axis].values.indices.map { index in
                    var key = key
                    key[axis] = index
                    return key
                }
            }
        }
    }

    /// "@count 4, @columns 64"
    private func words(of key: [Int], _ chosen: [Int]) -> String {
        chosen.map { "\(labels[$0]) \(axes[$0].values[key[$0]])" }.joined(separator: ", ")
    }

    private static let mostCurves = 6

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
