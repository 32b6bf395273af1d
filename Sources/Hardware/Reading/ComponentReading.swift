import Diagnostics
import Markup
import Quantities

/// A `<component>` as it is written, before what it is like is looked up.
struct WrittenComponent {
    let element: Element
    let id: String
    let kind: ComponentKind
    let source: String
    var area: Area?
    var leakage: Power?
    var isLeakageUnknown = false
    var gatedLeakage: Power?
    var wakeEnergy: Energy?
    var statedPower: Power?
    var width: Int?
    var resolution: Int?
    var rate: Frequency?
    var capacity: Information?
    var technology: Length?
    var supply: Voltage?
    var nodeClass: NodeClass?
    /// Parameters of its model that are no attributes, by name.
    var parameters: [String: Attribute] = [:]
    var actions: [Action] = []

    /// Nil, and diagnostics, when something is wrong.
    init?(_ element: Element, _ problems: inout Problems) {
        var found = Problems()
        defer { problems.append(found.diagnostics) }
        self.element = element
        let id = element.required("id", &found)?.value
        let source = element.required("source", &found)?.value
        let kind = element.required("kind", &found).flatMap { _ in
            element.keyword("kind", as: ComponentKind.self, &found)
        }
        guard let id, let source, let kind else { return nil }
        self.id = id
        self.source = source
        self.kind = kind
        area = element.quantity("area", in: .area, &found)
        if element.attribute("leakage")?.value == "unknown" {
            isLeakageUnknown = true
        } else {
            leakage = element.quantity("leakage", in: .power, &found)
        }
        gatedLeakage = element.quantity("gated-leakage", in: .power, &found)
        wakeEnergy = element.quantity("wake-energy", in: .energy, &found)
        statedPower = element.quantity("power", in: .power, &found)
        width = element.integer("width", in: Plausible.width, &found)
        resolution = element.integer("resolution", in: Plausible.resolution, &found)
        rate = element.quantity("rate", in: .sampleRate, &found)
        capacity = element.quantity("capacity", in: .capacity, &found)
        technology = element.quantity("technology", in: .technology, &found)
        supply = element.quantity("supply", in: .supply, &found)
        nodeClass = element.keyword("node-class", as: NodeClass.self, &found)
        readParameters(&found)
        if let attribute = element.attribute("external-model") {
            found.error(
                at: attribute.location,
                "the figures of component '\(id)' come from elsewhere, and have not been asked for",
                hint: "run naxdse components resolve on this file, and use what it writes")
        }
        actions = Action.all(of: element, kind: kind, &found)
        refuseWhatMeansNothing(&found)
        checkGating(&found)
        if found.hasErrors { return nil }
    }

    /// `<parameter name="inputs" value="128"/>`, each once, where there is a model to have them.
    private mutating func readParameters(_ problems: inout Problems) {
        for child in element.children(named: "parameter") {
            guard let name = child.required("name", &problems), let value = child.required("value", &problems) else {
                continue
            }
            if element.attribute("model") == nil, element.attribute("external-model") == nil {
                problems.error(
                    at: child.location, "component '\(id)' has a parameter and no model",
                    hint: "add model=\"…\", or take the parameter out")
            } else if parameters[name.value] != nil {
                problems.error(
                    at: name.valueLocation, "the parameter '\(name.value)' is given twice",
                    hint: "take one of the two out")
            } else if ModelParameter.attributes.contains(name.value) {
                problems.error(
                    at: name.valueLocation, "'\(name.value)' is an attribute of <component>",
                    hint: "write \(name.value)=\"\(value.value)\" there")
            } else {
                parameters[name.value] = value
            }
        }
    }

    /// Waking costs something only where something is switched off, which can leak no more than before.
    private func checkGating(_ problems: inout Problems) {
        if let attribute = element.attribute("wake-energy"), element.attribute("gated-leakage") == nil,
            element.attribute("like") == nil
        {
            problems.error(
                at: attribute.location, "component '\(id)' has wake-energy and no gated-leakage",
                hint: "add gated-leakage=\"…\", what it leaks when it is switched off, or take wake-energy out")
        }
        if let gatedLeakage, let leakage, gatedLeakage > leakage, let attribute = element.attribute("gated-leakage") {
            problems.error(
                at: attribute.valueLocation,
                "component '\(id)' leaks \(gatedLeakage) when it is switched off and \(leakage) when it is not",
                hint: "let gated-leakage be less than leakage")
        }
    }

    private func refuseWhatMeansNothing(_ problems: inout Problems) {
        var meaningless: [String] = []
        // An attribute that a component of this kind has no use for would be taken and ignored.
        if kind != .adc, kind != .dac { meaningless += ["resolution", "rate"] }
        if kind != .register, kind != .memory, kind != .dram { meaningless.append("capacity") }
        if !kind.hasWidth { meaningless.append("width") }
        for name in meaningless {
            guard let attribute = element.attribute(name) else { continue }
            problems.error(
                at: attribute.location, "a component of kind \(kind.rawValue) has no \(name)", hint: "take it out")
        }
    }
}

extension Component {
    /// The component that is written out in full.
    init?(_ written: WrittenComponent, _ problems: inout Problems) {
        func missing(_ name: String, _ example: String) {
            problems.error(
                at: written.element.location, "component '\(written.id)' has no \(name)",
                hint: "add \(name)=\"\(example)\", or say what it is like")
        }
        if written.area == nil { missing("area", "0.0012 mm²") }
        if written.leakage == nil, !written.isLeakageUnknown { missing("leakage", "0 W") }
        guard let area = written.area, let leakage = written.leakage ?? (written.isLeakageUnknown ? Power(si: 0) : nil)
        else { return nil }
        self.init(
            id: written.id, kind: written.kind, actions: written.actions, area: area, leakage: leakage,
            statedPower: written.statedPower, width: written.width, resolution: written.resolution, rate: written.rate,
            capacity: written.capacity, technology: written.technology, supply: written.supply, source: written.source,
            location: written.element.location)
        leakageBasis = written.isLeakageUnknown ? .unknown : .stated
        gatedLeakage = written.gatedLeakage
        wakeEnergy = written.wakeEnergy ?? Energy(si: 0)
        statedNodeClass = written.nodeClass
        derivation = [DerivationStep(.stated, figuresInWords, source: source, at: location)]
        checkRate(written, &problems)
    }

    /// A rate that is not that of its conversions would be taken and ignored.
    func checkRate(_ written: WrittenComponent, _ problems: inout Problems) {
        if let rate, let action = action(.convert), let attribute = written.element.attribute("rate"),
            (rate * action.time - 1).magnitude > 0.01
        {
            let actual = action.time.si > 0 ? action.time.reciprocal.formatted() : "any number a second"
            problems.error(
                at: attribute.valueLocation, "the rate is \(rate) and the time of a conversion makes it \(actual)",
                hint: "let rate be one by the time, or leave it out")
        }
    }

    /// What has to hold of a component however it came about.
    func check(_ problems: inout Problems) {
        if kind == .adc || kind == .dac, resolution == nil {
            problems.error(at: location, "component '\(id)' has no resolution", hint: "add resolution=\"8\", its bits")
        }
        if kind.hasWidth, width == nil, actions.contains(where: { $0.width == nil }) {
            problems.error(
                at: location, "component '\(id)' has no width", hint: "add width=\"256\", the bits it moves at once")
        }
    }
}
