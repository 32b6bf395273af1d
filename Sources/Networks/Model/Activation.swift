/// A function of one element, or softmax along the last extent.
public enum Activation: Hashable, Sendable {
    case relu
    /// min(max(x, 0), 6)
    case relu6
    /// x for x > 0, else slope·x
    case leakyRelu(slope: Double)
    /// x for x > 0, else alpha·(eˣ − 1)
    case elu(alpha: Double)
    case clip(minimum: Double, maximum: Double)
    case sigmoid
    case tanh
    /// x·Φ(x)
    case gelu
    /// x·sigmoid(x)
    case silu
    /// min(max(x/6 + 1/2, 0), 1)
    case hardSigmoid
    /// x·hardSigmoid(x)
    case hardSwish
    /// eˣ / Σ eˣ along the last extent
    case softmax
    /// x − ln Σ eˣ along the last extent
    case logSoftmax
    /// A function without numbers of its own.
    case function(ElementFunction)

    /// Whether it works on all elements along the last extent together.
    public var isAlongLastExtent: Bool { self == .softmax || self == .logSoftmax }

    /// One word, as the XML form and the tables write it.
    public var word: String {
        switch self {
        case .relu: "relu"
        case .relu6: "relu6"
        case .leakyRelu: "leaky-relu"
        case .elu: "elu"
        case .clip: "clip"
        case .sigmoid: "sigmoid"
        case .tanh: "tanh"
        case .gelu: "gelu"
        case .silu: "silu"
        case .hardSigmoid: "hard-sigmoid"
        case .hardSwish: "hard-swish"
        case .softmax: "softmax"
        case .logSoftmax: "log-softmax"
        case .function: "function"
        }
    }
}
