/// One operation of a network with the shapes that follow from its inputs.
///
/// Everything that mapping and cost read is stored: nothing is worked out again.
public struct Layer: Hashable, Sendable {
    /// Unique within the network.
    public let name: String
    /// What it computes, with all its numbers but the learnt ones.
    public let operation: Operation
    /// Indices of the layers whose outputs this one reads, all lower than its own.
    public let inputs: [Int]
    /// The layer whose learnt numbers it uses: its own name, or that of an earlier layer that it shares them with.
    public let weights: String
    /// Of one inference.
    public let output: Shape
    /// The matrix to multiply with, for convolution, linear and matmul; nil for all else.
    public let matrix: MatrixShape?
    /// Learnt numbers: weights and biases; scale and shift of the normalisations;
    /// the elements of a constant. Running statistics do not count (as in PyTorch), nor do shared numbers count twice.
    public let parameters: Int
    /// Elements read per inference, summed over the inputs.
    public let inputElements: Int
    /// Elements written per inference.
    public let outputElements: Int

    /// Multiply-accumulates per inference of the layer's own shape; 0 without a matrix.
    public var multiplyAccumulates: Int { matrix?.multiplyAccumulates ?? 0 }

    /// How many numbers a batch-norm of this shape has of each kind: channels of a map or vector, features of tokens.
    public static func normalised(_ shape: Shape) -> Int { shape.rank == 2 ? shape.features : shape.channels }

    /// Whether the layer holds a weight matrix that can stay in crossbars.
    public var isStationary: Bool { matrix?.isStationary ?? false }

    /// The convolution, if it is one.
    public var convolution: Convolution? {
        if case .convolution(let convolution) = operation { convolution } else { nil }
    }

    /// Checks the operation against its inputs' shapes and works out all that follows.
    init(
        name: String, operation: Operation, inputs: [Int], inputShapes: [Shape], weights: String? = nil
    ) throws(NetworkError) {
        let inference = ShapeInference(layer: name, operation: operation, inputs: inputShapes)
        let output = try inference.outputShape()
        guard output.isWithinLimits else {
            throw inference.failure(
                "its output \(output) is empty or has more than \(Limits.elements) elements",
                "check the extents of the layers before it")
        }
        self.name = name
        self.operation = operation
        self.inputs = inputs
        self.weights = weights ?? name
        self.output = output
        matrix = try inference.matrix(output: output)
        inputElements = inputShapes.reduce(0) { $0 + $1.elementCount }
        outputElements = output.elementCount
        let own =
            switch operation {
            case .convolution(let convolution):
                (matrix?.elements ?? 0) + (convolution.bias ? convolution.outputChannels : 0)
            case .linear(let linear):
                (matrix?.elements ?? 0) + (linear.bias ? linear.outputFeatures : 0)
            case .batchNorm: 2 * Layer.normalised(output)
            case .layerNorm(let norm): ((norm.scales ? 1 : 0) + (norm.shifts ? 1 : 0)) * output.features
            case .embedding(let embedding): embedding.rows * embedding.features
            case .constant(let shape): shape.elementCount
            default: 0
            }
        parameters = self.weights == name ? own : 0
    }
}
