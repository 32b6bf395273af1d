import Networks

/// Numbers of output channels that a search may choose among: an extension that a recipe's ``Recipe/widths`` switches on.
///
/// Convolutions of one group have one width. Channels are cut from the end: a narrower layer has the first of the weights.
public struct WidthChoices: Hashable, Sendable {
    public let network: Network
    /// The groups that have a choice.
    public let groups: [ChannelGroups.Group]
    /// For each group its numbers of channels, ascending.
    public let channels: [[Int]]
    /// For each layer of the network the group that its output's channels are of.
    let groupOfLayer: [Int?]

    /// - Parameter shares: of the channels that the network has, above 0 to 1; rounded to whole channels, at least one.
    public init(_ network: Network, shares: [Double]) {
        let all = ChannelGroups(network)
        let counts = all.groups.map { group in
            Set(shares.map { min(group.channels, max(1, Int((Double(group.channels) * $0).rounded()))) }).sorted()
        }
        let open = all.groups.indices.filter { counts[$0].count > 1 }
        self.network = network
        groups = open.map { all.groups[$0] }
        channels = open.map { counts[$0] }
        groupOfLayer = all.groupOfLayer.map { group in group.flatMap { open.firstIndex(of: $0) } }
    }

    /// Numbers of candidates, for ``Gates``.
    var options: [Int] { channels.map(\.count) }

    /// Layers that have fewer channels than in the network.
    /// - Parameter choices: for each group, which of its numbers.
    public func widths(_ choices: [Int]) -> [LayerWidth] {
        zip(groups, zip(channels, choices)).flatMap { group, choice -> [LayerWidth] in
            let count = choice.0[choice.1]
            return count == group.channels ? [] : group.layers.map { LayerWidth(layer: network.layers[$0].name, channels: count) }
        }
    }
}

/// How many output channels a convolution has in the place of what its network says.
public struct LayerWidth: Hashable, Sendable, Codable {
    public var layer: String
    public var channels: Int

    public init(layer: String, channels: Int) {
        self.layer = layer
        self.channels = channels
    }
}

extension Network {
    /// The network with other widths.
    /// - Throws: where a layer is none of its convolutions, or the network's shapes do not fit any more.
    public func narrowed(_ widths: [LayerWidth]) throws(NetworkError) -> Network {
        widths.isEmpty ? self : try narrowed(Dictionary(widths.map { ($0.layer, $0.channels) }) { $1 })
    }
}
