import Diagnostics
import Mapping
import Markup
import Networks
import Optimisation
import Registration

extension SearchDescription {
    /// The space of the file on a network and on hardware with certain crossbar kinds.
    ///
    /// Parameters of the hardware come first, then blocks and channels, then the layers in the network's
    /// order, each with kernel, crossbar, duplication and precision, as far as
    /// they vary. What varies of a layer in a block does so where the block is there.
    ///
    /// - Parameter crossbars: ids of the kinds that the hierarchy holds.
    /// - Throws: every choice that cannot be: a layer or a crossbar that does not exist,
    ///   a kernel that a layer cannot have, a condition on nothing.
    public func space(network: Network, crossbars: [String]) throws(InvalidInput) -> Space {
        var builder = SpaceBuilder(network: network, crossbars: crossbars)
        for parameter in parameters {
            builder.add(parameter.name.text, parameter.values, .hardware(path: parameter.path.text), ownLayer: nil)
        }
        for block in blocks { builder.collectBlocks(block) }
        for group in channels { builder.collectChannels(group) }
        builder.addNetworkChoices()
        for block in layers { builder.collect(block) }
        builder.addLayers()
        var problems = builder.problems
        problems = problems.ordered(as: files)
        try problems.throwIfAny()
        do { return try Space(builder.parameters) } catch {
            // A parameter of the hardware may have the name of a layer's choice.
            throw InvalidInput([
                Diagnostic(at: self.network.location, error.description, hint: "give the <parameter> another name")
            ])
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
    /// What varies of the network itself: blocks by their place among the network's, channels by that of their group.
    private var blockChoices: [Int: Choice] = [:]
    private var channelChoices: [Int: Choice] = [:]
    private let blocks: [ResidualBlock]
    private let groups: [ChannelGroups.Group]
    /// For each layer of a block that may be left out, the parameter that says so.
    private var parameterOfLayer: [Int: Int] = [:]
    /// Layers of blocks that no point keeps.
    private var goneLayers: Set<Int> = []

    init(network: Network, crossbars: [String]) {
        self.network = network
        self.crossbars = crossbars
        blocks = network.residualBlocks
        groups = ChannelGroups(network, crossingPads: true).groups
    }

    /// Notes which blocks may be left out.
    mutating func collectBlocks(_ wanted: NetworkChoice) {
        let rule = LayerRule(pattern: wanted.pattern.text, change: SettingsChange())
        let fitting = blocks.indices.filter { rule.matches(name: blocks[$0].name) }
        if fitting.isEmpty {
            problems.error(
                at: wanted.pattern.location,
                "no block that '\(network.name)' can do without fits '\(wanted.pattern.text)'",
                hint: blocks.isEmpty
                    ? "none of its layers are added to what they read with the shape unchanged"
                    : suggestion(for: wanted.pattern.text, among: blocks.map(\.name)))
        }
        var choice = wanted.choice
        if choice.domain == nil {
            choice.domain = .categories(BlockChoice.allCases.map(\.rawValue))
            choice.locations = BlockChoice.allCases.map { _ in choice.location }
        }
        guard
            check(
                choice, "a block is kept or left out", "write 'keep' and 'none'", { BlockChoice(rawValue: $0) != nil })
        else { return }
        for block in fitting { blockChoices[block] = choice }
    }

    /// Notes which channels vary.
    mutating func collectChannels(_ wanted: NetworkChoice) {
        let rule = LayerRule(pattern: wanted.pattern.text, change: SettingsChange())
        let names = groups.map { group in group.layers.map { network.layers[$0].name } }
        let fitting = groups.indices.filter { names[$0].contains(where: rule.matches) }
        if fitting.isEmpty {
            problems.error(
                at: wanted.pattern.location,
                "no convolution of '\(network.name)' whose channels are free fits '\(wanted.pattern.text)'",
                hint: groups.isEmpty
                    ? "none of its channels are" : suggestion(for: wanted.pattern.text, among: names.flatMap(\.self)))
        }
        let isShare: (String) -> Bool = { text in ChannelShare(text) != nil }
        guard
            check(
                wanted.choice, "channels are a share of the network's",
                "write shares above 0 to \(ChannelShare.most), such as '0.5 1 2'", isShare)
        else { return }
        for group in fitting { channelChoices[group] = wanted.choice }
    }

    private mutating func check(_ choice: Choice, _ what: String, _ hint: String, _ isValid: (String) -> Bool) -> Bool {
        guard let domain = choice.domain, let count = domain.count, count <= 1000 else {
            problems.error(at: choice.location, "\(what), from a list", hint: hint)
            return false
        }
        let before = problems.diagnostics.count
        for index in 0..<count {
            let text = domain.text(of: domain.value(at: index))
            guard !isValid(text) else { continue }
            problems.error(
                at: choice.locations.indices.contains(index) ? choice.locations[index] : choice.locations[0],
                "'\(text)': \(what)", hint: hint)
        }
        return problems.diagnostics.count == before
    }

    mutating func addNetworkChoices() {
        for (index, block) in blocks.enumerated() {
            guard let choice = blockChoices[index] else { continue }
            let parameter = parameters.count
            add("\(block.name).block", choice, .block(block.name), ownLayer: nil)
            // The first block that a layer is in is the innermost.
            guard parameters.count > parameter, parameters[parameter].domain.value(of: BlockChoice.none.rawValue) != nil
            else { continue }
            for layer in block.layers where parameterOfLayer[layer] == nil { parameterOfLayer[layer] = parameter }
            if parameters[parameter].domain.value(of: BlockChoice.keep.rawValue) == nil {
                goneLayers.formUnion(block.layers)
            }
        }
        for (index, group) in groups.enumerated() {
            guard let choice = channelChoices[index], !group.layers.allSatisfy(goneLayers.contains) else { continue }
            let name = network.layers[group.layers[0]].name
            let parameter = parameters.count
            add("\(name).channels", choice, .channels(name), ownLayer: nil)
            // Channels that a block alone has vary where it is there.
            let owners = Set(group.layers.map { parameterOfLayer[$0] })
            guard choice.when == nil, owners.count == 1, case let block?? = owners.first, parameters.count > parameter
            else { continue }
            guard let kept = parameters[block].domain.value(of: BlockChoice.keep.rawValue) else { continue }
            parameters[parameter].condition = Parameter.Condition(parameter: block, values: [kept])
        }
    }

    /// Notes a block's choices for the layers that it fits.
    mutating func collect(_ block: LayerChoices) {
        let rule = LayerRule(pattern: block.pattern.text, sort: block.sort, change: SettingsChange())
        let fitting = network.stationaryLayers.filter { rule.applies(to: network.layers[$0]) }
        if fitting.isEmpty {
            let names = network.stationaryLayers.map { network.layers[$0].name }
            let sort = block.sort.map { " of sort \($0.rawValue)" } ?? ""
            problems.error(
                at: block.pattern.location,
                "no layer\(sort) with weights of '\(network.name)' fits '\(block.pattern.text)'",
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
        for layer in network.stationaryLayers where !goneLayers.contains(layer) {
            for aspect in Parameter.Aspect.allCases {
                guard let choice = choices[layer]?[aspect] else { continue }
                let name = network.layers[layer].name
                add("\(name).\(aspect.rawValue)", choice, .layer(name, aspect), ownLayer: name)
                // A condition of its own stands: where it is on the same layer, that one's holds as well.
                guard choice.when == nil, let block = parameterOfLayer[layer],
                    case .layer(name, aspect)? = parameters.last?.target
                else { continue }
                guard let kept = parameters[block].domain.value(of: BlockChoice.keep.rawValue) else { continue }
                parameters[parameters.count - 1].condition = Parameter.Condition(parameter: block, values: [kept])
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
                    at: word.location, "'\(when.parameter.text)' is never '\(word.text)'",
                    hint: hint(for: word.text, in: parameters[index].domain))
                return nil
            }
            allowed.insert(value)
        }
        return Parameter.Condition(parameter: index, values: allowed)
    }

    private func hint(for text: String, in domain: Domain) -> String {
        switch domain {
        case .categories(let names): suggestion(for: text, among: names)
        case .integers(let range, let step, _):
            "it is a whole number from \(range.lowerBound) to \(range.upperBound) in steps of \(step)"
        case .reals: "a parameter with a continuous range is no condition"
        }
    }

    // MARK: What cannot be

    private mutating func check(_ choice: Choice, _ aspect: Parameter.Aspect, _ layers: [Int]) -> Bool {
        guard let domain = choice.domain, let count = domain.count else {
            problems.error(
                at: choice.location, "\(aspect.rawValue) cannot vary continuously", hint: "leave out continuous")
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

    private mutating func check(_ text: String, _ aspect: Parameter.Aspect, _ layers: [Int], _ location: SourceLocation)
    {
        var option = LayerOption()
        guard option.set(aspect, to: text) else {
            problems.error(at: location, "'\(text)' is no \(aspect.rawValue)", hint: aspect.words)
            return
        }
        if let id = option.crossbar, !crossbars.contains(id) {
            problems.error(
                at: location, "the hierarchy holds no crossbar '\(id)'", hint: suggestion(for: id, among: crossbars))
        }
        guard let kernel = option.kernel else { return }
        var changed = network
        for index in layers {
            let layer = network.layers[index]
            guard layer.convolution != nil else {
                problems.error(
                    at: location, "layer '\(layer.name)' is no convolution and has no kernel",
                    hint: "give the block sort=\"convolution\"")
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
