import CoSearch
import Optimisation
import Quantities
import Reports

/// Where a run stands, and what it has found.
package struct RunOutcome {
    package let folder: String
    package let record: RunRecord
    package let reports: [EpochReport]
    /// What is trained or was found; nil before there are choices, and for a network without hardware.
    package let design: RunDesign?

    package init(_ folder: RunFolder, _ session: any RunSession) throws {
        self.folder = folder.path
        record = try folder.record()
        try session.check(record, in: folder.path)
        reports = try folder.notes()?.reports ?? []
        let choices = record.choices ?? reports.last?.choices
        if let choices { try session.check(choices, in: folder.path) }
        design = session.design(choices)
    }

    package var cost: DesignCost? { design?.cost }
    /// Layers with other channels than in the network's file.
    package var widths: [LayerWidth] { design?.widths ?? [] }
    package var words: [(layer: String, choice: String)] { design?.words ?? [] }

    /// J·s·mm².
    package var edap: Double? { cost.map { $0.edap * 1e6 } }

    package var state: String {
        let recipe = record.recipe
        return "\(record.kind.rawValue), \(reports.count) of \(recipe.epochs) epochs"
    }

    /// What accuracy is measured on after each epoch.
    package var validationImages: String {
        if record.kind == .search { return "the gates' images" }
        return record.recipe.heldOut > 0 ? "the images held out" : "the test images"
    }

    /// What it was begun with and where it stands, line by line.
    package var facts: [(name: String, words: String)] {
        let recipe = record.recipe
        var rows: [(name: String, words: String)] = [("state", state), ("seed", "\(recipe.seed)")]
        if record.kind == .search { rows.append(("λ", "\(recipe.lambda), \(recipe.method.rawValue) gates")) }
        if let widths = recipe.widths { rows.append(("widths", widths.map { "\($0)" }.joined(separator: ", "))) }
        rows.append(
            (
                "training",
                [
                    recipe.quantises ? "quantised" : "floating point",
                    recipe.hasEffects ? "crossbars' effects" : "ideal crossbars",
                ].joined(separator: ", ")
            ))
        if let last = reports.last {
            rows.append(("loss", last.loss.text(significant: 4)))
            rows.append(
                (
                    "accuracy",
                    "\(percent(last.accuracy)) in training, \(percent(last.validation)) on \(validationImages)"
                ))
            if let entropy = last.entropy {
                rows.append(("gates", "\(entropy.text(significant: 3)) open (0: certain, 1: undecided)"))
            }
        }
        if let cost {
            let scale = ColumnScale(of: [cost.edap * 1e6], metric: .edap)
            rows.append(
                (
                    "cost",
                    "\(Energy(si: cost.energy)), \(Time(si: cost.delay)), \(Area(si: cost.area)), EDAP \(scale.text(cost.edap * 1e6)) \(scale.unit)"
                ))
        }
        return rows
    }

    package func text(on terminal: Terminal) -> String {
        let rows = facts
        let width = rows.map(\.name.count).max() ?? 0
        var text =
            "\(folder)\n"
            + rows.map {
                "  " + $0.name + String(repeating: " ", count: width - $0.name.count) + "  " + $0.words + "\n"
            }.joined()
        if !words.isEmpty {
            let table = Table(
                columns: [.init("layer", .leading), .init("choice", .leading)],
                rows: words.map { [.init($0.layer), .init($0.choice)] })
            text += "\n" + table.text(on: terminal)
        }
        return text
    }

    package var json: JSON {
        let recipe = record.recipe
        var members: [JSON.Member] = [
            .init("folder", .string(folder)), .init("kind", .string(record.kind.rawValue)),
            .init("seed", .string("\(recipe.seed)")),
            .init("lambda", .number(recipe.lambda)), .init("method", .string(recipe.method.rawValue)),
            .init("epochs", .integer(recipe.epochs)),
            .init("quantised", .boolean(recipe.quantises)), .init("effects", .boolean(recipe.hasEffects)),
        ]
        if let cost {
            members += [
                .init("energy_J", .number(cost.energy)), .init("delay_s", .number(cost.delay)),
                .init("area_mm2", .number(cost.area * 1e6)),
                .init("edap_Jsmm2", .number(cost.edap * 1e6)),
            ]
        }
        members.append(.init("choices", .object(words.map { .init($0.layer, .string($0.choice)) })))
        if !widths.isEmpty {
            members.append(.init("channels", .object(widths.map { .init($0.layer, .integer($0.channels)) })))
        }
        if let leftOut = design?.leftOut, !leftOut.isEmpty {
            members.append(.init("left_out", .array(leftOut.map(JSON.string))))
        }
        members.append(.init("history", .array(reports.map(\.json))))
        members.append(
            .init(
                "provenance",
                [
                    "version": .string(record.version),
                    "inputs": .array(
                        record.allInputs.map { ["file": .string($0.path), "sha256": .string($0.sha256)] }),
                ]))
        return .object(members)
    }
}

extension EpochReport {
    package var json: JSON {
        func optional(_ value: Double?) -> JSON { value.map(JSON.number) ?? .null }
        return [
            "epoch": .integer(epoch), "loss": .number(loss), "accuracy": .number(accuracy),
            "validation": .number(validation),
            "energy_J": optional(energy), "delay_s": optional(delay), "area_mm2": optional(area.map { $0 * 1e6 }),
            "edap_Jsmm2": optional(edap), "entropy": optional(entropy), "network_gradient": optional(networkGradient),
            "cost_gradient": optional(costGradient),
        ]
    }
}
