import Networks

extension SupernetPlan {
    /// The layers' places among the choices, and what each of them hangs on: the choice of the block that it is in, and
    /// with which option it is there.
    ///
    /// - Returns: for each of ``options``, nil where it always has a say.
    public var dependences: [(choice: Int, option: Int)?] {
        var ofLayer: [Int: (choice: Int, option: Int)] = [:]
        for (number, shape) in shapes.enumerated() {
            guard case .block(let block, let isThere) = shape, let option = isThere.firstIndex(of: true) else {
                continue
            }
            for layer in block.layers { ofLayer[layer] = (paths.count + number, option) }
        }
        return graph.stages.map { ofLayer[$0.anchor] }
            + shapes.map { shape in
                guard case .channels(let layers, _) = shape else { return nil }
                // Of the block alone: all of them are in it.
                let owners = layers.map { ofLayer[$0] }
                guard let first = owners[0], owners.allSatisfy({ $0?.choice == first.choice }) else { return nil }
                return first
            }
    }

    /// The choices of a design, nil where a block that is left out takes the say from them.
    public func active(_ choices: [Int]) -> [Int?] {
        zip(choices, dependences).map { choice, hangs in
            hangs.map { choices[$0.choice] == $0.option } ?? true ? choice : nil
        }
    }
}

/// How many output channels a convolution has in the place of what its network says.
public struct LayerWidth: Hashable, Sendable, Codable {
    /// The convolution, as the network has it.
    public var layer: String
    /// Its output channels, at least 1.
    public var channels: Int

    /// - Parameter channels: output channels, at least 1.
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
