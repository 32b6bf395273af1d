import Diagnostics
import Hardware
import Quantities
import Registration
import Reports

/// The steps to the figures of one component or crossbar kind.
package struct Explanation {
    private let id: String
    private let what: String
    private let source: String
    private let location: SourceLocation
    private let steps: [DerivationStep]
    /// Name, energy and time of each action that is counted.
    private let actions: [(name: String, energy: Energy, time: Time)]
    private let area: Area
    private let leakage: Power?

    /// - Parameter component: the id of a component or crossbar kind, or a kind of component: then those of it that
    ///   stand on the chip.
    /// - Throws: where there is none, with what there is.
    package static func of(_ component: String, in architecture: Architecture) throws -> [Explanation] {
        if let exact = architecture.components.first(where: { $0.id == component }) { return [Explanation(exact)] }
        if let kind = architecture.crossbars.first(where: { $0.id == component }) { return [Explanation(kind)] }
        let placed = architecture.placedComponents
        if let kind = ComponentKind(rawValue: component) {
            let ofKind = placed.filter { $0.kind == kind }
            if !ofKind.isEmpty { return ofKind.map(Explanation.init) }
        }
        let names = architecture.components.map(\.id) + architecture.crossbars.map(\.id)
        let kinds = Set(placed.map(\.kind.rawValue)).sorted()
        throw InputError(
            "\(architecture.name) has no component '\(component)'",
            hint: nearest(to: component, in: names + kinds).map { "did you mean '\($0)'?" }
                ?? "name one of \((placed.map(\.id) + architecture.crossbars.map(\.id)).joined(separator: ", ")), or a kind: \(kinds.joined(separator: ", "))"
        )
    }

    private init(_ component: Component) {
        id = component.id
        what = component.kind.rawValue
        source = component.source
        location = component.location
        steps = component.derivation
        actions = component.actions.map { ($0.name.rawValue, $0.energy, $0.time) }
        area = component.area
        leakage = component.leakageBasis == .unknown ? nil : component.leakage
    }

    private init(_ kind: CrossbarKind) {
        id = kind.id
        what = "array of \(kind.rows)×\(kind.columns) cells"
        source = kind.source
        location = kind.location
        var steps: [DerivationStep] = []
        let active = kind.activeRows * kind.columns
        if let stated = kind.read.energy {
            let rows = kind.read.rows ?? kind.activeRows
            steps.append(
                DerivationStep(
                    .stated, "a read of \(rows) rows × \(kind.columns) columns takes \(stated) in \(kind.read.time)",
                    source: kind.source, at: kind.location))
        } else {
            let device = kind.device
            steps.append(
                DerivationStep(
                    .model,
                    "V²·⟨x²⟩·⟨G⟩·t of a cell: \(kind.read.voltage), ⟨x²⟩ = \(kind.meanSquareInput.text(significant: 4)) of \(kind.dac.bits)-bit inputs, "
                        + "⟨G⟩ = \(device.meanConductance) of '\(device.id)', \(kind.read.time)", source: device.source,
                    at: device.location))
        }
        steps.append(DerivationStep(.figures, "a cell takes \(kind.readEnergyPerCell); \(active) cells read at once"))
        self.steps = steps
        actions = [("read", kind.readEnergy, kind.read.time)]
        area = kind.area
        leakage = kind.cellLeakage
    }

    package func text(on terminal: Terminal) -> String {
        var text = "\(id), \(what), \(location)\n"
        for (index, step) in steps.enumerated() {
            let mark = step.kind == .figures ? "=" : "\(step.kind.rawValue):"
            text += "  \(index + 1). \(mark) \(step.text)"
            text += step.location.map { " [\($0)]" } ?? ""
            text += "\n"
            if let source = step.source { text += "       source: \(source)\n" }
        }
        text += "  used:\n"
        for action in actions {
            text +=
                "    \(action.name): \(action.energy.formatted(significant: 6)), \(action.time.formatted(significant: 6))\n"
        }
        return text
            + "    area: \(area.formatted(significant: 6)); leakage: \(leakage?.formatted(significant: 6) ?? "unknown")\n"
    }

    package var json: JSON {
        [
            "id": .string(id), "what": .string(what), "source": .string(source), "location": .string("\(location)"),
            "steps": .array(
                steps.map { step in
                    [
                        "kind": .string(step.kind.rawValue), "text": .string(step.text),
                        "source": step.source.map { .string($0) } ?? .null,
                        "location": step.location.map { .string("\($0)") } ?? .null,
                    ]
                }),
            "actions": .array(
                actions.map { action in
                    [
                        "name": .string(action.name), "energy_J": .number(action.energy.si),
                        "time_s": .number(action.time.si),
                    ]
                }),
            "area_m2": .number(area.si), "leakage_W": leakage.map { .number($0.si) } ?? .null,
        ]
    }
}
