extension Layer {
    /// What a layer computes. The shapes follow from the inputs: see `ShapeInference.swift`.
    public enum Operation: Hashable, Sendable {
        /// The network's input, of a given shape. No inputs.
        case input(Shape)
        /// A learnt tensor that belongs to the network (class token, position embedding). No inputs.
        case constant(Shape)
        /// Convolution of a channels × height × width map.
        case convolution(Convolution)
        /// Fully connected layer over a vector, or over each token.
        case linear(Linear)
        /// Product of two computed tensors, as in attention: nothing stays in a crossbar.
        case matmul(MatrixProduct)
        /// Maximum or average over a sliding window of a map.
        case pool(Pooling)
        /// Maximum or average over a whole map, giving channels × 1 × 1.
        case globalPool(Pooling.Kind)
        /// Mean along some axes, dropped from the shape.
        case mean(axes: [Int])
        /// Per-channel normalisation with fixed statistics; folded into the layer
        /// before it wherever ``Network/foldTarget(of:)`` names one.
        case batchNorm(epsilon: Double)
        /// Normalisation over the last extent.
        case layerNorm(LayerNorm)
        /// An element-wise function, or softmax along the last extent.
        case activation(Activation)
        /// Element-wise sum of two tensors; extents of 1 are repeated.
        case add
        /// Element-wise product of two tensors; extents of 1 are repeated.
        case multiply
        /// factor·x + offset with fixed numbers, as the 1/√d of attention.
        case scale(factor: Double, offset: Double)
        /// Joins tensors along an axis.
        case concat(axis: Int)
        /// All elements as one vector.
        case flatten
        /// The same elements in another shape.
        case reshape(Shape)
        /// Output axis `i` is input axis `order[i]`.
        case transpose(order: [Int])
        /// The elements start, start + step, … (count of them) along one axis.
        case slice(Slice)
        /// One number before and after along one axis.
        case pad(axis: Int, before: Int, after: Int, value: Double = 0)
        /// The elements of some places along an axis, in any order and as often as named.
        case gather(axis: Int, indices: [Int])
        /// Extents of 1 repeated, lined up at the end, until the output has this shape.
        case expand(Shape)
        /// Weighted sums of a few elements along an axis, as resizing takes them.
        case interpolate(Interpolation)
        /// Windows added where they overlap: the second half of a transposed convolution.
        case overlapAdd(OverlapAdd)
        /// Sum, product, largest or smallest along some axes, dropped from the shape.
        case reduce(Reduction, axes: [Int])
        /// The place of the largest element along an axis, which is dropped from the shape; of equal ones the first, or
        /// the last.
        case argMax(axis: Int, last: Bool)
        /// An element-wise function of two tensors; extents of 1 are repeated.
        case arithmetic(Arithmetic)
        /// The second tensor where the first is not 0, elsewhere the third; extents of 1 are repeated.
        case select
        /// A vector of a learnt table for each id.
        case embedding(Embedding)
        /// Evenly spaced numbers, as a quantised model has them.
        case quantise(FixedPoint)
    }
}

extension Layer.Operation {
    /// One word for the operation, as the XML form and the tables write it.
    public var word: String {
        switch self {
        case .input: "input"
        case .constant: "constant"
        case .convolution: "convolution"
        case .linear: "linear"
        case .matmul: "matmul"
        case .pool(let pooling): pooling.kind == .maximum ? "max-pool" : "average-pool"
        case .globalPool(let kind): kind == .maximum ? "global-max-pool" : "global-average-pool"
        case .mean: "mean"
        case .batchNorm: "batch-norm"
        case .layerNorm: "layer-norm"
        case .activation(let activation): activation.word
        case .add: "add"
        case .multiply: "multiply"
        case .scale: "scale"
        case .concat: "concat"
        case .flatten: "flatten"
        case .reshape: "reshape"
        case .transpose: "transpose"
        case .slice: "slice"
        case .pad: "pad"
        case .gather: "gather"
        case .expand: "expand"
        case .interpolate: "interpolate"
        case .overlapAdd: "overlap-add"
        case .reduce: "reduce"
        case .argMax: "arg-max"
        case .arithmetic: "arithmetic"
        case .select: "select"
        case .embedding: "embedding"
        case .quantise: "quantise"
        }
    }

    /// Whether the operation only renames, moves or repeats elements: flatten, reshape, transpose,
    /// slice, gather, expand, concat, embedding, input and constant compute nothing.
    public var movesDataOnly: Bool {
        switch self {
        case .input, .constant, .flatten, .reshape, .transpose, .slice, .concat, .pad, .gather, .expand, .embedding:
            true
        default: false
        }
    }
}

extension Layer.Operation {
    /// Whether the learnt numbers of the other one can be its own: a linear layer or convolution of the same kernel,
    /// with as many biases.
    func hasWeights(like other: Layer.Operation) -> Bool {
        switch (self, other) {
        case (.convolution(let first), .convolution(let second)):
            first.kernel == second.kernel && first.groups == second.groups && first.bias == second.bias
                && first.outputChannels == second.outputChannels
        case (.linear(let first), .linear(let second)): first == second
        case (.embedding(let first), .embedding(let second)): first == second
        default: false
        }
    }
}

/// Payload of ``Layer/Operation/convolution(_:)``. The input channels come from the input's shape.
public struct Convolution: Hashable, Sendable {
    /// C_out, over all groups.
    public var outputChannels: Int
    /// k_h × k_w.
    public var kernel: Extent
    /// Positions that the window moves on by.
    public var stride: Extent
    /// Zeros around the input.
    public var padding: Padding
    /// Steps between the elements of the window; 1 for neighbours.
    public var dilation: Extent
    /// Input and output channels are cut into this many independent groups.
    public var groups: Int
    /// Whether a learnt number is added for each output channel.
    public var bias: Bool

    /// - Parameter groups: a divisor of both channel counts; as many as input channels for a depthwise convolution.
    public init(
        outputChannels: Int, kernel: Extent, stride: Extent = 1, padding: Padding = 0,
        dilation: Extent = 1, groups: Int = 1, bias: Bool = false
    ) {
        self.outputChannels = outputChannels
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.groups = groups
        self.bias = bias
    }
}

/// Payload of ``Layer/Operation/linear(_:)``. The input features come from the input's shape.
public struct Linear: Hashable, Sendable {
    /// Elements of the output's last extent.
    public var outputFeatures: Int
    /// Whether a learnt number is added for each output feature.
    public var bias: Bool

    /// - Parameter outputFeatures: elements of the output's last extent.
    public init(outputFeatures: Int, bias: Bool = true) {
        self.outputFeatures = outputFeatures
        self.bias = bias
    }
}

/// Payload of ``Layer/Operation/matmul(_:)``: (… × m × k) times (… × k × n).
public struct MatrixProduct: Hashable, Sendable {
    /// The second input is … × n × k, as the keys of attention are.
    public var transposesSecond: Bool

    /// - Parameter transposesSecond: whether the second input is … × n × k.
    public init(transposesSecond: Bool = false) {
        self.transposesSecond = transposesSecond
    }
}

/// Payload of ``Layer/Operation/pool(_:)``.
public struct Pooling: Hashable, Sendable {
    /// What is taken of a window's elements.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case maximum, average
    }

    /// Maximum or average.
    public var kind: Kind
    /// Elements of the input that one output is taken from.
    public var window: Extent
    /// Positions that the window moves on by.
    public var stride: Extent
    /// Around the input: zeros for an average, nothing for a maximum.
    public var padding: Padding
    /// Steps between the elements of a window.
    public var dilation: Extent
    /// Whether a window that is only partly inside at the end still gives an output.
    public var roundsUp: Bool
    /// Whether an average divides by the whole window, the padding included.
    public var countsPadding: Bool

    /// - Parameter countsPadding: whether an average divides by the whole window, the padding included.
    public init(
        _ kind: Kind, window: Extent, stride: Extent, padding: Padding = 0, dilation: Extent = 1,
        roundsUp: Bool = false, countsPadding: Bool = true
    ) {
        self.kind = kind
        self.window = window
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.roundsUp = roundsUp
        self.countsPadding = countsPadding
    }
}

/// Payload of ``Layer/Operation/slice(_:)``.
public struct Slice: Hashable, Sendable {
    /// From 0; the batch is not counted.
    public var axis: Int
    /// The first element that is taken, from 0.
    public var start: Int
    /// From one element to the next.
    public var step: Int
    /// Elements that are taken: the output's extent along the axis.
    public var count: Int

    /// - Parameter count: elements that are taken, all of them within the extent.
    public init(axis: Int, start: Int = 0, step: Int = 1, count: Int) {
        self.axis = axis
        self.start = start
        self.step = step
        self.count = count
    }
}
