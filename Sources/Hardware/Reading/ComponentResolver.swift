import Markup
import Quantities
import Registration

/// Turns components as they are written into components with figures, following `like` from one to the next.
struct ComponentResolver {
    private let elements: NameTable<Element>
    private let models: Registry<any ComponentModel.Type>
    private var written: [String: WrittenComponent] = [:]
    private var resolved: [String: Component?] = [:]

    init(_ elements: NameTable<Element>, models: Registry<any ComponentModel.Type>) {
        self.elements = elements
        self.models = models
    }

    /// All of them, in the order of the file.
    mutating func resolveAll(_ problems: inout Problems) -> NameTable<Component> {
        for name in elements.names {
            if let element = elements[name] { written[name] = WrittenComponent(element, &problems) }
        }
        for name in elements.names { _ = resolve(name, chain: [], &problems) }
        return elements.mapValues { element in
            element.attribute("id").flatMap { resolved[$0.value] } ?? nil
        }
    }

    private mutating func resolve(_ name: String, chain: [String], _ problems: inout Problems) -> Component? {
        if let known = resolved[name] { return known }
        guard let written = written[name] else { return nil }
        var found = Problems()
        var component = component(written, chain: chain + [name], &found)
        component?.check(&found)
        if found.hasErrors { component = nil }
        problems.append(found.diagnostics)
        resolved[name] = .some(component)
        return component
    }

    private mutating func component(_ written: WrittenComponent, chain: [String], _ problems: inout Problems) -> Component? {
        let model = written.element.attribute("model")
        guard let like = written.element.attribute("like") else {
            if let model {
                problems.error(
                    at: model.location, "model scales another component, and none is named", hint: "add like=\"…\", or take model out")
                return nil
            }
            return Component(written, &problems)
        }
        guard elements.find(like, &problems) != nil else { return nil }
        if chain.contains(like.value) {
            let through = chain.drop { $0 != like.value }.map { "'\($0)'" }.joined(separator: " like ")
            problems.error(
                at: like.valueLocation, "component \(through) is like itself", hint: "let one of them state its own figures")
            return nil
        }
        guard let reference = resolve(like.value, chain: chain, &problems) else { return nil }
        guard reference.kind == written.kind else {
            problems.error(
                at: like.valueLocation, "'\(like.value)' is of kind \(reference.kind.rawValue) and '\(written.id)' of kind \(written.kind.rawValue)",
                hint: "name a component of the same kind")
            return nil
        }
        var wanted = written.parameters(over: reference)
        if let model {
            guard let scaled = scaled(wanted, from: reference, by: model, &problems) else { return nil }
            wanted = scaled
        } else if let changed = written.changedParameter(of: reference) {
            problems.error(
                at: changed.location, "\(changed.name) differs from that of '\(reference.id)', and no model scales the figures",
                hint: "add model=\"…\" (\(models.names.joined(separator: ", "))), or state the figures without like")
            return nil
        }
        return written.figures(over: wanted)
    }

    private func scaled(
        _ wanted: Component, from reference: Component, by attribute: Attribute, _ problems: inout Problems
    ) -> Component? {
        let model: any ComponentModel.Type
        do throws(RegistrationError) {
            model = try models[attribute.value]
        } catch {
            problems.error(at: attribute.valueLocation, error.message, hint: error.hint)
            return nil
        }
        guard model.kinds.contains(wanted.kind) else {
            problems.error(
                at: attribute.valueLocation, "the model '\(model.name)' does not scale components of kind \(wanted.kind.rawValue)",
                hint: "it scales " + model.kinds.map(\.rawValue).joined(separator: ", "))
            return nil
        }
        let result: Component
        do throws(ComponentModelError) {
            result = try model.scaled(wanted, from: reference)
        } catch {
            problems.error(at: attribute.valueLocation, error.problem, hint: error.hint)
            return nil
        }
        guard result.isPlausible else {
            problems.error(
                at: attribute.valueLocation, "the model '\(model.name)' gives figures beyond all bounds",
                hint: "start from a reference nearer to what is wanted")
            return nil
        }
        return result
    }
}

extension WrittenComponent {
    /// The reference with the name, place and parameters of this component.
    fileprivate func parameters(over reference: Component) -> Component {
        var result = reference
        result.id = id
        result.source = source
        result.location = element.location
        result.width = width ?? reference.width
        result.resolution = resolution ?? reference.resolution
        result.rate = rate ?? reference.rate
        result.capacity = capacity ?? reference.capacity
        result.technology = technology ?? reference.technology
        result.supply = supply ?? reference.supply
        return result
    }

    /// The component with the figures that are stated here instead of its own.
    fileprivate func figures(over component: Component) -> Component {
        var result = component
        result.area = area ?? component.area
        if isLeakageUnknown {
            (result.leakage, result.leakageBasis) = (Power(si: 0), .unknown)
        } else if let leakage {
            (result.leakage, result.leakageBasis) = (leakage, .stated)
        }
        result.gatedLeakage = gatedLeakage ?? component.gatedLeakage
        result.wakeEnergy = wakeEnergy ?? component.wakeEnergy
        result.statedPower = statedPower ?? component.statedPower
        for action in actions {
            if let index = result.actions.firstIndex(where: { $0.name == action.name }) {
                result.actions[index] = action
            } else {
                result.actions.append(action)
            }
        }
        return result
    }

    /// A parameter that differs from one that the reference's figures are for.
    fileprivate func changedParameter(of reference: Component) -> Attribute? {
        func differs<Value: Equatable>(_ mine: Value?, _ other: Value?) -> Bool { mine != nil && other != nil && mine != other }
        let changed: [(String, Bool)] = [
            ("width", differs(width, reference.width)), ("resolution", differs(resolution, reference.resolution)),
            ("rate", differs(rate, reference.rate)), ("capacity", differs(capacity, reference.capacity)),
            ("technology", differs(technology, reference.technology)), ("supply", differs(supply, reference.supply)),
        ]
        return changed.first(where: \.1).flatMap { element.attribute($0.0) }
    }
}

extension Component {
    /// Whether all figures are numbers that a chip's sums can take.
    fileprivate var isPlausible: Bool {
        var figures = [area.si, leakage.si, statedPower?.si ?? 0, gatedLeakage?.si ?? 0, wakeEnergy.si]
        for action in actions { figures += [action.energy.si, action.time.si] }
        return figures.allSatisfy { $0 >= 0 && $0 <= 1e12 }
    }
}
