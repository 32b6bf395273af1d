import Diagnostics
import Markup
import Quantities
import Registration

/// Turns components as they are written into components with figures: follows `like` from one to the next, runs models,
/// and takes libraries to other nodes.
struct ComponentResolver {
    private let elements: NameTable<Element>
    private let models: ComponentModelRegistry
    private let memory: ModelMemory
    private let nodes: [String: NodeMove]
    private var written: [String: WrittenComponent] = [:]
    /// At the node that their figures are for.
    private var stated: [String: Component?] = [:]
    /// At the node that they are taken at.
    private var resolved: [String: Component?] = [:]

    init(_ elements: NameTable<Element>, nodes: [String: NodeMove], models: ComponentModelRegistry, memory: ModelMemory)
    {
        self.elements = elements
        self.nodes = nodes
        self.models = models
        self.memory = memory
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

    /// The component at the node that it is taken at.
    private mutating func resolve(_ name: String, chain: [String], _ problems: inout Problems) -> Component? {
        if let known = resolved[name] { return known }
        var found = Problems()
        var component = state(name, chain: chain, &problems)
        if let known = component, let written = written[name], let move = nodes[name], move.moves {
            component = moved(known, written, move, &found)
        }
        problems.append(found.diagnostics)
        resolved[name] = .some(component)
        return component
    }

    /// The component at the node that its figures are for.
    private mutating func state(_ name: String, chain: [String], _ problems: inout Problems) -> Component? {
        if let known = stated[name] { return known }
        guard let written = written[name] else { return nil }
        var found = Problems()
        var component = component(written, chain: chain + [name], &found)
        component?.check(&found)
        if found.hasErrors { component = nil }
        problems.append(found.diagnostics)
        stated[name] = .some(component)
        return component
    }

    private func moved(
        _ component: Component, _ written: WrittenComponent, _ move: NodeMove, _ problems: inout Problems
    ) -> Component? {
        guard let figures = move.figures, let target = move.target, !written.isMadeAtTarget(models) else {
            return component
        }
        // What names a node of its own is not for that of the library.
        if let own = component.technology, abs(own / figures - 1) > 1e-9 { return component }
        if component.nodeClass == .fixed {
            var result = component
            result.technology = figures
            result.derivation.append(
                DerivationStep(
                    .node, "class fixed: does not follow the node from \(figures) to \(target)", at: move.location))
            return result
        }
        do throws(ComponentModelError) {
            let from = written.supply ?? component.supply ?? move.figuresSupply
            let supply = from.flatMap { from in move.supply.map { (from: from, to: $0) } }
            let scaling = try NodeScaling(
                from: figures, to: target, supply: supply, of: component.nodeClass, law: move.law)
            var result = component.multiplied(by: scaling)
            result.technology = target
            if let supply { result.supply = supply.to }
            if result.rate != nil, let time = result.action(.convert)?.time, time.si > 0 {
                result.rate = time.reciprocal
            }
            result.noteFigures()
            guard result.isPlausible else { return implausible(at: written.element.location, "the node", &problems) }
            return result
        } catch {
            problems.error(
                at: move.location ?? written.element.location,
                "component '\(written.id)' cannot be taken to \(target): \(error.problem)",
                hint: error.hint)
            return nil
        }
    }

    private mutating func component(
        _ written: WrittenComponent, chain: [String], _ problems: inout Problems
    )
        -> Component?
    {
        let plugin: ComponentModelPlugin?
        if let attribute = written.element.attribute("model") {
            guard let found = model(attribute, for: written, &problems) else { return nil }
            plugin = found
        } else {
            plugin = nil
        }
        guard let like = written.element.attribute("like") else {
            guard let plugin else { return Component(written, &problems).map { withNode($0, written) } }
            guard let model = plugin.model as? any FigureModel.Type else {
                problems.error(
                    at: written.element.attribute("model")!.location,
                    "model '\(plugin.name)' scales another component, and none is named",
                    hint: "add like=\"…\", or take model out")
                return nil
            }
            return modelled(written, plugin.name, model, &problems)
        }
        guard elements.find(like, &problems) != nil else { return nil }
        if chain.contains(like.value) {
            let through = chain.drop { $0 != like.value }.map { "'\($0)'" }.joined(separator: " like ")
            problems.error(
                at: like.valueLocation, "component \(through) is like itself",
                hint: "let one of them state its own figures")
            return nil
        }
        // What stands in the same library goes to another node together with it.
        let isTogether = nodes[like.value] == nodes[written.id]
        let found =
            isTogether ? state(like.value, chain: chain, &problems) : resolve(like.value, chain: chain, &problems)
        guard let reference = found else { return nil }
        guard reference.kind == written.kind else {
            problems.error(
                at: like.valueLocation,
                "'\(like.value)' is of kind \(reference.kind.rawValue) and '\(written.id)' of kind \(written.kind.rawValue)",
                hint: "name a component of the same kind")
            return nil
        }
        var wanted = written.parameters(over: reference)
        wanted.derivation.append(DerivationStep(.like, "like '\(reference.id)'", at: like.location))
        switch plugin?.model {
        case let model as any ScalingModel.Type:
            guard let scaled = scaled(wanted, from: reference, by: plugin!.name, model, written, &problems) else {
                return nil
            }
            wanted = scaled
        case let model as any FigureModel.Type:
            guard let scaled = calibrated(wanted, from: reference, by: plugin!.name, model, written, &problems) else {
                return nil
            }
            wanted = scaled
        default:
            if let changed = written.changedParameter(of: reference) {
                problems.error(
                    at: changed.location,
                    "\(changed.name) differs from that of '\(reference.id)', and no model scales the figures",
                    hint: "add model=\"…\" (\(names(for: written.kind))), or state the figures without like")
                return nil
            }
        }
        return written.figures(over: wanted)
    }

    /// The component with the node of its library, where it names none.
    private func withNode(_ component: Component, _ written: WrittenComponent) -> Component {
        guard component.technology == nil, component.nodeClass != .fixed, let figures = nodes[written.id]?.figures
        else { return component }
        var result = component
        result.technology = figures
        return result
    }
}

// Models.
extension ComponentResolver {
    /// The models of a kind, for messages.
    private func names(for kind: ComponentKind) -> String {
        models.entries.filter { $0.entry.kinds.contains(kind) }.map(\.name).joined(separator: ", ")
    }

    private func model(
        _ attribute: Attribute, for written: WrittenComponent, _ problems: inout Problems
    )
        -> ComponentModelPlugin?
    {
        let plugin: ComponentModelPlugin
        do throws(RegistrationError) {
            plugin = try models[attribute.value]
        } catch {
            problems.error(at: attribute.valueLocation, error.message, hint: error.hint)
            return nil
        }
        guard plugin.kinds.contains(written.kind) else {
            problems.error(
                at: attribute.valueLocation,
                "the model '\(plugin.name)' is none of components of kind \(written.kind.rawValue)",
                hint: "it is one of " + plugin.kinds.map(\.rawValue).joined(separator: ", "))
            return nil
        }
        for (name, value) in written.parameters.sorted(by: { $0.key < $1.key })
        where !plugin.parameters.contains(where: { $0.name == name }) {
            let others = plugin.parameters.filter { !$0.isAttribute }.map(\.name)
            problems.error(
                at: value.location, "the model '\(plugin.name)' has no parameter '\(name)'",
                hint: others.isEmpty ? "take it out" : suggestion(for: name, among: others))
        }
        return problems.hasErrors ? nil : plugin
    }

    /// A component whose figures a model makes of its parameters.
    private func modelled(
        _ written: WrittenComponent, _ name: String, _ model: any FigureModel.Type, _ problems: inout Problems
    ) -> Component? {
        let move = nodes[written.id]
        var texts = written.texts(of: model)
        // A node that is that of the library goes with it; where none is named it is the one that the library is taken
        // at, or the chip's.
        let target = move?.target ?? move?.figures ?? move?.chip
        let followsLibrary =
            written.technology.flatMap { own in move?.figures.map { abs(own / $0 - 1) < 1e-9 } } ?? false
        if texts["technology"] == nil || (followsLibrary && move?.moves == true), let target {
            texts["technology"] = target.formatted(significant: 15)
        }
        if texts["supply"] == nil, let supply = move?.supply { texts["supply"] = supply.formatted(significant: 15) }
        guard let (parameters, figures) = figures(written, name, model, texts, &problems) else { return nil }
        if move?.moves == true, let first = written.statedFigure {
            problems.error(
                at: first.location,
                "\(first.name) is stated beside a model, for the node of the library, which is taken to another",
                hint: "leave it to the model, or state all figures")
            return nil
        }
        var result = Component(
            id: written.id, kind: written.kind, actions: figures.actions, area: figures.area,
            leakage: figures.leakage ?? Power(si: 0),
            width: written.width, resolution: written.resolution ?? figures.resolution, rate: written.rate,
            capacity: written.capacity,
            technology: texts["technology"].flatMap { try? Length(parsing: $0) }, supply: written.supply,
            source: written.source,
            location: written.element.location)
        if !model.parameters.contains(where: { $0.name == "technology" }) { result.technology = written.technology }
        result.leakageBasis = figures.leakage == nil ? .unknown : .stated
        result.statedNodeClass = written.nodeClass
        result.modelled = ModelUse(name: name, parameters: parameters)
        result.derivation = steps(name, model, texts, figures, written)
        result.noteFigures()
        guard result.isPlausible else {
            return implausible(at: written.element.location, "the model '\(name)'", &problems)
        }
        result = written.figures(over: result)
        result.checkRate(written, &problems)
        return result
    }

    /// The figures of a reference, times the ratio of what a model says of the parameters of the two.
    private func calibrated(
        _ wanted: Component, from reference: Component, by name: String, _ model: any FigureModel.Type,
        _ written: WrittenComponent,
        _ problems: inout Problems
    ) -> Component? {
        let move = nodes[written.id]
        let chip = (move?.figures ?? move?.chip).map { $0.formatted(significant: 15) }
        var mine = written.texts(of: model)
        var theirs = mine
        for (key, value) in reference.attributeTexts where model.parameters.contains(where: { $0.name == key }) {
            theirs[key] = value
            if mine[key] == nil { mine[key] = value }
        }
        for key in ["technology"] where model.parameters.contains(where: { $0.name == key }) {
            if mine[key] == nil { mine[key] = chip }
            if theirs[key] == nil { theirs[key] = chip }
        }
        if let use = reference.modelled, use.name == name {
            for parameter in model.parameters where !parameter.isAttribute {
                if let text = use.parameters.texts[parameter.name] { theirs[parameter.name] = text }
            }
        }
        guard let (parameters, there) = figures(written, name, model, mine, &problems),
            let (_, here) = figures(written, name, model, theirs, as: reference.id, &problems)
        else { return nil }
        func ratio(_ new: Double, _ old: Double) -> Double { new == old ? 1 : new / old }
        var result = wanted
        var power: Double?
        result.actions = wanted.actions.map { action in
            guard let new = there.actions.first(where: { $0.name == action.name }),
                let old = here.actions.first(where: { $0.name == action.name })
            else { return action }
            let (energy, time) = (
                ratio(new.energy(bits: 0).si, old.energy(bits: 0).si), ratio(new.time.si, old.time.si)
            )
            power = power ?? energy / time
            var result = action.multiplied(energy: energy, time: time)
            // Where the reference says itself how conversions follow the bits, that holds.
            if action.energyPerBit.si == 0, action.timePerBit.si == 0 { result.shares = new.shares }
            return result
        }
        let area = ratio(there.area.si, here.area.si)
        let leakage = there.leakage.flatMap { new in here.leakage.map { ratio(new.si, $0.si) } } ?? power ?? 1
        result.statedPower = wanted.statedPower.map { $0 * (power ?? 1) }
        result.area = wanted.area * area
        result.leakage = wanted.leakage * leakage
        result.gatedLeakage = wanted.gatedLeakage.map { $0 * leakage }
        if result.rate != nil, let time = result.action(.convert)?.time, time.si > 0 { result.rate = time.reciprocal }
        result.modelled = ModelUse(name: name, parameters: parameters)
        result.derivation += steps(name, model, mine, there, written)
        result.derivation.append(
            DerivationStep(
                .model,
                "the model says of '\(reference.id)': " + there.words(kind: written.kind, against: here)
                    + "; these ratios scale its figures"
                    + (there.leakage == nil && wanted.leakage.si > 0 ? " (leakage: as its power)" : "")))
        result.noteFigures()
        guard result.isPlausible else {
            return implausible(at: written.element.location, "the model '\(name)'", &problems)
        }
        return result
    }

    private func scaled(
        _ wanted: Component, from reference: Component, by name: String, _ model: any ScalingModel.Type,
        _ written: WrittenComponent,
        _ problems: inout Problems
    ) -> Component? {
        let place = written.element.attribute("model")!
        do throws(ComponentModelError) {
            var result = try model.scaled(wanted, from: reference)
            guard result.isPlausible else {
                return implausible(at: place.valueLocation, "the model '\(name)'", &problems)
            }
            result.derivation.append(
                DerivationStep(.model, "model '\(name)': \(model.summary)", source: model.source, at: place.location))
            result.noteFigures()
            return result
        } catch {
            problems.error(at: place.valueLocation, error.problem, hint: error.hint)
            return nil
        }
    }

    private func implausible(at location: SourceLocation, _ what: String, _ problems: inout Problems) -> Component? {
        problems.error(
            at: location, "\(what) gives figures beyond all bounds",
            hint: "start from parameters nearer to what was built")
        return nil
    }

    /// What a model says; nil, and a diagnostic at the parameter that is wrong, where it says nothing.
    private func figures(
        _ written: WrittenComponent, _ name: String, _ model: any FigureModel.Type, _ texts: [String: String],
        as reference: String? = nil,
        _ problems: inout Problems
    ) -> (ModelParameters, ModelFigures)? {
        do throws(ComponentModelError) {
            let parameters = try ModelParameters(texts, kind: written.kind, of: model)
            return (parameters, try memory.figures(of: name, model, parameters))
        } catch {
            let parameter = error.parameter
            let attribute = parameter.flatMap { written.parameters[$0] ?? written.element.attribute($0) }
            let isMissing = parameter.map { texts[$0] == nil } ?? false
            let hint =
                isMissing && parameter.map { !ModelParameter.attributes.contains($0) } == true
                ? "add <parameter name=\"\(parameter!)\" value=\"…\"/>: \(error.hint)" : error.hint
            problems.error(
                at: attribute?.valueLocation ?? written.element.attribute("model")?.valueLocation
                    ?? written.element.location,
                "model '\(name)'" + (reference.map { " of '\($0)'" } ?? "") + ": \(error.problem)", hint: hint)
            return nil
        }
    }

    private func steps(
        _ name: String, _ model: any FigureModel.Type, _ texts: [String: String], _ figures: ModelFigures,
        _ written: WrittenComponent
    ) -> [DerivationStep] {
        let given = model.parameters.compactMap { parameter in
            (texts[parameter.name] ?? parameter.standard).map { "\(parameter.name) \($0)" }
        }
        let place = written.element.attribute("model")?.location
        return [
            DerivationStep(
                .model, "model '\(name)' of \(given.joined(separator: ", "))", source: model.source, at: place)
        ]
            + figures.steps.map { DerivationStep(.model, $0) }
    }
}

extension ModelFigures {
    /// "convert 0.5 × energy, 1 × time; area 0.8 ×".
    fileprivate func words(kind: ComponentKind, against other: ModelFigures) -> String {
        var words = actions.compactMap { new -> String? in
            guard let old = other.actions.first(where: { $0.name == new.name }) else { return nil }
            return "\(new.name.rawValue) \(new.energy) against \(old.energy), \(new.time) against \(old.time)"
        }
        words.append("area \(area) against \(other.area)")
        return words.joined(separator: "; ")
    }
}

extension Component {
    /// Its parameters as a file gives them.
    fileprivate var attributeTexts: [(String, String)] {
        var texts: [(String, String)] = []
        func add(_ name: String, _ text: String?) { if let text { texts.append((name, text)) } }
        add("resolution", resolution.map(String.init))
        add("width", width.map(String.init))
        let conversion = action(.convert).flatMap { $0.time.si > 0 ? $0.time.reciprocal : nil }
        add("rate", (rate ?? conversion)?.formatted(significant: 15))
        add("capacity", capacity.map { "\(Int($0.si)) bit" })
        add("technology", technology?.formatted(significant: 15))
        add("supply", supply?.formatted(significant: 15))
        return texts
    }
}

extension WrittenComponent {
    /// Whether a model makes its figures for the node that they are taken at.
    fileprivate func isMadeAtTarget(_ models: ComponentModelRegistry) -> Bool {
        guard element.attribute("like") == nil, let name = element.attribute("model")?.value,
            let plugin = try? models[name]
        else { return false }
        return !plugin.needsReference
    }

    /// The first figure that is stated here.
    fileprivate var statedFigure: Attribute? {
        ["area", "leakage", "power"].compactMap { element.attribute($0) }.first
            ?? element.child("action")?.attribute("name")
    }

    /// The parameters of a model as they are written here.
    fileprivate func texts(of model: any FigureModel.Type) -> [String: String] {
        var texts = parameters.mapValues(\.value)
        for parameter in model.parameters where parameter.isAttribute {
            if let attribute = element.attribute(parameter.name) { texts[parameter.name] = attribute.value }
        }
        return texts
    }

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
        result.statedNodeClass = nodeClass ?? reference.statedNodeClass
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
        if statedFigure != nil {
            result.derivation.append(
                DerivationStep(.stated, result.figuresInWords, source: source, at: element.location))
        }
        return result
    }

    /// A parameter that differs from one that the reference's figures are for.
    fileprivate func changedParameter(of reference: Component) -> Attribute? {
        func differs<Value: Equatable>(_ mine: Value?, _ other: Value?) -> Bool {
            mine != nil && other != nil && mine != other
        }
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
        for action in actions {
            figures += [
                action.energy.si, action.time.si, action.energyPerBit.si, action.timePerBit.si, action.dataEnergy.si,
            ]
        }
        return figures.allSatisfy { $0 >= 0 && $0 <= 1e12 }
    }
}
