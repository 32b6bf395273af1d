import Hardware
import Mapping
import Networks
import Optimisation

/// What the points of a space mean for a network and its mapping.
///
/// ```swift
/// let design = DesignSpace(space, network: network, specification: specification, mappers: mappers)
/// let mapped = try design.mapped(at: point, on: architecture)
/// ```
public struct DesignSpace: Sendable {
    /// Whose points are given a meaning.
    public let space: Space
    /// As it is where a point says nothing about it.
    public let network: Network
    /// What holds for layers about which a point says nothing.
    public let specification: MappingSpecification
    /// Those that the specification may name.
    public let mappers: Mappers
    /// Parameters that choose for a layer, by the layer's index in the network.
    let choices: [Int: [(parameter: Int, aspect: Parameter.Aspect)]]
    /// Parameters that say whether a block is there, and the layers that go with it.
    public let blocks: [(parameter: Int, block: ResidualBlock)]
    /// Parameters that say how many channels a group has.
    public let channels: [(parameter: Int, group: ChannelGroups.Group)]
    /// Parameters that change the network itself, in the order of the space.
    public var networkParameters: [Int] { (blocks.map(\.parameter) + channels.map(\.parameter)).sorted() }

    /// - Precondition: the space was made for this network: layers exist, values are of their aspects, kernels fit
    ///   (``SearchDescription/space(network:crossbars:)``).
    public init(_ space: Space, network: Network, specification: MappingSpecification, mappers: Mappers) {
        self.space = space
        self.network = network
        self.specification = specification
        self.mappers = mappers
        var choices: [Int: [(Int, Parameter.Aspect)]] = [:]
        let layers = Dictionary(uniqueKeysWithValues: network.layers.enumerated().map { ($1.name, $0) })
        for (index, parameter) in space.parameters.enumerated() {
            guard case .layer(let name, let aspect) = parameter.target else { continue }
            guard let layer = layers[name] else { preconditionFailure("layer '\(name)' is one of the network") }
            choices[layer, default: []].append((index, aspect))
        }
        self.choices = choices.mapValues { $0.map { (parameter: $0.0, aspect: $0.1) } }
        let known = network.residualBlocks
        let groups = ChannelGroups(network, crossingPads: true).groups
        blocks = space.parameters.enumerated().compactMap { index, parameter in
            guard case .block(let name) = parameter.target else { return nil }
            guard let block = known.first(where: { $0.name == name }) else {
                preconditionFailure("block '\(name)' is one of the network")
            }
            return (index, block)
        }
        channels = space.parameters.enumerated().compactMap { index, parameter in
            guard case .channels(let name) = parameter.target else { return nil }
            guard let group = groups.first(where: { network.layers[$0.layers[0]].name == name }) else {
                preconditionFailure("layer '\(name)' is the first of a group of the network's channels")
            }
            return (index, group)
        }
    }

    /// How many options layers have in all; a table of their costs has so many rows.
    var optionCount: Int {
        choices.values.reduce(0) { sum, choices in
            let count = choices.reduce(1) { product, choice in
                clamped(product.multipliedReportingOverflow(by: space.parameters[choice.parameter].domain.count ?? 1))
            }
            return clamped(sum.addingReportingOverflow(count))
        }
    }

    /// What a point says about one layer.
    public func option(of layer: Int, at point: Point) -> LayerOption {
        var option = LayerOption()
        for (parameter, aspect) in choices[layer] ?? [] where point[parameter] != .inactive {
            let text = space.parameters[parameter].domain.text(of: point[parameter])
            guard option.set(aspect, to: text) else {
                preconditionFailure("'\(text)' was checked to be a \(aspect.rawValue)")
            }
        }
        return option
    }

    /// The network with one layer's kernel changed.
    public func network(_ option: LayerOption, at layer: Int, of network: Network) throws(NetworkError) -> Network {
        guard let kernel = option.kernel else { return network }
        var changed = network
        try changed.changeKernel(at: layer, to: kernel)
        return changed
    }

    /// The network with the kernels of a point, its channels, and the blocks that it keeps.
    /// - Throws: where a kernel cannot be, or channels do not fit each other.
    public func network(at point: Point) throws(NetworkError) -> Network {
        var result = network
        for layer in network.stationaryLayers where choices[layer] != nil {
            if let kernel = option(of: layer, at: point).kernel { try result.changeKernel(at: layer, to: kernel) }
        }
        return try shaped(result, at: point)
    }

    /// The space's own network with the channels of a point, and the blocks that it keeps.
    /// - Throws: where channels do not fit each other.
    func shapedNetwork(at point: Point) throws(NetworkError) -> Network { try shaped(network, at: point) }

    private func shaped(_ network: Network, at point: Point) throws(NetworkError) -> Network {
        var result = network
        var counts: [String: Int] = [:]
        for (parameter, group) in channels where point[parameter] != .inactive {
            guard let share = ChannelShare(space.parameters[parameter].domain.text(of: point[parameter])) else {
                preconditionFailure("shares of channels were checked")
            }
            for layer in group.layers { counts[network.layers[layer].name] = share.count(of: group.channels) }
        }
        if !counts.isEmpty { result = try result.narrowed(counts) }
        return try result.leavingOut(gone(at: point).map(\.name))
    }

    /// The blocks that a point leaves out.
    private func gone(at point: Point) -> [ResidualBlock] {
        blocks.filter { parameter, _ in
            point[parameter] != .inactive
                && space.parameters[parameter].domain.text(of: point[parameter]) == BlockChoice.none.rawValue
        }.map(\.block)
    }

    /// The mapping with a rule for each layer that a point chooses for.
    public func specification(at point: Point) -> MappingSpecification {
        var result = specification
        let gone = Set(gone(at: point).flatMap(\.layers))
        if !gone.isEmpty {
            // A rule for layers of blocks that are left out has nothing to do, and is no slip.
            let left = network.stationaryLayers.filter { !gone.contains($0) }.map { network.layers[$0] }
            result.rules.removeAll { rule in
                !left.contains(where: rule.applies) && gone.contains { rule.applies(to: network.layers[$0]) }
            }
        }
        for layer in network.stationaryLayers where choices[layer] != nil && !gone.contains(layer) {
            result.rules.append(rule(option(of: layer, at: point), for: layer))
        }
        return result
    }

    /// An option as a rule of a mapping, kernel apart.
    public func rule(_ option: LayerOption, for layer: Int) -> LayerRule {
        LayerRule(pattern: network.layers[layer].name, change: option.change)
    }

    /// The network of a point on an architecture, mapped as the point says.
    /// - Throws: what cannot be placed, or a kernel that cannot be.
    public func mapped(at point: Point, on architecture: Architecture) throws -> MappedNetwork {
        try Planner(architecture, specification(at: point), mappers: mappers).place(network(at: point))
    }
}

/// The result of an operation on numbers that are not negative, or the largest number where it is beyond that.
private func clamped(_ result: (partialValue: Int, overflow: Bool)) -> Int {
    result.overflow ? .max : result.partialValue
}
