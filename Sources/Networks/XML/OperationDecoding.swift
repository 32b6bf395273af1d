import Diagnostics
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
        case "batch-norm":
            element.real("epsilon", default: 1e-5, in: .positive, &problems).map { .batchNorm(epsilon: $0) }
        case "layer-norm": layerNorm(element, &problems)
        case "add": .add
        case "multiply": .multiply
        case "scale": scale(element, &problems)
        case "concat": element.required(integer: "axis", in: 0...Limits.rank - 1, &problems).map { .concat(axis: $0) }
        case "flatten": .flatten
        case "reshape": element.shape("shape", allowsNone: true, &problems).map { .reshape($0) }
        case "transpose": element.integers("order", &problems).map { .transpose(order: $0) }
        case "slice": slice(element, &problems)
        case "pad": pad(element, &problems)
        case "gather": gather(element, &problems)
        case "expand": element.shape("shape", allowsNone: true, &problems).map { .expand($0) }
        case "interpolate": interpolate(element, &problems)
        case "overlap-add": overlapAdd(element, &problems)
        case "reduce": reduce(element, &problems)
        case "arg-max": argMax(element, &problems)
        case "arithmetic": element.word("kind", Arithmetic.self, &problems).map { .arithmetic($0) }
        case "select": .select
        case "embedding": embedding(element, &problems)
        case "quantise": quantise(element, &problems)
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
        let dilation = element.extent("dilation", default: 1, &problems)
        let roundsUp = element.flag("rounds-up", default: false, &problems)
        let countsPadding = element.flag("counts-padding", default: true, &problems)
        guard let window, let stride, let dilation, let roundsUp, let countsPadding,
            let padding = element.padding("padding", kernel: window, dilation: dilation, &problems)
        else { return nil }
        return .pool(
            Pooling(
                kind, window: window, stride: stride, padding: padding, dilation: dilation, roundsUp: roundsUp,
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
        let value = element.real("value", default: 0, in: .any, &problems)
        guard let axis, let before, let after, let value else { return nil }
        return .pad(axis: axis, before: before, after: after, value: value)
    }

    private func layerNorm(_ element: Element, _ problems: inout Problems) -> Layer.Operation? {
        let epsilon = element.real("epsilon", default: 1e-5, in: .positive, &problems)
        let scales = element.flag("scales", default: true, &problems)
        let shifts = element.flag("shifts", default: true, &problems)
        let isCentred = element.flag("centred", default: true, &problems)
        guard let epsilon, let scales, let shifts, let isCentred else { return nil }
        return .layerNorm(LayerNorm(epsilon: epsilon, scales: scales, shifts: shifts, isCentred: isCentred))
    }

    private func gather(_ element: Element, _ problems: inout Problems) -> Layer.Operation? {
        let axis = element.required(integer: "axis", in: 0...Limits.rank - 1, &problems)
        let indices = element.integers("indices", &problems)
        guard let axis, let indices else { return nil }
        return .gather(axis: axis, indices: indices)
    }

    private func interpolate(_ element: Element, _ problems: inout Problems) -> Layer.Operation? {
        let axis = element.required(integer: "axis", in: 0...Limits.rank - 1, &problems)
        let taps = element.required(integer: "taps", in: 1...Limits.window, &problems)
        let indices = element.integers("indices", &problems)
        let weights = element.reals("factors", &problems)
        guard let axis, let taps, let indices, let weights else { return nil }
        return .interpolate(Interpolation(axis: axis, taps: taps, indices: indices, weights: weights))
    }

    private func overlapAdd(_ element: Element, _ problems: inout Problems) -> Layer.Operation? {
        let window = element.extent("window", default: nil, &problems)
        let stride = element.extent("stride", default: 1, &problems)
        let dilation = element.extent("dilation", default: 1, &problems)
        let top = element.integer("top", default: 0, in: 0...Limits.window, &problems)
        let left = element.integer("left", default: 0, in: 0...Limits.window, &problems)
        let size = element.size("size", &problems)
        guard let window, let stride, let dilation, let top, let left, let size else { return nil }
        return .overlapAdd(
            OverlapAdd(window: window, stride: stride, dilation: dilation, top: top, left: left, size: size))
    }

    private func reduce(_ element: Element, _ problems: inout Problems) -> Layer.Operation? {
        let kind = element.word("kind", Reduction.self, &problems)
        let axes = element.integers("axes", &problems)
        guard let kind, let axes else { return nil }
        return .reduce(kind, axes: axes)
    }

    private func argMax(_ element: Element, _ problems: inout Problems) -> Layer.Operation? {
        let axis = element.required(integer: "axis", in: 0...Limits.rank - 1, &problems)
        let last = element.flag("last", default: false, &problems)
        guard let axis, let last else { return nil }
        return .argMax(axis: axis, last: last)
    }

    private func embedding(_ element: Element, _ problems: inout Problems) -> Layer.Operation? {
        let rows = element.required(integer: "rows", in: 1...Limits.elements, &problems)
        let features = element.required(integer: "features", in: 1...Limits.elements, &problems)
        guard let rows, let features else { return nil }
        return .embedding(Embedding(rows: rows, features: features))
    }

    private func quantise(_ element: Element, _ problems: inout Problems) -> Layer.Operation? {
        let codes = -(1 << 32)...1 << 32
        let scale = element.real("scale", default: nil, in: .positive, &problems)
        let zero = element.integer("zero", default: 0, in: codes, &problems)
        let lowest = element.required(integer: "lowest", in: codes, &problems)
        let highest = element.required(integer: "highest", in: codes, &problems)
        guard let scale, let zero, let lowest, let highest else { return nil }
        guard lowest < highest else {
            problems.error(
                at: element.location, "the lowest code \(lowest) is not below the highest \(highest)",
                hint: "exchange them")
            return nil
        }
        return .quantise(FixedPoint(scale: scale, zero: zero, lowest: lowest, highest: highest))
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
                    at: element.location, "the minimum \(minimum) is more than the maximum \(maximum)",
                    hint: "exchange them")
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
        case "log-softmax": return .logSoftmax
        case "function": return element.word("kind", ElementFunction.self, &problems).map { .function($0) }
        default: return nil
        }
    }
}
