import Cost
import Quantities
import Reports

/// What a table of activity changes of an evaluation's energy.
package struct ActivityDifference {
    private let rows: [(name: String, evenly: Energy, data: Energy)]

    /// - Parameter evenly: the evaluation with evenly used input codes and conductance levels.
    package init(_ data: Evaluation, _ evenly: Evaluation) {
        let parts = zip(data.breakdown.byComponent.children, evenly.breakdown.byComponent.children)
            .filter { $0.energy != $1.energy }.map { (name: $0.name, evenly: $1.energy, data: $0.energy) }
        rows = parts + [(name: "all", evenly: evenly.figures.energy, data: data.figures.energy)]
    }

    package var table: Table {
        let scale = ColumnScale(of: rows.flatMap { [$0.evenly.si, $0.data.si] }, unit: "J")
        return Table(
            columns: [
                .init("energy", .leading), .init("evenly used", unit: scale.unit, .decimal),
                .init("with activity", unit: scale.unit, .decimal),
                .init("change", unit: "%", .decimal),
            ],
            rows: rows.map { row in
                let change = 100 * (row.data / row.evenly - 1)
                return [
                    .init(row.name), .init(scale.text(row.evenly.si)), .init(scale.text(row.data.si)),
                    .init(change.text(significant: 3)),
                ]
            })
    }

    package var json: JSON {
        .array(
            rows.map {
                [
                    "part": .string($0.name), "energy_J": .number($0.evenly.si),
                    "energy_with_activity_J": .number($0.data.si),
                ]
            })
    }
}
