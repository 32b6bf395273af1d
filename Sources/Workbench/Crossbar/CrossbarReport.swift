import Quantities
import Reports

extension CrossbarSolution {
    /// A line on what was solved, a table of outputs, and a line on the whole.
    public func text(on terminal: Terminal) -> String {
        let scale = ColumnScale(
            of: ideal.joined().map(\.si) + answers.flatMap { $0.outputCurrents.map(\.si) }, unit: "A")
        var table = Table(
            columns: [
                .init("column", .trailing), .init("output", unit: scale.unit, .decimal),
                .init("ideal", unit: scale.unit, .decimal),
                .init("loss", unit: "%", .decimal),
            ], rows: [])
        if setup.converters != nil {
            table.columns += [
                .init("code", .trailing), .init("converted", unit: scale.unit, .decimal),
                .init("ADC offset", unit: "LSB", .decimal),
                .init("ADC gain error", unit: "%", .decimal),
            ]
        }
        let isSeveral = answers.count > 1
        if isSeveral {
            table.columns.insert(.init("input", .trailing), at: 0)
            table.keyColumns = 2
        }
        for (input, answer) in answers.enumerated() {
            for (column, current) in answer.outputCurrents.enumerated() {
                let loss = loss(input, column).map { (100 * $0).text(significant: 4) } ?? "–"
                var cells: [Table.Cell] = [
                    .init("\(column)"), .init(scale.text(current.si)), .init(scale.text(ideal[input][column].si)),
                    .init(loss),
                ]
                if let converter = setup.converters?.converters[column] {
                    cells += [
                        .init("\(codes[input][column])"), .init(scale.text(converted[input][column].si)),
                        .init(converter.offset.text(significant: 3)),
                        .init((100 * converter.gain).text(significant: 3)),
                    ]
                }
                table.rows.append(isSeveral ? [.init("\(input)")] + cells : cells)
            }
        }
        let solved = answers.compactMap(\.solved)
        let power = solved.map(\.power).sum() / Double(max(1, solved.count))
        let last =
            setup.surrogate == nil
            ? "the drivers deliver \(power)\(isSeveral ? " on average" : ""); Kirchhoff's laws hold to \(residual.text(significant: 2))"
            : "by a surrogate, not solved"
        let adcs = setup.converters.map { "; ADCs of \($0.converters[0].bits) bits in steps of \($0.step)" } ?? ""
        let deviation =
            relativeDeviation.map { "outputs deviate by \((100 * $0).text(significant: 4)) % of the ideal, " } ?? ""
        return setup.name + ": " + subject + (setup.isRandom ? ", seed \(setup.seed)" : "") + "\n\n"
            + table.text(on: terminal) + "\n" + deviation + last + adcs + "\n"
    }

    private var residual: Double { answers.compactMap(\.solved?.residual).max() ?? 0 }

    /// All results in SI units; one array per input, one number per column (per row for `input_currents_A`).
    public var json: JSON {
        let wires = setup.circuit.wires
        let isSolved = setup.surrogate == nil
        func numbers<D>(_ lists: [[Quantity<D>]]) -> JSON {
            .array(lists.map { .array($0.map { .number($0.si) }) })
        }
        return [
            "crossbar": .string(setup.name), "rows": .integer(setup.circuit.rows),
            "columns": .integer(setup.circuit.columns),
            "row_resistance_ohm": .number(wires.row.si), "column_resistance_ohm": .number(wires.column.si),
            "source_resistance_ohm": .number(wires.source.si), "sink_resistance_ohm": .number(wires.sink.si),
            "nonlinearity_V": setup.circuit.law.nonlinearity.map { .number($0.si) } ?? .null,
            "access_resistance_ohm": .number(setup.circuit.law.accessResistance.si),
            "gate_V": setup.circuit.law.gateDrive.map { .number($0.voltage.si) } ?? .null,
            "threshold_V": setup.circuit.law.gateDrive.map { .number($0.threshold.si) } ?? .null,
            "early_V": setup.circuit.law.gateDrive?.earlyVoltage.map { .number($0.si) } ?? .null,
            "seed": setup.isRandom ? .exact(setup.seed) : .null,
            "output_currents_A": numbers(answers.map(\.outputCurrents)), "ideal_currents_A": numbers(ideal),
            "losses": .array(
                answers.indices.map { input in
                    .array((0..<setup.circuit.columns).map { loss(input, $0).map(JSON.number) ?? .null })
                }),
            "relative_deviation": relativeDeviation.map(JSON.number) ?? .null,
            "input_currents_A": isSolved ? numbers(answers.compactMap(\.solved?.inputCurrents)) : .null,
            "power_W": isSolved ? .array(answers.compactMap(\.solved).map { .number($0.power.si) }) : .null,
            "residual": isSolved ? .number(residual) : .null,
            "solved_by": isSolved ? "solver" : "surrogate",
            "adc": setup.converters.map { converters in
                [
                    "bits": .integer(converters.converters[0].bits), "step_A": .number(converters.step.si),
                    "offsets_LSB": .array(converters.converters.map { .number($0.offset) }),
                    "offsets_A": .array(converters.converters.map { .number((converters.step * $0.offset).si) }),
                    "gain_errors": .array(converters.converters.map { .number($0.gain) }),
                    "codes": .array(codes.map { .array($0.map(JSON.integer)) }),
                    "converted_currents_A": numbers(converted),
                ]
            } ?? .null,
            "provenance": Provenance.ofReading.json,
        ]
    }

    /// A row for each column of each input, in SI units.
    public var csv: CSV {
        var rows: [[CSV.Field]] = []
        for (input, answer) in answers.enumerated() {
            for (column, current) in answer.outputCurrents.enumerated() {
                rows.append(
                    [
                        .integer(input), .integer(column), .number(current.si), .number(ideal[input][column].si),
                        loss(input, column).map(CSV.Field.number) ?? .empty,
                    ]
                        + (setup.converters == nil
                            ? [] : [.integer(codes[input][column]), .number(converted[input][column].si)]))
            }
        }
        return CSV(
            header: ["input", "column", "output_current_A", "ideal_current_A", "loss"]
                + (setup.converters == nil ? [] : ["adc_code", "converted_current_A"]), rows: rows)
    }

}
