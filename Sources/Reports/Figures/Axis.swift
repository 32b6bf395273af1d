import Quantities
import RealModule

/// What is measured along an axis of a figure.
public struct Axis: Hashable, Sendable {
    public var title: String
    public var unit: String
    /// Whether the unit takes an SI prefix.
    public var takesPrefix: Bool
    /// How many units a value of 1 is.
    public var factor: Double
    public var isBetterHigh: Bool
    /// Whether equal ratios take equal lengths; where all values are above 0, else the axis is linear.
    public var isLogarithmic: Bool

    public init(
        title: String, unit: String, takesPrefix: Bool = true, factor: Double = 1, isBetterHigh: Bool = false,
        isLogarithmic: Bool = false
    ) {
        self.title = title
        self.unit = unit
        self.takesPrefix = takesPrefix
        self.factor = factor
        self.isBetterHigh = isBetterHigh
        self.isLogarithmic = isLogarithmic
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
    private let isLogarithmic: Bool
    /// The values at both ends, or their logarithms.
    private let low: Double
    private let high: Double
    private let start: Double
    private let end: Double

    /// - Parameter steps: between round numbers, at least; it may be twice as many and a half.
    init(_ axis: Axis, values: [Double], from start: Double, to end: Double, steps: Int = 4) {
        let (smallest, largest) = (values.min() ?? 0, values.max() ?? 1)
        let isLogarithmic = axis.isLogarithmic && smallest > 0
        self.isLogarithmic = isLogarithmic
        let (least, most) = isLogarithmic ? (Double.log(smallest), Double.log(largest)) : (smallest, largest)
        let spread = most > least ? most - least : max(abs(most), 1e-30)
        (low, high) = (least - 0.05 * spread, most + 0.05 * spread)
        (self.start, self.end) = (start, end)
        let column = axis.scale(of: [max(abs(smallest), abs(largest))])
        unit = column.unit
        let (bottom, top) = isLogarithmic ? (Double.exp(low), Double.exp(high)) : (low, high)
        let numbers = isLogarithmic ? Self.roundNumbers(from: bottom, to: top) : []
        // Fewer than two say nothing of the scale: values that near have steps as on a linear axis.
        if numbers.count > 1 {
            ticks = numbers.map { ($0, column.labels(of: [$0], step: $0)[0]) }
            return
        }
        let step = Self.stepWithin((top - bottom) / Double(steps))
        let first = (bottom / step).rounded(.up), last = (top / step).rounded(.down)
        let values = first <= last ? stride(from: first, through: last, by: 1).map { $0 * step } : []
        ticks = Array(zip(values, column.labels(of: values, step: step)))
    }

    subscript(value: Double) -> Double {
        let place = isLogarithmic ? Double.log(value) : value
        return start + (place - low) / (high - low) * (end - start)
    }

    /// 1, 2 and 5 times powers of ten between two numbers; over more than three decades the powers alone.
    private static func roundNumbers(from least: Double, to most: Double) -> [Double] {
        var power = 1.0
        while power > least { power /= 10 }
        while power * 10 <= least { power *= 10 }
        var numbers: [Double] = []
        while power <= most {
            numbers += (most > 1000 * least ? [1] : [1, 2, 5]).map { $0 * power }
            power *= 10
        }
        return numbers.filter { least <= $0 && $0 <= most }
    }

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
