import Quantities

/// What is measured along an axis of a figure.
public struct Axis: Hashable, Sendable {
    public var title: String
    public var unit: String
    /// Whether the unit takes an SI prefix.
    public var takesPrefix: Bool
    /// How many units a value of 1 is.
    public var factor: Double
    public var isBetterHigh: Bool

    public init(title: String, unit: String, takesPrefix: Bool = true, factor: Double = 1, isBetterHigh: Bool = false) {
        self.title = title
        self.unit = unit
        self.takesPrefix = takesPrefix
        self.factor = factor
        self.isBetterHigh = isBetterHigh
    }

    /// A metric, of numbers in the unit of its key.
    public init(_ metric: Metric) {
        self.init(
            title: metric.title, unit: metric.unit, takesPrefix: metric.takesPrefix, factor: metric.printedFactor,
            isBetterHigh: metric.isBetterHigh)
    }

    /// A share, in per cent.
    public static func share(_ title: String) -> Axis {
        Axis(title: title, unit: "%", takesPrefix: false, factor: 100, isBetterHigh: true)
    }

    func scale(of values: [Double]) -> ColumnScale {
        ColumnScale(of: values, unit: unit, takesPrefix: takesPrefix, factor: factor)
    }

    /// "2.6 ms"
    func labelled(_ value: Double) -> String {
        let scale = scale(of: [value])
        return scale.unit.isEmpty ? scale.typeset(value) : "\(scale.typeset(value)) \(scale.unit)"
    }

    /// "energy, µJ"
    func heading(_ unit: String) -> String { unit.isEmpty ? title : "\(title), \(unit)" }
}

/// From values to places, with round numbers on the way.
struct Scale {
    let unit: String
    let ticks: [(value: Double, label: String)]
    private let low: Double
    private let high: Double
    private let start: Double
    private let end: Double

    /// - Parameter steps: between round numbers, at least; it may be twice as many and a half.
    init(_ axis: Axis, values: [Double], from start: Double, to end: Double, steps: Int = 4) {
        let (least, most) = (values.min() ?? 0, values.max() ?? 1)
        let spread = most > least ? most - least : max(abs(most), 1e-30)
        (low, high) = (least - 0.05 * spread, most + 0.05 * spread)
        (self.start, self.end) = (start, end)
        let column = axis.scale(of: [max(abs(least), abs(most))])
        unit = column.unit
        let step = Self.stepWithin((high - low) / Double(steps))
        let first = (low / step).rounded(.up), last = (high / step).rounded(.down)
        let values = first <= last ? stride(from: first, through: last, by: 1).map { $0 * step } : []
        ticks = Array(zip(values, column.labels(of: values, step: step)))
    }

    subscript(value: Double) -> Double { start + (value - low) / (high - low) * (end - start) }

    /// The least of 1, 2 and 5 times a power of ten that is no less than the size.
    static func roundStep(_ size: Double) -> Double {
        var power = 1.0
        while power > size { power /= 10 }
        while power * 10 <= size { power *= 10 }
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= size * (1 - 1e-9) } ?? 10 * power
    }

    /// The greatest of 1, 2 and 5 times a power of ten that is no more than the size.
    ///
    /// Of what is no positive number it is 1.
    static func stepWithin(_ size: Double) -> Double {
        guard size >= 1e-300, size.isFinite else { return 1 }
        var power = 1.0
        while power > size { power /= 10 }
        while power * 10 <= size * (1 + 1e-9) { power *= 10 }
        return [5, 2, 1].map { $0 * power }.first { $0 <= size * (1 + 1e-9) } ?? power
    }
}
