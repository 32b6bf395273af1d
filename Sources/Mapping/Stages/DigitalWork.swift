import Networks

/// What the digital units do for one layer in one inference, in operations on single values.
public struct DigitalWork: Hashable, Sendable {
    /// Additions of two values.
    public var additions = 0
    /// Element-wise arithmetic other than additions.
    public var vector = 0
    /// Evaluations of a non-linear function.
    public var activations = 0
    /// Comparisons or additions of pooling.
    public var pooling = 0

    /// None of any sort.
    public init() {}

    /// Whether there is nothing to do.
    public var isEmpty: Bool { self == DigitalWork() }

    /// The work of a layer that holds no weights.
    ///
    /// - Convolution and linear: none (their sums belong to the placement), and none for what
    ///   only moves data or is folded into the layer before.
    /// - Add: one addition an element. Multiply, scale: one (scale with an offset: two).
    /// - Batch-norm that is not folded: two; layer-norm: seven (mean 1, variance 2, normalisation 2, scale and shift
    ///   2), less what it is without; without centring three (squares 1, their mean 1, quotient 1).
    /// - A function of two tensors, and a choice between two: one. Taking the nearest of evenly spaced numbers: two
    ///   (scale; round and clip).
    /// - Interpolation: two (multiply, add) for each input of each output; windows that overlap: one addition for each
    ///   of their elements.
    /// - Softmax and its logarithm: one exponential, and four of vector arithmetic (maximum, difference, sum,
    ///   quotient).
    /// - Pooling and reductions: one comparison or addition for each element of each window.
    /// - Matmul of two computed tensors: two (multiply, add) for each multiply-accumulate.
    init(of layer: Layer, isFolded: Bool) {
        guard !isFolded else { return }
        let outputs = layer.outputElements
        switch layer.operation {
        case .add: additions = outputs
        case .multiply: vector = outputs
        case .scale(_, let offset): vector = outputs * (offset == 0 ? 1 : 2)
        case .batchNorm: vector = 2 * outputs
        case .layerNorm(let norm):
            vector = ((norm.isCentred ? 5 : 3) + (norm.scales ? 1 : 0) + (norm.shifts ? 1 : 0)) * outputs
        case .activation(.softmax), .activation(.logSoftmax):
            activations = outputs
            vector = 4 * outputs
        case .activation: activations = outputs
        case .pool(let pool): pooling = outputs * pool.window.area
        case .globalPool, .mean, .reduce, .argMax: pooling = layer.inputElements
        case .arithmetic, .select: vector = outputs
        case .quantise: vector = 2 * outputs
        case .interpolate(let interpolation): vector = 2 * interpolation.taps * outputs
        case .overlapAdd: additions = layer.inputElements
        case .matmul: vector = 2 * layer.multiplyAccumulates
        case .input, .constant, .convolution, .linear, .concat, .flatten, .reshape, .transpose, .slice, .pad, .gather,
            .expand, .embedding:
            break
        }
    }
}
