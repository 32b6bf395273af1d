// Operators that onnxruntime's optimiser puts in the place of several, in its domain com.microsoft; and its weights of
// few bits. https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md

extension GraphImport {
    /// The operators that stand for several; nil for all others.
    mutating func convert(fused node: NodeReader) throws(ImportFailure) -> [Value]? {
        switch node.qualifiedOperation {
        case "com.microsoft:FusedConv":
            var result = try convolution(
                inner(node, "Conv", try operands(node, 0..<3), attributes: others(node, than: "activation")))
            if node.has(3) { result = try sum(inner(node, "Add", [result, try operand(node, 3)], attributes: [])) }
            return [
                try activated(
                    node, result, try node.text("activation"), node.attribute("activation_params")?.floats ?? [])
            ]
        case "com.microsoft:FusedGemm":
            let result = try gemm(
                inner(node, "Gemm", try operands(node, 0..<3), attributes: others(node, than: "activation")))
            let numbers = ["activation_alpha", "activation_beta", "activation_gamma"].compactMap {
                node.attribute($0)?.f
            }
            return [try activated(node, result, try node.text("activation"), numbers)]
        case "com.microsoft:FusedMatMul":
            guard try node.integer("transBatchA") ?? 0 == 0, try node.integer("transBatchB") ?? 0 == 0 else {
                throw ImportFailure("it moves the first axis of a stack to the middle", "use Transpose")
            }
            var factors = try operands(node, 0..<2)
            for (index, name) in ["transA", "transB"].enumerated() where try node.integer(name) ?? 0 != 0 {
                guard factors[index].dims.count >= 2 else {
                    throw ImportFailure("it transposes a vector", "leave \(name) out")
                }
                factors[index] = try swapped(node, factors[index])
            }
            let product = try multiplied(node, factors[0], factors[1])
            let alpha = try node.real("alpha") ?? 1
            guard alpha != 1 else { return [product] }
            guard case .computed(let tensor) = product else { throw unsupported(node) }
            return [.computed(try scaledTensor(node, tensor, factor: alpha, offset: 0, suffix: ".alpha"))]
        case "com.microsoft:SkipLayerNormalization", "com.microsoft:SkipSimplifiedLayerNormalization":
            return try skipping(node)
        case "SimplifiedLayerNormalization":
            return [try layerNorm(inner(node, "RMSNormalization", try operands(node, 0..<2)))]
        case "com.microsoft:MatMulNBits": return [try productOfFewBits(node)]
        default: return nil
        }
    }

    /// The inputs of a range that the node has.
    private mutating func operands(_ node: NodeReader, _ range: Range<Int>) throws(ImportFailure) -> [Value] {
        var result: [Value] = []
        for index in range where node.has(index) { result.append(try operand(node, index)) }
        return result
    }

    private func others(_ node: NodeReader, than prefix: String) -> [Onnx_AttributeProto] {
        node.node.attribute.filter { !$0.name.hasPrefix(prefix) }
    }

    /// An activation by its operator's name, its numbers in the order of the operator's attributes.
    private mutating func activated(
        _ node: NodeReader, _ value: Value, _ name: String?, _ numbers: [Float]
    ) throws(ImportFailure) -> Value {
        guard let name, !name.isEmpty else { return value }
        let attributes = [
            "Relu": [], "Tanh": [], "Sigmoid": [], "LeakyRelu": ["alpha"], "HardSigmoid": ["alpha", "beta"],
            "Clip": ["min", "max"],
        ]
        guard let wanted = attributes[name], numbers.count <= wanted.count || wanted.isEmpty else {
            throw ImportFailure(
                "its activation is '\(name)'", "use one of \(attributes.keys.sorted().joined(separator: ", "))")
        }
        let given = zip(wanted, numbers).map { name, number in
            Onnx_AttributeProto.with { ($0.name, $0.type, $0.f) = (name, .float, number) }
        }
        return try activation(inner(node, name, [value], attributes: given))
    }

    /// LayerNormalization, or that without a mean, of the sum of two tensors; the sum itself is its fourth output.
    private mutating func skipping(_ node: NodeReader) throws(ImportFailure) -> [Value] {
        let isSimple = node.operation == "SkipSimplifiedLayerNormalization"
        for index in 1..<3 where index < node.outputs.count && uses[node.outputs[index], default: 0] > 0 {
            throw ImportFailure(
                "its output number \(index + 1), '\(node.outputs[index])', is read",
                "only the first and the fourth can be")
        }
        var total = try sum(inner(node, "Add", try operands(node, 0..<2), attributes: []))
        let bias = isSimple ? 3 : 4
        if node.has(bias) { total = try sum(inner(node, "Add", [total, try operand(node, bias)], attributes: [])) }
        let norm = inner(
            node, isSimple ? "RMSNormalization" : "LayerNormalization",
            [total] + (try operands(node, isSimple ? 2..<3 : 2..<4)))
        return [try layerNorm(norm), .unknown, .unknown, total]
    }

    /// `MatMulNBits`: a product with weights of 2, 4 or 8 bits, packed into bytes from the low bits on, a scale and a
    /// zero for each block.
    private mutating func productOfFewBits(_ node: NodeReader) throws(ImportFailure) -> Value {
        let bits = try node.integer("bits") ?? 4
        guard let inputs = try node.integer("K"), let outputs = try node.integer("N"),
            let block = try node.integer("block_size"),
            [2, 4, 8].contains(bits), inputs >= 1, outputs >= 1, Strides.count([outputs, inputs]) != nil,
            (1...Limits.window).contains(block),
            block * bits % 8 == 0, !node.has(4)
        else {
            throw ImportFailure(
                "its weights of \(bits) bits are in an order of their own, or it lacks K, N or block_size",
                "quantise them to 2, 4 or 8 bits")
        }
        let codes = try constant(node, 1, "weights"), blocks = (inputs + block - 1) / block
        let bytes = try codes.integers(), scales = try constant(node, 2, "scales").numbers().reals
        let bytesOfBlock = block * bits / 8, perByte = 8 / bits
        guard bytes.count == outputs * blocks * bytesOfBlock, scales.count == outputs * blocks else {
            throw ImportFailure(
                "its weights have \(bytes.count) bytes and \(scales.count) scales",
                "\(outputs * blocks * bytesOfBlock) and \(outputs * blocks) are wanted")
        }
        func code(_ bytes: ArraySlice<Int>, _ place: Int) -> Int {
            bytes[bytes.startIndex + place / perByte] >> (place % perByte * bits) & ((1 << bits) - 1)
        }
        var zeros = [Double](repeating: Double(1 << (bits - 1)), count: scales.count)
        if let given = try optionalConstant(node, 3, "zero points") {
            if given.isReal {
                zeros = try given.numbers().reals
            } else {
                let packed = try given.integers(), row = (blocks * bits + 7) / 8
                guard packed.count == outputs * row else {
                    throw ImportFailure("it has \(packed.count) bytes of zero points", "\(outputs * row) are wanted")
                }
                zeros = zeros.indices.map { Double(code(packed[($0 / blocks * row)...], $0 % blocks)) }
            }
        }
        guard zeros.count == scales.count else {
            throw ImportFailure("it has \(zeros.count) zero points", "\(scales.count) are wanted")
        }
        var weights: [Double] = []
        weights.reserveCapacity(outputs * inputs)
        for output in 0..<outputs {
            for input in 0..<inputs {
                let place = output * blocks + input / block
                let number = Double(code(bytes[(place * bytesOfBlock)...], input % block)) - zeros[place]
                weights.append(Double(Float(number) * Float(scales[place])))
            }
        }
        let matrix = try Constant(.reals(weights), dims: [outputs, inputs], name: codes.name).transposed([1, 0])
        let bias = try optionalConstant(node, 5, "biases")
        return try multiplied(node, try operand(node, 0), .constant(matrix), bias: bias)
    }
}
