import Mapping
import Markup
import Networks
import Registration

extension SearchDescription {
    /// The space of the file on a network and on hardware with certain crossbar kinds.
    ///
    /// Parameters of the hardware come first, then the layers in the network's
    /// order, each with kernel, crossbar, duplication and precision, as far as
    /// they vary.
    ///
    /// - Parameter crossbars: ids of the kinds that the hierarchy holds.
    /// - Throws: every choice that cannot be: a layer or a crossbar that does not exist,
    ///   a kernel that a layer cannot have, a condition on nothing.
    public func space(network: Network, crossbars: [String]) throws(InvalidInput) -> Space {
        var builder = SpaceBuilder(network: network, crossbars: crossbars)
        for parameter in parameters {
            builder.add(parameter.name.text, parameter.values, .hardware(path: parameter.path.text), ownLayer: nil)
        }
        for block in layers { builder.collect(block) }
        builder.addLayers()
        var problems = builder.problems
        problems = problems.ordered(as: files)
        try problems.throwIfAny()
        do { return try Space(builder.parameters) } catch {
            // A parameter of the hardware may have the name of a layer's choice.
            throw InvalidInput([Diagnostic(at: self.network.location, error.description, hint: "give the <parameter> another name")])
        }
    }

}

private struct SpaceBuilder {
    let network: Network
    let crossbars: [String]
    private(set) var parameters: [Parameter] = []
    /// The first parameter of each name.
    private var indices: [String: Int] = [:]
    var problems = Problems()
    /// For each layer what varies of it, after all blocks.
    private var choices: [Int: [Parameter.Aspect: Choice]] = [:]

    init(network: Network, crossbars: [String]) {
        self.network = network
        self.crossbars = crossbars
    }

    /// Notes a block's choices for the layers that it fits.
    mutating func collect(_ block: LayerChoices) {
        let rule = LayerRule(pattern: block.pattern.text, sort: block.sort, change: SettingsChange())
        let fitting = network.stationaryLayers.filter { rule.applies(to: network.layers[$0]) }
        if fitting.isEmpty {
            let names = network.stationaryLayers.map { network.layers[$0].name }
            let sort = block.sort.map { " of sort \($0.rawValue)" } ?? ""
            problems.error(
                at: block.pattern.location, "no layer\(sort) with weights of '\(network.name)' fits '\(block.pattern.text)'",
                hint: suggestion(for: block.pattern.text, among: names))
        }
        for aspect in Parameter.Aspect.allCases {
            guard var choice = block.choices[aspect] else { continue }
            if aspect == .crossbar, choice.domain == nil {
                choice.domain = .categories(crossbars)
                choice.locations = crossbars.map { _ in choice.location }
            }
            guard check(choice, aspect, fitting) else { continue }
            for layer in fitting { choices[layer, default: [:]][aspect] = choice }
        }
    }

    mutating func addLayers() {
        for layer in network.stationaryLayers {
            for aspect in Parameter.Aspect.allCases {
                guard let choice = choices[layer]?[aspect] else { continue }
                let name = network.layers[layer].name
                add("\(name).\(aspect.rawValue)", choice, .layer(name, aspect), ownLayer: name)
            }
        }
    }

    mutating func add(_ name: String, _ choice: Choice, _ target: Parameter.Target, ownLayer: String?) {
        guard let domain = choice.domain else { return }
        var found: Parameter.Condition?
        if let when = choice.when {
            found = condition(when, ownLayer: ownLayer)
            if found == nil { return }
        }
        if indices[name] == nil { indices[name] = parameters.count }
        parameters.append(Parameter(name, domain, target: target, condition: found))
    }

    private mutating func condition(_ when: Choice.When, ownLayer: String?) -> Parameter.Condition? {
        let wanted = when.parameter.text
        guard let index = ownLayer.flatMap({ indices["\($0).\(wanted)"] }) ?? indices[wanted] else {
            var names: [String] = []
            for parameter in parameters {
                if case .hardware = parameter.target { names.append(parameter.name) }
            }
            if ownLayer != nil { names += Parameter.Aspect.allCases.map(\.rawValue) }
            problems.error(
                at: when.parameter.location, "nothing before this is called '\(when.parameter.text)'",
                hint: suggestion(for: when.parameter.text, among: names))
            return nil
        }
        var allowed: Set<Value> = []
        for word in when.values {
            guard let value = parameters[index].domain.value(of: word.text) else {
                problems.error(
                    at: word.location, "'\(when.parameter.text)' is never '\(word.text)'", hint: hint(for: word.text, in: parameters[index].domain))
                return nil
            }
            allowed.insert(value)
        }
        return Parameter.Condition(parameter: index, values: allowed)
    }

    private func hint(for text: String, in domain: Domain) -> String {
        switch domain {
        case .categories(let names): suggestion(for: text, among: names)
        case .integers(let range, let step, _): "it is a whole number from \(range.lowerBound) to \(range.upperBound) in steps of \(step)"
        case .reals: "a parameter with a continuous range is no condition"
        }
    }

    // MARK: What cannot be

    private mutating func check(_ choice: Choice, _ aspect: Parameter.Aspect, _ layers: [Int]) -> Bool {
        guard let domain = choice.domain, let count = domain.count else {
            problems.error(at: choice.location, "\(aspect.rawValue) cannot vary continuously", hint: "leave out continuous")
            return false
        }
        let before = problems.diagnostics.count
        // A long range is looked at by its ends.
        for index in count <= 1000 ? Array(0..<count) : [0, count - 1] {
            let text = domain.text(of: domain.value(at: index))
            let location = choice.locations.indices.contains(index) ? choice.locations[index] : choice.locations[0]
            check(text, aspect, layers, location)
        }
        return problems.diagnostics.count == before
    }

    private mutating func check(_ text: String, _ aspect: Parameter.Aspect, _ layers: [Int], _ location: SourceLocation) {
        var option = LayerOption()
        guard option.set(aspect, to: text) else {
            problems.error(at: location, "'\(text)' is no \(aspect.rawValue)", hint: aspect.words)
            return
        }
        if let id = option.crossbar, !crossbars.contains(id) {
            problems.error(at: location, "the hierarchy holds no crossbar '\(id)'", hint: suggestion(for: id, among: crossbars))
        }
        guard let kernel = option.kernel else { return }
        var changed = network
        for index in layers {
            let layer = network.layers[index]
            guard layer.convolution != nil else {
                problems.error(at: location, "layer '\(layer.name)' is no convolution and has no kernel", hint: "give the block sort=\"convolution\"")
                return
            }
            do { try changed.changeKernel(at: index, to: kernel) } catch {
                problems.error(at: location, "layer '\(layer.name)': \(error.problem)", hint: error.remedy)
                return
            }
        }
    }
}

extension Parameter.Aspect {
    /// How its values are written.
    var words: String {
        switch self {
        case .kernel: "write one side for a square, or two as in '1x7'"
        case .crossbar: "write the id of a crossbar kind"
        case .duplication: "write a whole number from 1 to 1000000"
        case .precision: "write bits from 1 to 32, '8' for both or '4/8' for weights and inputs"
        case .dacSets: "write shared or apart"
        }
    }
}
