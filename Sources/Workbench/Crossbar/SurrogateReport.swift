import Quantities
import Reports
import Surrogates

/// How good a surrogate is.
package struct SurrogateReport {
    package let surrogate: Surrogate
    package let path: String
    package let provenance: Provenance

    package init(surrogate: Surrogate, path: String, provenance: Provenance) {
        self.surrogate = surrogate
        self.path = path
        self.provenance = provenance
    }

    private var rows: [(words: String, key: String, spread: SurrogateErrors.Spread)] {
        let errors = surrogate.errors
        return [
            ("cells taken as ohmic", "linear", errors.linear), ("two effective matrices", "matrices", errors.matrices),
            ("surrogate", "surrogate", errors.surrogate),
        ]
    }

    package func text(on terminal: Terminal) -> String {
        let errors = surrogate.errors
        func share(_ current: Current) -> Table.Cell { .init((100 * (current / errors.current)).text(significant: 3)) }
        let table = Table(
            columns: [
                .init("output currents by", .leading), .init("root mean square", unit: "%", .decimal),
                .init("median", unit: "%", .decimal),
                .init("99 of 100 below", unit: "%", .decimal), .init("largest", unit: "%", .decimal),
            ],
            rows: rows.map {
                [
                    .init($0.words), share($0.spread.rootMeanSquare), share($0.spread.median),
                    share($0.spread.percentile99), share($0.spread.largest),
                ]
            })
        let scope = surrogate.scope
        return
            "crossbar '\(surrogate.origin.crossbar)' of \(surrogate.origin.hardware): \(scope.rows)×\(scope.columns), 0 V to \(scope.highestVoltage), "
            + "cells of \(scope.conductances.lowerBound) to \(scope.conductances.upperBound); \(surrogate.origin.samples) samples, seed \(surrogate.origin.seed)\n\n"
            + table.text(on: terminal)
            + "\nerrors over \(errors.points) outputs that were not trained on, in % of their root mean square, \(errors.current)\nwritten to \(path)\n"
    }

    package var json: JSON {
        let (scope, errors) = (surrogate.scope, surrogate.errors)
        return [
            "crossbar": .string(surrogate.origin.crossbar), "hardware": .string(surrogate.origin.hardware),
            "rows": .integer(scope.rows),
            "columns": .integer(scope.columns), "samples": .integer(surrogate.origin.samples),
            "seed": .string("\(surrogate.origin.seed)"),
            "highest_voltage_V": .number(scope.highestVoltage.si),
            "lowest_conductance_S": .number(scope.conductances.lowerBound.si),
            "highest_conductance_S": .number(scope.conductances.upperBound.si),
            "held_out_outputs": .integer(errors.points),
            "current_root_mean_square_A": .number(errors.current.si),
            "errors": .object(
                rows.map { row in
                    .init(
                        row.key,
                        [
                            "root_mean_square_A": .number(row.spread.rootMeanSquare.si),
                            "median_A": .number(row.spread.median.si),
                            "percentile_99_A": .number(row.spread.percentile99.si),
                            "largest_A": .number(row.spread.largest.si),
                        ])
                }),
            "file": .string(path), "provenance": provenance.json,
        ]
    }
}
