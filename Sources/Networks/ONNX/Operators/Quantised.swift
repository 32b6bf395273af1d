// Quantised models keep their scales and zero points. A layer holds the numbers that codes stand for, so that all
// others compute as they always do; the tensor remembers its codes, for the operators that read them as they are.

extension GraphImport {
    /// The operators of quantised models; nil for all others.
    mutating func convert(quantised node: NodeReader) throws(ImportFailure) -> [Value]? {
        switch node.qualifiedOperation {
        case "QuantizeLinear", "com.microsoft:QuantizeLinear":
            let input = try computed(node, 0)
            if let axis = try node.integer("block_size"), axis != 0 { throw perChannel("blocks") }
            return [.computed(try quantised(node, input, try scale(node, 1), try zero(node, 2), try codeType(node, 2)))]
        case "DequantizeLinear", "com.microsoft:DequantizeLinear":
            if let axis = try node.integer("block_size"), axis != 0 { throw perChannel("blocks") }
            return [.computed(try number(node, 0, try scale(node, 1), try zero(node, 2)))]
        case "QLinearConv":
            return [
                try quantisedProduct(node, bias: 8) { graph, inner throws(ImportFailure) in try graph.convolution(inner)
                }
            ]
        case "QLinearMatMul":
            return [
                try quantisedProduct(node, bias: nil) { graph, inner throws(ImportFailure) in try graph.matmul(inner) }
            ]
        case "DynamicQuantizeLinear": return try dynamicallyQuantised(node)
        case "ConvInteger", "MatMulInteger":
            let input = try computed(node, 0)
            let shifted: Computed
            if node.has(2), case .computed(let zero) = try value(node, 2) {
                shifted = try combined(node, .arithmetic(.subtract), input, try plain(zero, node), suffix: ".shifted")
            } else {
                shifted = try scaledTensor(
                    node, input, factor: 1, offset: -Double(try zero(node, 2)), suffix: ".shifted")
            }
            guard case .constant(let weight) = try value(node, 1) else { throw unsupported(node) }
            let axis = node.operation == "ConvInteger" ? 0 : max(weight.dims.count - 1, 0)
            let zeros = try optionalConstant(node, 3, "zero points")
            let numbers = try dequantised(
                weight, scale: Constant(.reals([1]), dims: []), zero: zeros, axis: axis, block: 0)
            let inner = inner(
                node, String(node.operation.dropLast("Integer".count)),
                [.computed(shifted.typed(.float32)), .constant(numbers)])
            let product = inner.operation == "Conv" ? try convolution(inner) : try matmul(inner)
            guard case .computed(let result) = product else { return [product] }
            return [.computed(result.typed(.int32))]
        default: break
        }
        guard node.node.domain == "com.microsoft" else { return nil }
        switch node.operation {
        case "QLinearAdd", "QLinearMul":
            let first = try term(node, 0), second = try term(node, 3)
            let inner = inner(node, node.operation == "QLinearAdd" ? "Add" : "Mul", [first, second], attributes: [])
            let result = node.operation == "QLinearAdd" ? try sum(inner) : try product(inner)
            return [try requantised(node, result, 6)]
        case "QLinearConcat":
            var parts: [Value] = []
            for index in stride(from: 2, to: node.inputs.count, by: 3) { parts.append(try term(node, index)) }
            return [try requantised(node, try concat(inner(node, "Concat", parts)), 0)]
        case "QLinearSigmoid", "QLinearLeakyRelu", "QLinearSoftmax", "QLinearGlobalAveragePool", "QLinearAveragePool":
            guard try node.integer("channels_last") ?? 0 == 0 else {
                throw ImportFailure("its channels are last", "export it with channels_last=0")
            }
            let attributes = node.node.attribute.filter { $0.name != "channels_last" && $0.name != "opset" }
            let inner = inner(
                node, String(node.operation.dropFirst("QLinear".count)), [try term(node, 0)], attributes: attributes)
            let result: Value
            switch inner.operation {
            case "Softmax":
                result = try softmax(NodeReader(node: inner.node, opset: try node.integer("opset") ?? opset))
            case "GlobalAveragePool": result = try globalPool(inner)
            case "AveragePool": result = try pool(inner)
            default: result = try activation(inner)
            }
            return [try requantised(node, result, 3)]
        case "QGemm":
            guard case .constant(let weight) = try value(node, 3), try node.real("alpha") ?? 1 == 1 else {
                throw unsupported(node)
            }
            let scales = try constant(node, 4, "scales")
            let isTurned = try node.integer("transB") ?? 0 != 0
            let matrix = try dequantised(
                weight, scale: scales, zero: try optionalConstant(node, 5, "zero points"), axis: isTurned ? 0 : 1,
                block: 0)
            var parts: [Value] = [try term(node, 0), .constant(matrix)]
            if let bias = try optionalConstant(node, 6, "biases") {
                parts.append(.constant(try scaledBias(bias, try scale(node, 1), scales)))
            }
            let result = try gemm(inner(node, "Gemm", parts))
            return node.has(7) ? [try requantised(node, result, 7)] : [result]
        default: return nil
        }
    }

    /// Codes of 8 bits, their scale and their zero point, from the smallest and the largest number of the tensor.
    ///
    /// scale = (max(x, 0) − min(x, 0))/255, zero = round(−min(x, 0)/scale), code = round(x/scale) + zero, as ONNX says.
    private mutating func dynamicallyQuantised(_ node: NodeReader) throws(ImportFailure) -> [Value] {
        let input = try computed(node, 0)
        let all = Set(input.dims.indices)
        func number(_ value: Double) -> Value { .constant(Constant(.reals([value]), dims: [])) }
        let largest = try reduced(node, input, axes: all, keeps: false, .maximum, suffix: ".largest")
        let top = try mapped(node, largest, .activation(.relu), suffix: ".top")
        let smallest = try reduced(node, input, axes: all, keeps: false, .minimum, suffix: ".smallest")
        let bottom = try combinedValue(node, .arithmetic(.minimum), .computed(smallest), number(0), suffix: ".bottom")
        // In single precision, as runtimes have it: what lies between two codes falls to the same side.
        func single(_ tensor: Computed, _ suffix: String) throws(ImportFailure) -> Computed {
            try mapped(node, tensor, .activation(.function(.single)), suffix: suffix)
        }
        let range = try single(try combined(node, .arithmetic(.subtract), top, bottom, suffix: ".difference"), ".range")
        let step = try single(try scaledTensor(node, range, factor: 1.0 / 255, offset: 0, suffix: ".255th"), ".step")
        // A tensor of zeros has no range; any scale does.
        let scale = try combinedValue(node, .select, .computed(step), .computed(step), number(1), suffix: ".scale")
            .typed(.float32)
        let below = try single(
            try combined(node, .arithmetic(.divide), bottom, scale, suffix: ".below"), ".steps-below")
        let negated = try scaledTensor(node, below, factor: -1, offset: 0, suffix: ".above")
        let zero = try mapped(node, negated, .quantise(FixedPoint(scale: 1, lowest: 0, highest: 255)), suffix: ".zero")
        let ratio = try single(try combined(node, .arithmetic(.divide), input, scale, suffix: ".ratio"), ".steps")
        let rounded = try mapped(node, ratio, .activation(.function(.round)), suffix: ".rounded")
        let shifted = try combined(node, .add, rounded, zero, suffix: ".codes")
        let codes = try mapped(node, shifted, .activation(.clip(minimum: 0, maximum: 255)))
        return [.computed(codes.typed(.uint8)), .computed(scale), .computed(zero.typed(.uint8))]
    }

    /// `Clip` of codes, as Brevitas writes fewer bits than the type has: fewer codes. Nil where it is no such.
    mutating func clippedCodes(_ node: NodeReader, minimum: Double?, maximum: Double?) throws(ImportFailure) -> Value? {
        guard case .computed(let input) = try value(node, 0), let codes = input.codes, let range = input.type.range,
            case .quantise(var format) = layers[input.layer].operation, format.scale == codes.scale,
            format.zero == codes.zero
        else { return nil }
        format.lowest = max(
            format.lowest, Int(exactly: (minimum ?? Double(range.lowerBound)).rounded(.up)) ?? range.lowerBound)
        format.highest = min(
            format.highest, Int(exactly: (maximum ?? Double(range.upperBound)).rounded(.down)) ?? range.upperBound)
        guard format.lowest <= format.highest else { return nil }
        let layer = try append(node.name, .quantise(format), layers[input.layer].inputs, tensor: node.outputs.first)
        return .computed(input.moved(layer, input.dims))
    }

    private func perChannel(_ what: String) -> ImportFailure {
        ImportFailure(
            "it quantises what the network computes by \(what)", "quantise activations with one scale for a tensor")
    }

    /// The one scale of a tensor that the network computes.
    private func scale(_ node: NodeReader, _ index: Int) throws(ImportFailure) -> Double {
        let all = try constant(node, index, "scales").numbers().reals
        guard let first = all.first, all.allSatisfy({ $0 == first }) else { throw perChannel("channels") }
        guard first > 0, first.isFinite else {
            throw ImportFailure("its scale is \(first)", "a number above 0 is wanted")
        }
        return first
    }

    private func zero(_ node: NodeReader, _ index: Int) throws(ImportFailure) -> Int {
        guard let constant = try optionalConstant(node, index, "zero points") else { return 0 }
        guard case .integers(let all) = try constant.numbers(), let first = all.first, all.allSatisfy({ $0 == first })
        else {
            throw perChannel("channels, or in floating point of 8 bits")
        }
        return first
    }

    /// The type of the codes that a node gives: that of its zero point.
    private func codeType(_ node: NodeReader, _ index: Int) throws(ImportFailure) -> ElementType {
        let stated = try node.integer("output_dtype") ?? 0
        let type: ElementType
        if let constant = try optionalConstant(node, index, "zero points") {
            type = constant.type
        } else {
            type = stated == 0 ? .uint8 : try StoredTensor.type(Int32(truncatingIfNeeded: stated))
        }
        guard let range = type.range, range.upperBound <= 1 << 32 else {
            throw ImportFailure("it quantises to \(type)", "integers of 4 to 32 bits are supported")
        }
        return type
    }

    /// x as codes of a type.
    private mutating func quantised(
        _ node: NodeReader, _ input: Computed, _ scale: Double, _ zero: Int, _ type: ElementType
    ) throws(ImportFailure) -> Computed {
        guard let range = type.range else { throw unsupported(node) }
        let format = FixedPoint(scale: scale, zero: zero, lowest: range.lowerBound, highest: range.upperBound)
        var result = try mapped(node, input, .quantise(format)).typed(type)
        result.codes = Computed.Codes(scale: scale, zero: zero)
        return result
    }

    /// The numbers that an input's codes stand for.
    private mutating func number(
        _ node: NodeReader, _ index: Int, _ scale: Double, _ zero: Int
    ) throws(ImportFailure) -> Computed {
        var input = try coded(node, index)
        if input.codes == Computed.Codes(scale: scale, zero: zero) {
            input.codes = nil
            return input.typed(.float32)
        }
        input = try plain(input, node)
        return try scaledTensor(
            node, input.typed(.float32), factor: scale, offset: -scale * Double(zero), suffix: ".numbers")
    }

    /// Three inputs: a tensor of codes, its scale and its zero point.
    private mutating func term(_ node: NodeReader, _ index: Int) throws(ImportFailure) -> Value {
        if case .constant(let codes) = try value(node, index) {
            return .constant(
                try dequantised(
                    codes, scale: try constant(node, index + 1, "scales"),
                    zero: try optionalConstant(node, index + 2, "zero points"), axis: 0, block: 0))
        }
        return .computed(try number(node, index, try scale(node, index + 1), try zero(node, index + 2)))
    }

    /// A result as codes, by the scale and zero point from input `index` on.
    private mutating func requantised(_ node: NodeReader, _ result: Value, _ index: Int) throws(ImportFailure) -> Value
    {
        guard case .computed(let value) = result else { return result }
        let type = node.has(index + 1) ? try codeType(node, index + 1) : .uint8
        return .computed(try quantised(node, value, try scale(node, index), try zero(node, index + 1), type))
    }

    /// Inputs: codes, scale, zero; weights, scale, zero; the result's scale, zero; biases in steps of both scales.
    private mutating func quantisedProduct(
        _ node: NodeReader, bias: Int?, _ convert: (inout GraphImport, NodeReader) throws(ImportFailure) -> Value
    ) throws(ImportFailure) -> Value {
        var parts: [Value] = [try term(node, 0)]
        if case .constant(let weight) = try value(node, 3) {
            let scales = try constant(node, 4, "scales")
            parts.append(
                .constant(
                    try dequantised(
                        weight, scale: scales, zero: try optionalConstant(node, 5, "zero points"),
                        axis: node.operation == "QLinearConv" ? 0 : max(weight.dims.count - 1, 0), block: 0)))
            if let bias, let numbers = try optionalConstant(node, bias, "biases") {
                parts.append(.constant(try scaledBias(numbers, try scale(node, 1), scales)))
            }
        } else {
            parts.append(try term(node, 3))
        }
        let inner = inner(node, node.operation == "QLinearConv" ? "Conv" : "MatMul", parts)
        return try requantised(node, try convert(&self, inner), 6)
    }

    /// Biases of integers: each a step of the input's scale times the weights'.
    private func scaledBias(_ bias: Constant, _ scale: Double, _ scales: Constant) throws(ImportFailure) -> Constant {
        let steps = try scales.numbers().reals, numbers = try bias.numbers().reals
        guard steps.count == 1 || steps.count == numbers.count else {
            throw ImportFailure(
                "it has \(steps.count) scales for \(numbers.count) outputs", "one, or one per output, is wanted")
        }
        return Constant(
            .reals(numbers.indices.map { numbers[$0] * scale * steps[steps.count == 1 ? 0 : $0] }), dims: bias.dims,
            name: bias.name)
    }

    /// A node of another operator in this one's place, reading the given values.
    mutating func inner(
        _ node: NodeReader, _ operation: String, _ parts: [Value], attributes: [Onnx_AttributeProto]? = nil
    ) -> NodeReader {
        var inner = node.node
        inner.opType = operation
        inner.domain = ""
        if let attributes { inner.attribute = attributes }
        inner.name = node.name
        inner.input = parts.indices.map { "\(node.name)#\($0)" }
        for (name, part) in zip(inner.input, parts) { values[name] = part }
        return NodeReader(node: inner, opset: opset)
    }

    /// (codes − zero)·scale of a constant: one scale, one for each place along an axis, or one for each block of
    /// places.
    func dequantised(
        _ codes: Constant, scale: Constant, zero: Constant?, axis stated: Int, block: Int
    ) throws(ImportFailure) -> Constant {
        let rank = codes.dims.count
        let axis = rank == 0 ? 0 : stated < 0 ? stated + rank : stated
        let scales = try scale.numbers().reals
        let zeros = try zero?.numbers().reals
        guard zeros.map({ $0.count == scales.count || $0.count == 1 || scales.count == 1 }) ?? true else {
            throw ImportFailure(
                "it has \(scales.count) scales and \(zeros?.count ?? 0) zero points", "as many of both are wanted")
        }
        let count = max(scales.count, zeros?.count ?? 1)
        let strides = Strides.of(codes.dims)
        let place: (Int) -> Int
        if count == 1 {
            place = { _ in 0 }
        } else if block > 0, axis < rank, scale.dims.count == rank {
            let blocks = scale.dims[axis], inner = strides[axis], extent = codes.dims[axis]
            guard blocks * block >= extent, (blocks - 1) * block < extent, scales.count == codes.count / extent * blocks
            else {
                throw ImportFailure(
                    "its scales have the extents \(scale.dims) for blocks of \(block) in \(codes.dims)",
                    "export the model again")
            }
            place = { k in (k / (inner * extent) * blocks + k / inner % extent / block) * inner + k % inner }
        } else {
            guard axis < rank, axis >= 0, count == codes.dims[axis] else {
                throw ImportFailure(
                    "it has \(count) scales for the extents \(codes.dims)", "one for each place of its axis is wanted")
            }
            place = { k in k / strides[axis] % codes.dims[axis] }
        }
        let numbers = try codes.numbers().reals
        let result = numbers.indices.map { k -> Double in
            let at = place(k)
            // In single precision, as the operator's text has it.
            return Double(
                Float(numbers[k] - (zeros.map { $0.count == 1 ? $0[0] : $0[at] } ?? 0))
                    * Float(scales.count == 1 ? scales[0] : scales[at]))
        }
        var name = codes.name
        for ending in ["_quantized", "_quantised"] where name.hasSuffix(ending) { name.removeLast(ending.count) }
        var constant = Constant(.reals(result), dims: codes.dims, name: name)
        if block == 0, zeros?.allSatisfy({ $0 == 0 }) ?? true {
            constant.steps = Constant.Steps(scales: scales, axis: axis)
        }
        return constant
    }
}
