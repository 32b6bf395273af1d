import Diagnostics
import Markup
import Quantities

extension Action {
    /// Reads the `<action>` elements of a component of some kind, without those that are wrong.
    static func all(of component: Element, kind: ComponentKind, _ problems: inout Problems) -> [Action] {
        var actions: [Action] = []
        for element in component.children(named: "action") {
            guard let action = Action(element, kind: kind, &problems) else { continue }
            if actions.contains(where: { $0.name == action.name }) {
                problems.error(
                    at: element.location, "the action '\(action.name.rawValue)' is given twice",
                    hint: "take one of the two out")
                continue
            }
            actions.append(action)
        }
        return actions
    }

    private init?(_ element: Element, kind: ComponentKind, _ problems: inout Problems) {
        guard element.required("name", &problems) != nil,
            let name = element.keyword("name", as: ActionName.self, &problems)
        else {
            return nil
        }
        guard kind.actions.contains(name) else {
            problems.error(
                at: element.attribute("name")?.valueLocation ?? element.location,
                "a component of kind \(kind.rawValue) has no action '\(name.rawValue)'",
                hint: suggestion(for: name.rawValue, among: kind.actions.map(\.rawValue)))
            return nil
        }
        let time: Time? = element.requiredQuantity("time", in: .actionTime, &problems)
        guard let energy = element.energy(during: time, isRequired: true, &problems), let time else { return nil }
        let width = element.integer("width", in: Plausible.width, &problems)
        if width != nil, !kind.hasWidth, let attribute = element.attribute("width") {
            problems.error(
                at: attribute.location, "an action of a component of kind \(kind.rawValue) moves no bits",
                hint: "take width out")
        }
        self.init(name: name, energy: energy, time: time, width: width)
        readWhatConversionsFollow(element, kind: kind, &problems)
    }

    /// What follows the bits asked for, of an ADC, and the data, of both converters.
    private mutating func readWhatConversionsFollow(_ element: Element, kind: ComponentKind, _ problems: inout Problems)
    {
        if let energy: Energy = element.quantity("energy-per-bit", in: .energy, &problems) { energyPerBit = energy }
        if let time: Time = element.quantity("time-per-bit", in: .actionTime, &problems) { timePerBit = time }
        if let energy: Energy = element.quantity("data-energy", in: .energy, &problems) { dataEnergy = energy }
        for attribute in ["energy-per-bit", "time-per-bit"] where kind != .adc {
            guard let given = element.attribute(attribute) else { continue }
            problems.error(
                at: given.location,
                "conversions of an ADC follow the bits that are asked for, and this is an action of kind \(kind.rawValue)",
                hint: "take \(attribute) out")
        }
        if kind != .adc, kind != .dac, let given = element.attribute("data-energy") {
            problems.error(
                at: given.location, "conversions follow the data, and this is an action of kind \(kind.rawValue)",
                hint: "take data-energy out")
        }
    }
}

extension Element {
    /// The energy of something that takes a time: stated by `energy`, or by `power` drawn during that time.
    func energy(during time: Time?, isRequired: Bool, _ problems: inout Problems) -> Energy? {
        let energy: Energy? = quantity("energy", in: .energy, &problems)
        let power: Power? = quantity("power", in: .power, &problems)
        switch (attribute("energy"), attribute("power")) {
        case (nil, nil):
            if isRequired {
                problems.error(
                    at: location, "<\(name)> has neither energy nor power",
                    hint: "add energy=\"…\", or power=\"…\" during its time")
            }
            return nil
        case (_?, let second?):
            problems.error(at: second.location, "<\(name)> has both energy and power", hint: "take one of the two out")
            return nil
        case (_?, nil):
            return energy
        case (nil, let attribute?):
            guard let power, let time else { return nil }
            guard time.si > 0 || power.si == 0 else {
                problems.error(
                    at: attribute.location, "power without time is no energy",
                    hint: "write energy=\"…\" instead of power")
                return nil
            }
            return power * time
        }
    }
}
