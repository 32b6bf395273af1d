import Quantities

/// Bars of one quantity with their shares of the total, largest first or in the order given.
///
/// ```swift
/// let chart = BarChart("energy by component", unit: "J", bars: [.init("adc", 8.1e-6), .init("dac", 1.2e-6)])
/// print(chart.text(on: .standardOutput))
/// BarFigure(title: "isaac", charts: [chart]).svg()
/// ```
public struct BarChart: Hashable, Sendable {
    public var title: String
    /// Of the values; takes an SI prefix when `takesPrefix`.
    public var unit: String
    public var takesPrefix: Bool
    /// Whether the bars are parts of a whole, whose shares are told.
    public var isWhole: Bool
    public var bars: [Bar]
    /// What the tails of bars are: "leakage"; nil without any.
    public var tailName: String?

    /// The title, with what the light ends of bars are.
    var heading: String { tailName.map { "\(title), light: \($0)" } ?? title }

    /// One bar.
    public struct Bar: Hashable, Sendable {
        public var label: String
        public var value: Double
        /// The last part of the value, which is shown apart: what leaks of an energy.
        public var tail: Double
        /// Where the true value lies with some confidence; nil where the value is exact.
        public var interval: ClosedRange<Double>?

        public init(_ label: String, _ value: Double, tail: Double = 0, interval: ClosedRange<Double>? = nil) {
            self.tail = tail
            self.label = label
            self.value = value
            self.interval = interval
        }
    }

    public init(
        _ title: String, unit: String, takesPrefix: Bool = true, isWhole: Bool = true, bars: [Bar],
        tailName: String? = nil
    ) {
        self.tailName = tailName
        self.title = title
        self.unit = unit
        self.takesPrefix = takesPrefix
        self.isWhole = isWhole
        self.bars = bars
    }

    public var total: Double { bars.reduce(0) { $0 + $1.value } }

    /// The same with the largest bar first; equal ones keep their order.
    public func sorted() -> BarChart {
        var copy = self
        copy.bars = bars.enumerated().sorted { ($1.element.value, $0.offset) < ($0.element.value, $1.offset) }.map(
            \.element)
        return copy
    }

    /// The same with the bars beyond the first so many added up in one, "n others".
    public func merged(beyond count: Int) -> BarChart {
        guard bars.count > count, count > 0 else { return self }
        var copy = self
        let rest = bars[(count - 1)...]
        copy.bars =
            Array(bars[..<(count - 1)]) + [
                Bar("\(rest.count) others", rest.reduce(0) { $0 + $1.value }, tail: rest.reduce(0) { $0 + $1.tail })
            ]
        return copy
    }

    /// The largest so many bars, in the order in which they stand, and one of all others together, "n others".
    public func largest(_ count: Int) -> BarChart {
        guard bars.count > count + 1 else { return self }
        let kept = Set(sorted().bars.prefix(count).map(\.label))
        var copy = self
        copy.bars = bars.filter { kept.contains($0.label) }
        let rest = bars.filter { !kept.contains($0.label) }
        copy.bars.append(
            Bar("\(rest.count) others", rest.reduce(0) { $0 + $1.value }, tail: rest.reduce(0) { $0 + $1.tail }))
        return copy
    }

    /// Each bar's number, in the one unit they share, and its share of the total; "" where they are no whole.
    var labels: (unit: String, rows: [(value: String, share: String)]) {
        let largest = bars.map(\.value.magnitude).max() ?? 0
        let scale = ColumnScale(of: [largest], unit: unit, takesPrefix: takesPrefix)
        let total = total
        return (
            scale.unit,
            bars.map { bar in
                (
                    scale.text(bar.value),
                    !isWhole ? "" : total > 0 ? "\((100 * bar.value / total).text(decimals: 1)) %" : "–"
                )
            }
        )
    }
}
