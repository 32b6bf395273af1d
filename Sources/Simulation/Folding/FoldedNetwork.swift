import Networks

/// A network with its learnt numbers, batch-norms folded into the layers before them.
///
/// ```swift
/// let folded = try FoldedNetwork(network) { try weights.tensor($0) }
/// ```
public struct FoldedNetwork: Sendable {
    public let network: Network
    /// For each layer that holds weights, its matrices; nil for all others.
    public let stationary: [FoldedLayer?]
    /// For each batch-norm that could not be folded and each layer-norm, its scale and shift; nil for all others.
    let normalisations: [Normalisation?]
    /// For each constant and each embedding, its elements; nil for all others.
    let constants: [[Double]?]

    struct Normalisation: Sendable {
        var scale: [Double]
        var shift: [Double]
    }

    /// - Parameter tensor: the tensor of a name (`LAYER.weight`, `LAYER.bias`, `LAYER.running_mean`,
    ///   `LAYER.running_var`, of quantised models `LAYER.weight_scale`; a constant's is its layer's), in the order of
    ///   PyTorch; nil when there is none.
    /// - Throws: ``CircuitError`` for a tensor that is missing or has another shape than its layer; and what `tensor`
    ///   throws.
    public init(_ network: Network, tensor: @escaping (String) throws -> Tensor?) throws {
        self.network = network
        let source = ParameterSource(tensor)
        var stationary = [FoldedLayer?](repeating: nil, count: network.layers.count)
        var normalisations = [Normalisation?](repeating: nil, count: network.layers.count)
        var constants = [[Double]?](repeating: nil, count: network.layers.count)
        for (index, layer) in network.layers.enumerated() {
            switch layer.operation {
            case .convolution, .linear:
                stationary[index] = try FoldedLayer(layer, source)
            case .batchNorm(let epsilon):
                let norm = try source.batchNorm(layer, epsilon: epsilon)
                if let target = network.foldTarget(of: index) {
                    stationary[target]?.fold(norm)
                } else {
                    normalisations[index] = norm
                }
            case .layerNorm(let norm):
                let features = Shape.vector(layer.output.features)
                func numbers(_ what: String, _ isThere: Bool, _ without: Double) throws -> [Double] {
                    isThere
                        ? try source.values(layer.name + what, features)
                        : [Double](repeating: without, count: layer.output.features)
                }
                normalisations[index] = Normalisation(
                    scale: try numbers(".weight", norm.scales, 1), shift: try numbers(".bias", norm.shifts, 0))
            case .embedding(let embedding):
                constants[index] = try source.values(
                    layer.weights + ".weight", Shape([embedding.rows, embedding.features]))
            case .constant(let shape):
                // Masks are infinite where they hide something.
                constants[index] = try source.values(layer.name, shape, allowsInfinite: true)
            default: break
            }
        }
        self.stationary = stationary
        self.normalisations = normalisations
        self.constants = constants
    }
}

/// The matrices of one convolution or linear layer.
public struct FoldedLayer: Sendable {
    public let matrix: MatrixShape
    /// groups × rows × columns; a row of a convolution is (input channel, kernel row, kernel column), the last fastest.
    public private(set) var weights: [Float]
    /// One for each output, groups × columns.
    public private(set) var bias: [Double]
    /// Of a model that was quantised already, what an integer of its weights is worth, for each output; nil for all
    /// others.
    public private(set) var scales: [Double]?

    init(_ layer: Layer, _ source: ParameterSource) throws {
        guard let matrix = layer.matrix else { preconditionFailure("only layers with weights are folded") }
        self.matrix = matrix
        let outputs = matrix.groups * matrix.columns
        let shape: Shape
        let hasBias: Bool
        switch layer.operation {
        case .convolution(let convolution):
            shape = Shape([
                outputs, matrix.rows / convolution.kernel.area, convolution.kernel.height, convolution.kernel.width,
            ])
            hasBias = convolution.bias
        case .linear(let linear):
            shape = Shape([outputs, matrix.rows])
            hasBias = linear.bias
        default: preconditionFailure("only layers with weights are folded")
        }
        let stored = try source.tensor(layer.weights + ".weight", shape).values
        var weights = [Float](repeating: 0, count: matrix.elements)
        for group in 0..<matrix.groups {
            for column in 0..<matrix.columns {
                let from = (group * matrix.columns + column) * matrix.rows
                let to = group * matrix.rows * matrix.columns + column
                for row in 0..<matrix.rows { weights[to + row * matrix.columns] = stored[from + row] }
            }
        }
        self.weights = weights
        scales = try source.optional(layer.weights + ".weight_scale", .vector(outputs))
        bias =
            hasBias
            ? try source.values(layer.weights + ".bias", .vector(outputs)) : [Double](repeating: 0, count: outputs)
    }

    /// y·scale + shift for each output.
    mutating func fold(_ norm: FoldedNetwork.Normalisation) {
        // The weights are no multiples of the scales any more.
        scales = nil
        for group in 0..<matrix.groups {
            for column in 0..<matrix.columns {
                let output = group * matrix.columns + column
                bias[output] = bias[output] * norm.scale[output] + norm.shift[output]
                for row in 0..<matrix.rows {
                    let k = (group * matrix.rows + row) * matrix.columns + column
                    weights[k] = Float(Double(weights[k]) * norm.scale[output])
                }
            }
        }
    }
}
