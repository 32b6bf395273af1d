/// Builds a network layer by layer; every call checks the shapes and gives the new layer's index.
///
/// ```swift
/// var build = try NetworkBuilder("small", input: .map(channels: 3, height: 32, width: 32))
/// var x = build.input
/// x = try build.convolution("conv", x, channels: 16, kernel: 3, padding: 1)
/// x = try build.activation("relu", x, .relu)
/// let network = try build.network()
/// ```
public struct NetworkBuilder {
    public let name: String
    private var nodes: [Network.Node] = []
    private var shapes: [Shape] = []

    /// Starts with one input layer, named "input".
    public init(_ name: String, input: Shape) throws(NetworkError) {
        self.name = name
        _ = try append("input", .input(input), [])
    }

    /// The index of the input layer.
    public var input: Int { 0 }

    /// The output shape of a layer.
    public func shape(of index: Int) -> Shape { shapes[index] }

    /// The finished network.
    public func network() throws(NetworkError) -> Network {
        try Network(name: name, nodes: nodes)
    }

    /// Adds any operation.
    public mutating func append(
        _ name: String, _ operation: Layer.Operation, _ inputs: [Int]
    ) throws(NetworkError) -> Int {
        let layer = try Layer(
            name: name, operation: operation, inputs: inputs, inputShapes: inputs.map { shapes[$0] })
        nodes.append(Network.Node(name: name, operation: operation, inputs: inputs))
        shapes.append(layer.output)
        return nodes.count - 1
    }

    /// Adds a convolution; without a padding, the one that keeps the size at stride 1.
    public mutating func convolution(
        _ name: String, _ x: Int, channels: Int, kernel: Extent, stride: Extent = 1,
        padding: Padding? = nil, groups: Int = 1, bias: Bool = false
    ) throws(NetworkError) -> Int {
        let convolution = Convolution(
            outputChannels: channels, kernel: kernel, stride: stride,
            padding: padding ?? .same(kernel: kernel), groups: groups, bias: bias)
        return try append(name, .convolution(convolution), [x])
    }

    /// Adds a batch-norm (epsilon 1e-5).
    public mutating func batchNorm(_ name: String, _ x: Int) throws(NetworkError) -> Int {
        try append(name, .batchNorm(epsilon: 1e-5), [x])
    }

    /// Adds an activation.
    public mutating func activation(
        _ name: String, _ x: Int, _ activation: Activation
    ) throws(NetworkError) -> Int {
        try append(name, .activation(activation), [x])
    }

    /// Adds a linear layer.
    public mutating func linear(
        _ name: String, _ x: Int, features: Int, bias: Bool = true
    ) throws(NetworkError) -> Int {
        try append(name, .linear(Linear(outputFeatures: features, bias: bias)), [x])
    }
}
