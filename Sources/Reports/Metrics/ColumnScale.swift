import Quantities

/// The SI prefix that the numbers of one column share, so that they compare at a glance.
///
/// The prefix gives the median (the lower one of two) one to three digits before its point.
public struct ColumnScale: Hashable, Sendable {
    /// The unit with its prefix, for the heading.
    public let unit: String
    private let factor: Double

    /// - Parameters:
    ///   - values: zeros and what is not finite do not count.
    ///   - factor: how many units a value of 1 is.
    public init(of values: [Double], unit: String, takesPrefix: Bool = true, factor: Double = 1) {
        let sizes = values.map { ($0 * factor).magnitude }.filter { $0 > 0 && $0.isFinite }
        guard takesPrefix, !sizes.isEmpty else {
            self.unit = unit
            self.factor = factor
            return
        }
        let median = sizes.sorted()[(sizes.count - 1) / 2]
        let prefix = ColumnScale.prefixes.last { median >= $0.size } ?? ColumnScale.prefixes[0]
        self.unit = prefix.symbol + unit
        self.factor = factor / prefix.size
    }

    /// Of a metric's numbers.
    public init(of values: [Double], metric: Metric) {
        self.init(of: values, unit: metric.unit, takesPrefix: metric.takesPrefix, factor: metric.printedFactor)
    }

    /// The number in this unit, with four significant digits.
    public func text(_ value: Double) -> String {
        value.isFinite ? (value * factor).text(significant: 4) : "–"
    }

    /// The number in this unit.
    func printed(_ value: Double) -> Double { value * factor }

    private static let prefixes: [(symbol: String, size: Double)] = [
        ("y", 1e-24), ("z", 1e-21), ("a", 1e-18), ("f", 1e-15), ("p", 1e-12), ("n", 1e-9), ("µ", 1e-6), ("m", 1e-3),
        ("", 1), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12),
    ]
}
