import Optimisation
import Reports

/// How a measure's numbers are written: SI inside, mm² for areas outside, as everywhere in the tool.
package struct MeasureScale {
    package let measure: Measure
    private let scale: ColumnScale

    package init(_ measure: Measure, of values: [Double]) {
        self.measure = measure
        let external = values.map { Self.external($0, of: measure) }
        scale =
            Metric.named(measure.rawValue).map { ColumnScale(of: external, metric: $0) }
            ?? (measure == .accuracy
                ? ColumnScale(of: external, unit: "%", takesPrefix: false, factor: 100)
                : ColumnScale(of: external, unit: "", takesPrefix: measure != .loss))
    }

    package var unit: String { scale.unit }
    package var title: String { Metric.named(measure.rawValue)?.title ?? measure.rawValue }
    package func text(_ value: Double) -> String { scale.text(Self.external(value, of: measure)) }
    package func labelled(_ value: Double) -> String { unit.isEmpty ? text(value) : "\(text(value)) \(unit)" }

    /// An objective as the axis of a drawing, of ``external(_:of:)`` values.
    package static func axis(_ objective: Objective) -> Axis {
        let isBetterHigh = objective.direction == .maximize
        var axis =
            Metric.named(objective.measure.rawValue).map(Axis.init)
            ?? (objective.measure == .accuracy
                ? .share("accuracy") : Axis(title: objective.measure.rawValue, unit: "", takesPrefix: false))
        axis.isBetterHigh = isBetterHigh
        return axis
    }

    /// The name in JSON and CSV, with the unit.
    package static func key(_ measure: Measure) -> String { Metric.named(measure.rawValue)?.key ?? measure.rawValue }

    /// The number that goes with the key: areas are in mm² there.
    package static func external(_ value: Double, of measure: Measure) -> Double {
        measure == .area || measure == .edap ? value * 1e6 : value
    }
}
