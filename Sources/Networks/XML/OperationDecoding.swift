import Markup

extension LayerDecoding {
    /// The operation of an element; nil when an attribute is wrong, which is told, or when no operation has that name,
    /// which the schema tells.
    func operation(_ element: Element, _ problems: inout Problems) -> Layer.Operation? {
        switch element.name {
        case "input": element.shape("shape", &problems).map { .input($0) }
        case "constant": element.shape("shape", allowsNone: true, &problems).map { .constant($0) }
        case "convolution": convolution(element, &problems)
        case "linear": linear(element, &problems)
        case "matmul":
            element.flag("transposes-second", default: false, &problems).map {
                .matmul(MatrixProduct(transposesSecond: $0))
            }
        case "max-pool": pooling(element, .maximum, &problems)
        case "average-pool": pooling(element, .average, &problems)
        case "global-max-pool": .globalPool(.maximum)
        case "global-average-pool": .globalPool(.average)
        case "mean": element.integers("axes", &problems).map { .mean(axes: $0) }
        case "batch-norm": element.real("epsilon", default: 1e-5, in: .positive, &problems).map { .batchNorm(epsilon: $0) }
        case "layer-norm": element.real("epsilon", default: 1e-5, in: .positive, &problems).map { .layerNorm(epsilon: $0) }
        case "add": .add
        case "multiply": .multiply
        case "scale": scale(element, &problems)
        case "concat": element.required(integer: "axis", in: 0...Limits.rank - 1, &problems).map { .concat(axis: $0) }
        case "flatten": .flatten
        case "reshape": element.shape("shape", allowsNone: true, &problems).map { .reshape($0) }
        case "transpose": element.integers("order", &problems).map { .transpose(order: $0) }
        case "slice": slice(element, &problems)
        case "pad": pad(element, &problems)
        default: activation(element, &problems).map { .activation($0) }
        }
    }

    private func convolution(_ element: Element, _ problems: inout Problems) -> Layer.Operation? {
        let channels = element.required(integer: "channels", in: 1...Limits.elements, &problems)
        let kernel = element.extent("kernel", default: nil, &problems)
        let stride = element.extent("stride", default: 1, &problems)
        let dilation = element.extent("dilation", default: 1, &problems)
        let groups = element.integer("groups", default: 1, in: 1...Limits.elements, &problems)
        let bias = element.flag("bias", default: false, &problems)
        guard let channels, let kernel, let stride, let dilation, let groups, let bias,
            let padding = element.padding("padding", kernel: kernel, dilation: dilation, &problems)
        else { return nil }
        return .convolution(
            Convolution(
                outputChannels: channels, kernel: kernel, stride: stride, padding: padding, dilation: dilation,
                groups: groups, bias: bias))
    }

    private func linear(_ element: Element, _ problems: inout Problems) -> Layer.Operation? {
        let features = element.required(integer: "features", in: 1...Limits.elements, &problems)
        let bias = element.flag("bias", default: true, &problems)
        guard let features, let bias else { return nil }
        return .linear(Linear(outputFeatures: features, bias: bias))
    }

    private func pooling(_ element: Element, _ kind: Pooling.Kind, _ problems: inout Problems) -> Layer.Operation? {
        let window = element.extent("window", default: nil, &problems)
        let stride = element.extent("stride", default: window ?? 1, &problems)
        let roundsUp = element.flag("rounds-up", default: false, &problems)
        let countsPadding = element.flag("counts-padding", default: true, &problems)
        guard let window, let stride, let roundsUp, let countsPadding,
            let padding = element.padding("padding", kernel: window, dilation: 1, &problems)
        else { return nil }
        return .pool(
            Pooling(
                kind, window: window, stride: stride, padding: padding, roundsUp: roundsUp,
                countsPadding: countsPadding))
    }

    private func scale(_ element: Element, _ problems: inout Problems) -> Layer.Operation? {
        let factor = element.real("factor", default: 1, in: .any, &problems)
        let offset = element.real("offset", default: 0, in: .any, &problems)
        guard let factor, let offset else { return nil }
        return .scale(factor: factor, offset: offset)
    }

    private func slice(_ element: Element, _ problems: inout Problems) -> Layer.Operation? {
        let axis = element.required(integer: "axis", in: 0...Limits.rank - 1, &problems)
        let start = element.integer("start", default: 0, in: 0...Limits.elements, &problems)
        let step = element.integer("step", default: 1, in: 1...Limits.elements, &problems)
        let count = element.required(integer: "count", in: 1...Limits.elements, &problems)
        guard let axis, let start, let step, let count else { return nil }
        return .slice(Slice(axis: axis, start: start, step: step, count: count))
    }

    private func pad(_ element: Element, _ problems: inout Problems) -> Layer.Operation? {
        let axis = element.required(integer: "axis", in: 0...Limits.rank - 1, &problems)
        let before = element.integer("before", default: 0, in: 0...Limits.window, &problems)
        let after = element.integer("after", default: 0, in: 0...Limits.window, &problems)
        guard let axis, let before, let after else { return nil }
        return .pad(axis: axis, before: before, after: after)
    }

    private func activation(_ element: Element, _ problems: inout Problems) -> Activation? {
        switch element.name {
        case "relu": return .relu
        case "relu6": return .relu6
        case "leaky-relu":
            return element.real("slope", default: 0.01, in: .any, &problems).map { .leakyRelu(slope: $0) }
        case "elu": return element.real("alpha", default: 1, in: .any, &problems).map { .elu(alpha: $0) }
        case "clip":
            let minimum = element.real("minimum", default: nil, in: .any, &problems)
            let maximum = element.real("maximum", default: nil, in: .any, &problems)
            guard let minimum, let maximum else { return nil }
            guard minimum <= maximum else {
                problems.error(
                    at: element.location, "the minimum \(minimum) is more than the maximum \(maximum)", hint: "exchange them")
                return nil
            }
            return .clip(minimum: minimum, maximum: maximum)
        case "sigmoid": return .sigmoid
        case "tanh": return .tanh
        case "gelu": return .gelu
        case "silu": return .silu
        case "hard-sigmoid": return .hardSigmoid
        case "hard-swish": return .hardSwish
        case "softmax": return .softmax
        default: return nil
        }
    }
}
