extension GraphImport {
    /// The functions of one element.
    mutating func activation(_ node: NodeReader) throws(ImportFailure) -> Value {
        if node.operation == "Clip", case .computed(let codes) = try value(node, 0), codes.codes != nil,
            let fewer = try clippedCodes(
                node, minimum: try bound(node, attribute: "min", input: 1),
                maximum: try bound(node, attribute: "max", input: 2))
        {
            return fewer
        }
        let input = try computed(node, 0)
        switch node.operation {
        case "Selu":
            let alpha = try node.real("alpha") ?? Double(Float(1.67326319217681884765625))
            let gamma = try node.real("gamma") ?? Double(Float(1.05070102214813232421875))
            let elu = try mapped(node, input, .activation(.elu(alpha: alpha)), suffix: ".elu")
            return try scaled(node, elu, factor: gamma, offset: 0)
        case "Celu":
            // max(x, 0) + min(0, α·(e^(x/α) − 1)) = α·elu(x/α)
            let alpha = try node.real("alpha") ?? 1
            guard alpha > 0 else { throw ImportFailure("its alpha is \(alpha)", "a number above 0 is wanted") }
            if alpha == 1 { return .computed(try mapped(node, input, .activation(.elu(alpha: 1)))) }
            let small = try scaledTensor(node, input, factor: 1 / alpha, offset: 0, suffix: ".scaled")
            let elu = try mapped(node, small, .activation(.elu(alpha: 1)), suffix: ".elu")
            return try scaled(node, elu, factor: alpha, offset: 0)
        case "HardSigmoid":
            let alpha = try node.real("alpha") ?? 0.2
            let beta = try node.real("beta") ?? 0.5
            if abs(alpha - 1 / 6) < 1e-7, beta == 0.5 {
                return .computed(try mapped(node, input, .activation(.hardSigmoid)))
            }
            let line = try scaledTensor(node, input, factor: alpha, offset: beta, suffix: ".line")
            return .computed(try mapped(node, line, .activation(.clip(minimum: 0, maximum: 1))))
        case "Swish":
            let alpha = try node.real("alpha") ?? 1
            return .computed(try gated(node, input, alpha))
        case "QuickGelu": return .computed(try gated(node, input, try node.real("alpha") ?? 1.702))
        case "BiasGelu", "FastGelu":
            let sum =
                node.has(1)
                ? try combinedValue(node, .add, .computed(input), try operand(node, 1), suffix: ".sum") : input
            return .computed(
                try mapped(
                    node, sum, .activation(node.operation == "BiasGelu" ? .gelu : .function(.geluTanh))))
        case "ThresholdedRelu":
            let alpha = try node.real("alpha") ?? 1
            let isAbove = try comparison(node, .less, alpha, input, suffix: ".above")
            return .computed(try combined(node, .multiply, input, isAbove))
        case "Shrink": return .computed(try shrink(node, input))
        case "IsInf":
            let negative = try node.integer("detect_negative") ?? 1 != 0,
                positive = try node.integer("detect_positive") ?? 1 != 0
            guard negative || positive else { throw ImportFailure("it looks for nothing", "leave it out") }
            let isInfinite = try mapped(
                node, input, .activation(.function(.isInfinite)), suffix: negative && positive ? "" : ".infinite"
            ).typed(.bool)
            if negative, positive { return .computed(isInfinite) }
            let side = try comparison(
                node, .less, 0,
                positive ? input : try scaledTensor(node, input, factor: -1, offset: 0, suffix: ".negated"),
                suffix: ".side")
            return .computed(try combined(node, .arithmetic(.and), isInfinite, side).typed(.bool))
        default: break
        }
        guard let function = try function(node) else { return .computed(input) }
        let result = try mapped(node, input, .activation(function))
        return .computed(["IsNaN", "Not"].contains(node.operation) ? result.typed(.bool) : result)
    }

    /// x · sigmoid(α·x)
    private mutating func gated(
        _ node: NodeReader, _ input: Computed, _ alpha: Double
    ) throws(ImportFailure) -> Computed {
        if alpha == 1 { return try mapped(node, input, .activation(.silu)) }
        let inner = try scaledTensor(node, input, factor: alpha, offset: 0, suffix: ".scaled")
        return try combined(node, .multiply, input, try mapped(node, inner, .activation(.sigmoid), suffix: ".gate"))
    }

    /// x + bias where x < −λ, x − bias where x > λ, else 0.
    private mutating func shrink(_ node: NodeReader, _ input: Computed) throws(ImportFailure) -> Computed {
        let lambda = try node.real("lambd") ?? 0.5, bias = try node.real("bias") ?? 0
        let above = try comparison(node, .less, lambda, input, suffix: ".above")
        let negated = try scaledTensor(node, input, factor: -1, offset: 0, suffix: ".negated")
        let below = try comparison(node, .less, lambda, negated, suffix: ".below")
        let first = try combined(
            node, .multiply, try scaledTensor(node, input, factor: 1, offset: -bias, suffix: ".less"), above,
            suffix: ".first")
        let second = try combined(
            node, .multiply, try scaledTensor(node, input, factor: 1, offset: bias, suffix: ".more"), below,
            suffix: ".second")
        return try combined(node, .add, first, second)
    }

    /// 1 where number < x (or equal to it …), else 0.
    mutating func comparison(
        _ node: NodeReader, _ kind: Arithmetic, _ number: Double, _ input: Computed, suffix: String
    ) throws(ImportFailure) -> Computed {
        let constant = Constant(.reals([number]), dims: Array(repeating: 1, count: input.dims.count))
        return try combinedValue(node, .arithmetic(kind), .constant(constant), .computed(input), suffix: suffix).typed(
            .bool)
    }

    /// Nil for a function that changes nothing.
    private func function(_ node: NodeReader) throws(ImportFailure) -> Activation? {
        let plain: [String: ElementFunction] = [
            "Exp": .exponential, "Log": .logarithm, "Sqrt": .squareRoot, "Reciprocal": .reciprocal, "Abs": .absolute,
            "Erf": .errorFunction,
            "Sin": .sine, "Cos": .cosine, "Tan": .tangent, "Asin": .arcSine, "Acos": .arcCosine, "Atan": .arcTangent,
            "Sinh": .hyperbolicSine, "Cosh": .hyperbolicCosine, "Asinh": .areaSine, "Acosh": .areaCosine,
            "Atanh": .areaTangent,
            "Sign": .sign, "Floor": .floor, "Ceil": .ceiling, "Round": .round, "Softplus": .softplus,
            "Softsign": .softsign,
            "Mish": .mish, "IsNaN": .isNaN, "Not": .isZero,
        ]
        if let function = plain[node.operation] { return .function(function) }
        switch node.operation {
        case "Relu": return .relu
        case "LeakyRelu": return .leakyRelu(slope: try node.real("alpha") ?? 0.01)
        case "Elu": return .elu(alpha: try node.real("alpha") ?? 1)
        case "Sigmoid": return .sigmoid
        case "Tanh": return .tanh
        case "Gelu":
            switch try node.text("approximate") ?? "none" {
            case "none": return .gelu
            case "tanh": return .function(.geluTanh)
            case let form: throw ImportFailure("its approximate is '\(form)'", "'none' or 'tanh' is wanted")
            }
        case "Silu": return .silu
        case "HardSwish": return .hardSwish
        case "Clip": return try clip(node)
        default: throw unsupported(node)
        }
    }

    private func clip(_ node: NodeReader) throws(ImportFailure) -> Activation? {
        let minimum = try bound(node, attribute: "min", input: 1)
        let maximum = try bound(node, attribute: "max", input: 2)
        switch (minimum, maximum) {
        case (nil, nil): return nil
        case (0, 6): return .relu6
        case (0, nil): return .relu
        default:
            let limit = Double(Float.greatestFiniteMagnitude)
            let (low, high) = (minimum ?? -limit, maximum ?? limit)
            // As ONNX says, the maximum wins where the two are exchanged.
            if low == 0, high >= limit { return .relu }
            return .clip(minimum: min(low, high), maximum: high)
        }
    }

    /// A bound, which older opsets have as an attribute and newer ones as an input; nil where it bounds nothing.
    private func bound(_ node: NodeReader, attribute: String, input: Int) throws(ImportFailure) -> Double? {
        let isMinimum = attribute == "min"
        let limit = Double(Float.greatestFiniteMagnitude)
        let value: Double
        if let stated = node.attribute(attribute) {
            value = Double("\(stated.f)") ?? Double(stated.f)
        } else {
            guard let constant = try optionalConstant(node, input, "bounds") else { return nil }
            guard let number = try constant.scalar() else {
                throw ImportFailure("its \(attribute) is not one number", "export the model again")
            }
            value = number
        }
        guard !value.isNaN else { throw ImportFailure("its \(attribute) is not a number", "give a number") }
        if isMinimum ? value <= -limit : value >= limit { return nil }
        return min(max(value, -limit), limit)
    }

    /// `Softmax` and `LogSoftmax` along one axis; before opset 13 along all axes from the given one on.
    mutating func softmax(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let function: Activation = node.operation == "Softmax" ? .softmax : .logSoftmax
        let rank = input.dims.count
        guard rank >= 1 else { throw ImportFailure("it reads a single number", "leave it out") }
        let axis = try node.axis(
            try node.integer("axis") ?? (opset < 13 ? 1 : -1), rank: opset < 13 ? max(rank, 2) : rank)
        if opset < 13 {
            let tail = input.dims[axis...].reduce(1, *)
            let source = try layer(input, as: input.dims[..<axis].filter { $0 != 1 } + [tail], for: node)
            let layer = try layer(node, .activation(function), [source])
            return .computed(input.moved(layer, input.dims))
        }
        return .computed(try alongLast(node, input, axis: axis, .activation(function)))
    }

    /// An operation along the last extent, applied along any axis: the axis is brought there, and back.
    mutating func alongLast(
        _ node: NodeReader, _ input: Computed, axis: Int, _ operation: Layer.Operation, suffix: String = ""
    ) throws(ImportFailure) -> Computed {
        let rank = input.dims.count
        var order = Array(0..<rank)
        order.swapAt(axis, rank - 1)
        let turned = try transposed(node, input, order: order)
        let shape = turned.dims.dropLast().filter { $0 != 1 } + turned.dims.suffix(1)
        let source = try layer(turned, as: shape, for: node)
        let layer = try append(
            node.name + suffix, operation, [source], tensor: suffix.isEmpty ? node.outputs.first : nil)
        return try transposed(node, turned.moved(layer, turned.dims), order: order)
    }
}
