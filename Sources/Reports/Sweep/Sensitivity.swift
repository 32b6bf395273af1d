import Cost
import RealModule

/// How a metric follows one attribute while the others stay.
public struct Sensitivity: Hashable, Sendable {
    /// Index of the axis.
    public var axis: Int
    /// Relative change of the metric per relative change of the attribute, d ln(metric) / d ln(attribute): the slope of
    /// the straight line through the points in logarithms (least squares, each combination of the other attributes with
    /// a line of its own at one common slope). 1 is proportional, −1 inversely, 0 is no dependence. Nil where values or
    /// figures are no positive numbers, or there are fewer than two.
    public var elasticity: Double?
    /// The greatest figure over the least, as the geometric mean over the combinations of the others; nil below two
    /// points.
    public var spread: Double?
}

extension Sweep {
    /// Of a metric, what it follows most first: attributes that are numbers by the size of their elasticity, then
    /// the others by their spread.
    public func sensitivities(of metric: Metric) -> [Sensitivity] {
        axes.indices.map { sensitivity(of: metric, to: $0) }.enumerated().sorted { a, b in
            switch (a.element.elasticity, b.element.elasticity) {
            case (let first?, let second?) where first.magnitude != second.magnitude: first.magnitude > second.magnitude
            case (.some, nil): true
            case (nil, .some): false
            case (nil, nil) where a.element.spread != b.element.spread:
                (a.element.spread ?? 0) > (b.element.spread ?? 0)
            default: a.offset < b.offset
            }
        }.map(\.element)
    }

    private func sensitivity(of metric: Metric, to axis: Int) -> Sensitivity {
        // Points that differ in this axis alone stand in one group.
        var groups: [[Int]: [(index: Int, figure: Double)]] = [:]
        var order: [[Int]] = []
        for point in points {
            guard let figure = point.evaluation?.known(metric), figure.isFinite else { continue }
            var key = point.indices
            key[axis] = 0
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append((point.indices[axis], figure))
        }
        let magnitudes = axes[axis].values.map(magnitude(of:))
        var (covariance, variance) = (0.0, 0.0)
        var (logSpread, spreads) = (0.0, 0)
        var isNumeric = true
        for group in order.map({ groups[$0]! }) where group.count > 1 {
            let figures = group.map(\.figure)
            if let least = figures.min(), let most = figures.max(), least > 0 {
                logSpread += Double.log(most / least)
                spreads += 1
            }
            let pairs = group.compactMap { point -> (x: Double, y: Double)? in
                guard let x = magnitudes[point.index], x > 0, point.figure > 0 else { return nil }
                return (Double.log(x), Double.log(point.figure))
            }
            guard pairs.count == group.count else {
                isNumeric = false
                continue
            }
            let mean = (
                x: pairs.map(\.x).reduce(0, +) / Double(pairs.count),
                y: pairs.map(\.y).reduce(0, +) / Double(pairs.count)
            )
            for pair in pairs {
                covariance += (pair.x - mean.x) * (pair.y - mean.y)
                variance += (pair.x - mean.x) * (pair.x - mean.x)
            }
        }
        return Sensitivity(
            axis: axis, elasticity: isNumeric && variance > 0 ? covariance / variance : nil,
            spread: spreads > 0 ? Double.exp(logSpread / Double(spreads)) : nil)
    }
}
