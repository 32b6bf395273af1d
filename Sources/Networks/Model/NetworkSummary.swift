/// What a list of networks says of one.
public struct NetworkSummary: Hashable, Sendable {
    /// By which the network is chosen.
    public let name: String
    /// All of them, the input too.
    public let layers: Int
    /// Layers whose weights can stay in crossbars.
    public let weightLayers: Int
    /// Learnt numbers.
    public let parameters: Int
    /// Per inference.
    public let multiplyAccumulates: Int
    /// Shape of the (first) input.
    public let input: Shape
    /// Shape of the (last) output.
    public let output: Shape
}

extension Network {
    /// The counts and shapes that a list of networks shows.
    public var summary: NetworkSummary {
        NetworkSummary(
            name: name, layers: layers.count, weightLayers: stationaryLayers.count, parameters: parameters,
            multiplyAccumulates: multiplyAccumulates, input: layers[inputs.first ?? 0].output,
            output: layers[outputs.last ?? layers.count - 1].output)
    }
}
