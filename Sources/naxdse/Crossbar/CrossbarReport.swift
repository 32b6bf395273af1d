import Circuit
import Quantities
import Reports

extension CrossbarSolution {
    /// A line on what was solved, a table of outputs, and a line on the whole.
    func text(on terminal: Terminal) -> String {
        let scale = ColumnScale(of: ideal.joined().map(\.si) + answers.flatMap { $0.outputCurrents.map(\.si) }, unit: "A")
        var table = Table(
            columns: [
                .init("column", .trailing), .init("output", unit: scale.unit, .decimal), .init("ideal", unit: scale.unit, .decimal),
                .init("loss", unit: "%", .decimal),
            ], rows: [])
        let isSeveral = answers.count > 1
        if isSeveral {
            table.columns.insert(.init("input", .trailing), at: 0)
            table.keyColumns = 2
        }
        for (input, answer) in answers.enumerated() {
            for (column, current) in answer.outputCurrents.enumerated() {
                let loss = loss(input, column).map { (100 * $0).text(significant: 4) } ?? "–"
                let cells: [Table.Cell] = [
                    .init("\(column)"), .init(scale.text(current.si)), .init(scale.text(ideal[input][column].si)), .init(loss),
                ]
                table.rows.append(isSeveral ? [.init("\(input)")] + cells : cells)
            }
        }
        let power = answers.map(\.power).sum() / Double(answers.count)
        let residual = answers.map(\.residual).max() ?? 0
        let deviation = relativeDeviation.map { "outputs deviate by \((100 * $0).text(significant: 4)) % of the ideal, " } ?? ""
        return setup.name + ": " + subject + (setup.isRandom ? ", seed \(setup.seed)" : "") + "\n\n"
            + table.text(on: terminal) + "\n" + deviation + "the drivers deliver \(power)\(isSeveral ? " on average" : ""); "
            + "Kirchhoff's laws hold to \(residual.text(significant: 2))\n"
    }

    /// All results in SI units; one array per input, one number per column (per row for `input_currents_A`).
    var json: JSON {
        let wires = setup.circuit.wires
        func numbers<D>(_ lists: [[Quantity<D>]]) -> JSON {
            .array(lists.map { .array($0.map { .number($0.si) }) })
        }
        return [
            "crossbar": .string(setup.name), "rows": .integer(setup.circuit.rows), "columns": .integer(setup.circuit.columns),
            "row_resistance_ohm": .number(wires.row.si), "column_resistance_ohm": .number(wires.column.si),
            "source_resistance_ohm": .number(wires.source.si), "sink_resistance_ohm": .number(wires.sink.si),
            "nonlinearity_V": setup.circuit.law.nonlinearity.map { .number($0.si) } ?? .null,
            "access_resistance_ohm": .number(setup.circuit.law.accessResistance.si),
            "seed": setup.isRandom ? Int(exactly: setup.seed).map(JSON.integer) ?? .string("\(setup.seed)") : .null,
            "output_currents_A": numbers(answers.map(\.outputCurrents)), "ideal_currents_A": numbers(ideal),
            "losses": .array(answers.indices.map { input in
                .array((0..<setup.circuit.columns).map { loss(input, $0).map(JSON.number) ?? .null })
            }),
            "relative_deviation": relativeDeviation.map(JSON.number) ?? .null,
            "input_currents_A": numbers(answers.map(\.inputCurrents)),
            "power_W": .array(answers.map { .number($0.power.si) }),
            "residual": .number(answers.map(\.residual).max() ?? 0),
            "provenance": Provenance(version: version, inputs: setup.files).json,
        ]
    }

    var csv: CSV {
        var rows: [[CSV.Field]] = []
        for (input, answer) in answers.enumerated() {
            for (column, current) in answer.outputCurrents.enumerated() {
                rows.append([
                    .integer(input), .integer(column), .number(current.si), .number(ideal[input][column].si),
                    loss(input, column).map(CSV.Field.number) ?? .empty,
                ])
            }
        }
        return CSV(header: ["input", "column", "output_current_A", "ideal_current_A", "loss"], rows: rows)
    }

}
