import Diagnostics
import Hardware
import Markup
import Quantities
import System

/// What a provider is asked: one line of JSON.
package struct ProviderRequest: Encodable {
    package let id: String
    package let kind: String
    package let model: String
    /// Quantities in SI, data in bits; words as they are.
    package let parameters: [String: Value]
    package let actions: [String]
    /// Of the component.
    package let location: SourceLocation
    /// What the file says of where the figures come from.
    package let source: String

    package enum Value: Encodable, Equatable {
        case number(Double)
        case word(String)

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .number(let value): try container.encode(value)
            case .word(let text): try container.encode(text)
            }
        }
    }

    private enum Keys: String, CodingKey { case naxdse, id, kind, model, parameters, actions }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        // The version of the protocol.
        try container.encode(1, forKey: .naxdse)
        try container.encode(id, forKey: .id)
        try container.encode(kind, forKey: .kind)
        try container.encode(model, forKey: .model)
        try container.encode(parameters, forKey: .parameters)
        try container.encode(actions, forKey: .actions)
    }

    /// One for each component of a document that has an external model.
    ///
    /// - Parameter technology: that of the library around, which a component without one is of.
    /// - Throws: what is wrong with their parameters.
    package static func all(in root: Element) throws -> [ProviderRequest] {
        var requests: [ProviderRequest] = []
        var problems = Problems()
        func visit(_ element: Element, technology: Attribute?) {
            let technology =
                element.attribute(
                    element.name == "hardware" && element.attribute("figures-technology") != nil
                        ? "figures-technology" : "technology")
                ?? technology
            for child in element.children {
                if child.name == "library" { visit(child, technology: technology) }
                guard child.name == "component", child.attribute("external-model") != nil else { continue }
                if let request = ProviderRequest(child, technology: technology, &problems) { requests.append(request) }
            }
        }
        visit(root, technology: nil)
        try problems.throwIfAny()
        return requests
    }

    private init?(_ element: Element, technology: Attribute?, _ problems: inout Problems) {
        guard let id = element.attribute("id"), let model = element.attribute("external-model"),
            let source = element.attribute("source"),
            let kind: ComponentKind = element.keyword("kind", &problems)
        else { return nil }
        var parameters: [String: Value] = [:]
        func add<D: Dimension>(_ name: String, _ type: Quantity<D>.Type, in element: Element) {
            if let value = element.quantity(name, as: type, &problems) { parameters[name] = .number(value.si) }
        }
        add("rate", Frequency.self, in: element)
        add("capacity", Information.self, in: element)
        add("supply", Voltage.self, in: element)
        add("technology", Length.self, in: element)
        for name in ["width", "resolution"] {
            if let value = element.integer(name, in: 1...1_048_576, &problems) {
                parameters[name] = .number(Double(value))
            }
        }
        if parameters["technology"] == nil, let technology, let length = try? Length(parsing: technology.value) {
            parameters["technology"] = .number(length.si)
        }
        for child in element.children(named: "parameter") {
            guard let name = child.attribute("name"), let value = child.attribute("value") else { continue }
            parameters[name.value] = Value(value.value)
        }
        self.init(
            id: id.value, kind: kind.rawValue, model: model.value, parameters: parameters,
            actions: kind.actions.map(\.rawValue),
            location: element.location, source: source.value)
    }

    package init(
        id: String, kind: String, model: String, parameters: [String: Value], actions: [String],
        location: SourceLocation, source: String
    ) {
        self.id = id
        self.kind = kind
        self.model = model
        self.parameters = parameters
        self.actions = actions
        self.location = location
        self.source = source
    }
}

extension ProviderRequest.Value {
    /// A number, a quantity in SI, or a word.
    package init(_ text: String) {
        if let number = Double(text), number.isFinite {
            self = .number(number)
            return
        }
        var value: Double?
        func look<D: Dimension>(for type: Quantity<D>.Type) {
            if value == nil { value = (try? Quantity<D>(parsing: text))?.si }
        }
        look(for: Length.self)
        look(for: Voltage.self)
        look(for: Time.self)
        look(for: Frequency.self)
        look(for: Energy.self)
        look(for: Power.self)
        look(for: Capacitance.self)
        look(for: Resistance.self)
        look(for: Area.self)
        look(for: Information.self)
        self = value.map { .number($0) } ?? .word(text)
    }
}

/// What a provider answers.
package struct ProviderAnswer: Decodable {
    package struct ActionFigures: Decodable {
        package var energy_J: Double
        package var time_s: Double
    }

    package var id: String
    package var error: String?
    package var provider: String?
    package var version: String?
    package var by: String?
    package var actions: [String: ActionFigures]?
    /// Nil where it is not known.
    package var leakage_W: Double?
    package var area_m2: Double?

    /// - Throws: where something is missing or is no figure.
    package func check(for request: ProviderRequest, _ command: String) throws(InputError) {
        func wrong(_ what: String) -> InputError {
            InputError(
                "\(request.location): provider '\(command)' of '\(request.id)': \(what)", hint: "mend the provider")
        }
        guard let provider, !provider.isEmpty, let version, !version.isEmpty else {
            throw wrong("it does not say provider and version")
        }
        guard let actions else { throw wrong("it has no actions") }
        for name in request.actions where actions[name] == nil { throw wrong("it has no figures for '\(name)'") }
        for name in actions.keys.sorted() where !request.actions.contains(name) {
            throw wrong("a \(request.kind) has no action '\(name)'")
        }
        guard let area_m2 else { throw wrong("it has no area") }
        for figure in actions.values.flatMap({ [$0.energy_J, $0.time_s] }) + [area_m2, leakage_W ?? 0]
        where !(figure.isFinite && figure >= 0) {
            throw wrong("\(figure) is no figure")
        }
    }
}

extension Element {
    /// The element with the figures of what was asked for, their source, and nothing left to ask.
    package func resolved(with answers: [String: ProviderAnswer]) -> Element {
        guard name == "component", attribute("external-model") != nil, let id = attribute("id")?.value,
            let answer = answers[id]
        else {
            let children = children.map { $0.resolved(with: answers) }
            return Element(name: name, attributes: attributes, children: children, text: text, location: location)
        }
        func made(_ name: String, _ value: String) -> Attribute {
            Attribute(name: name, value: value, location: location, valueLocation: location)
        }
        let parameters = children(named: "parameter").compactMap { child in
            child.attribute("name").flatMap { name in child.attribute("value").map { "\(name.value) \($0.value)" } }
        }
        let named =
            ModelParameter.attributes.compactMap { name in self.attribute(name).map { "\(name) \($0.value)" } }
            + parameters
        var source = "\(self.attribute("external-model")!.value) of \(answer.provider!) \(answer.version!)"
        source += answer.by.map { " by \($0)" } ?? ""
        source += named.isEmpty ? "" : ": \(named.joined(separator: ", "))"
        source += "; \(self.attribute("source")?.value ?? "")"
        let replaced = ["external-model", "source", "area", "leakage"]
        // Exactly what was answered: the shortest text of a double is read as that double.
        var kept = attributes.filter { !replaced.contains($0.name) }
        kept.append(made("area", "\(answer.area_m2!) m²"))
        kept.append(made("leakage", answer.leakage_W.map { "\($0) W" } ?? "unknown"))
        kept.append(made("source", source))
        let actions = ComponentKind(rawValue: self.attribute("kind")?.value ?? "")?.actions ?? []
        let figures = actions.compactMap { action in
            answer.actions?[action.rawValue].map { figure in
                Element(
                    name: "action",
                    attributes: [
                        made("name", action.rawValue), made("energy", "\(figure.energy_J) J"),
                        made("time", "\(figure.time_s) s"),
                    ],
                    children: [], text: "", location: location)
            }
        }
        return Element(name: name, attributes: kept, children: figures, text: "", location: location)
    }
}
