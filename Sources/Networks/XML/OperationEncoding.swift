extension Layer.Operation {
    /// Whether all its numbers can be written.
    var hasFiniteNumbers: Bool {
        switch self {
        case .batchNorm(let epsilon): epsilon.isFinite && epsilon > 0
        case .layerNorm(let norm): norm.epsilon.isFinite && norm.epsilon > 0
        case .pad(_, _, _, let value): value.isFinite
        case .interpolate(let interpolation): interpolation.weights.allSatisfy(\.isFinite)
        case .quantise(let format): format.scale.isFinite && format.scale > 0 && format.lowest < format.highest
        case .scale(let factor, let offset): factor.isFinite && offset.isFinite
        case .activation(.leakyRelu(let slope)): slope.isFinite
        case .activation(.elu(let alpha)): alpha.isFinite
        case .activation(.clip(let minimum, let maximum)): minimum.isFinite && maximum.isFinite && minimum <= maximum
        default: true
        }
    }

    /// The attributes of the element, without those that have their default value.
    var attributes: [(String, String)] {
        switch self {
        case .input(let shape), .constant(let shape), .reshape(let shape), .expand(let shape):
            [("shape", list(shape.dimensions))]
        case .convolution(let convolution): attributes(convolution)
        case .linear(let linear):
            [("features", "\(linear.outputFeatures)")] + (linear.bias ? [] : [("bias", "false")])
        case .matmul(let product): product.transposesSecond ? [("transposes-second", "true")] : []
        case .pool(let pooling): attributes(pooling)
        case .mean(let axes): [("axes", list(axes))]
        case .batchNorm(let epsilon): epsilon == 1e-5 ? [] : [("epsilon", "\(epsilon)")]
        case .layerNorm(let norm):
            (norm.epsilon == 1e-5 ? [] : [("epsilon", "\(norm.epsilon)")]) + (norm.scales ? [] : [("scales", "false")])
                + (norm.shifts ? [] : [("shifts", "false")]) + (norm.isCentred ? [] : [("centred", "false")])
        case .activation(let activation): attributes(activation)
        case .scale(let factor, let offset):
            (factor == 1 ? [] : [("factor", "\(factor)")]) + (offset == 0 ? [] : [("offset", "\(offset)")])
        case .concat(let axis): [("axis", "\(axis)")]
        case .transpose(let order): [("order", list(order))]
        case .slice(let slice):
            [("axis", "\(slice.axis)")] + (slice.start == 0 ? [] : [("start", "\(slice.start)")])
                + (slice.step == 1 ? [] : [("step", "\(slice.step)")]) + [("count", "\(slice.count)")]
        case .pad(let axis, let before, let after, let value):
            [("axis", "\(axis)")] + (before == 0 ? [] : [("before", "\(before)")])
                + (after == 0 ? [] : [("after", "\(after)")]) + (value == 0 ? [] : [("value", "\(value)")])
        case .gather(let axis, let indices): [("axis", "\(axis)"), ("indices", list(indices))]
        case .interpolate(let interpolation):
            [
                ("axis", "\(interpolation.axis)"), ("taps", "\(interpolation.taps)"),
                ("indices", list(interpolation.indices)),
                ("factors", interpolation.weights.map { "\($0)" }.joined(separator: " ")),
            ]
        case .overlapAdd(let sum):
            [("window", text(sum.window))] + (sum.stride == 1 ? [] : [("stride", text(sum.stride))])
                + (sum.dilation == 1 ? [] : [("dilation", text(sum.dilation))])
                + (sum.top == 0 ? [] : [("top", "\(sum.top)")])
                + (sum.left == 0 ? [] : [("left", "\(sum.left)")]) + [("size", text(sum.size))]
        case .reduce(let kind, let axes): [("kind", kind.rawValue), ("axes", list(axes))]
        case .argMax(let axis, let last): [("axis", "\(axis)")] + (last ? [("last", "true")] : [])
        case .arithmetic(let kind): [("kind", kind.rawValue)]
        case .embedding(let embedding): [("rows", "\(embedding.rows)"), ("features", "\(embedding.features)")]
        case .quantise(let format):
            [("scale", "\(format.scale)")] + (format.zero == 0 ? [] : [("zero", "\(format.zero)")])
                + [("lowest", "\(format.lowest)"), ("highest", "\(format.highest)")]
        case .globalPool, .add, .multiply, .flatten, .select: []
        }
    }

    private func attributes(_ convolution: Convolution) -> [(String, String)] {
        var result = [("channels", "\(convolution.outputChannels)"), ("kernel", text(convolution.kernel))]
        if convolution.stride != 1 { result.append(("stride", text(convolution.stride))) }
        result += padding(convolution.padding, kernel: convolution.kernel, dilation: convolution.dilation)
        if convolution.dilation != 1 { result.append(("dilation", text(convolution.dilation))) }
        if convolution.groups != 1 { result.append(("groups", "\(convolution.groups)")) }
        if convolution.bias { result.append(("bias", "true")) }
        return result
    }

    private func attributes(_ pooling: Pooling) -> [(String, String)] {
        var result = [("window", text(pooling.window))]
        if pooling.stride != pooling.window { result.append(("stride", text(pooling.stride))) }
        result += padding(pooling.padding, kernel: pooling.window, dilation: pooling.dilation)
        if pooling.dilation != 1 { result.append(("dilation", text(pooling.dilation))) }
        if pooling.roundsUp { result.append(("rounds-up", "true")) }
        // A maximum has no use for it.
        if pooling.kind == .average, !pooling.countsPadding { result.append(("counts-padding", "false")) }
        return result
    }

    private func attributes(_ activation: Activation) -> [(String, String)] {
        switch activation {
        case .leakyRelu(let slope): slope == 0.01 ? [] : [("slope", "\(slope)")]
        case .elu(let alpha): alpha == 1 ? [] : [("alpha", "\(alpha)")]
        case .clip(let minimum, let maximum): [("minimum", "\(minimum)"), ("maximum", "\(maximum)")]
        case .function(let function): [("kind", function.rawValue)]
        default: []
        }
    }

    private func padding(_ padding: Padding, kernel: Extent, dilation: Extent) -> [(String, String)] {
        if padding == 0 { return [] }
        if padding == .same(kernel: kernel, dilation: dilation) { return [("padding", "same")] }
        let sides = [padding.top, padding.left, padding.bottom, padding.right]
        return [("padding", sides.allSatisfy { $0 == sides[0] } ? "\(sides[0])" : list(sides))]
    }

    private func text(_ extent: Extent) -> String {
        extent.height == extent.width ? "\(extent.height)" : "\(extent.height) \(extent.width)"
    }

    private func list(_ values: [Int]) -> String { values.map(String.init).joined(separator: " ") }
}
