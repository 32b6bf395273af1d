extension GraphImport {
    /// Throws when the operator can neither become a layer nor be worked out, or has something that is not honoured.
    func checkSupported(_ node: NodeReader) throws(ImportFailure) {
        guard let rule = OperatorRule.all[node.qualifiedOperation] else { throw unsupported(node) }
        try node.check(rule)
    }

    func unsupported(_ node: NodeReader) -> ImportFailure {
        switch node.operation {
        case _ where !(node.node.domain.isEmpty || node.node.domain == "ai.onnx"):
            ImportFailure(
                "operators of the domain '\(node.node.domain)' as this one are not supported",
                "export with the standard operators alone (for PyTorch without custom operators)")
        case "If":
            ImportFailure(
                "its condition depends on an input",
                "give an input that is always the same as --constant NAME=VALUE, or export a network with a fixed graph of layers"
            )
        case "Loop", "Scan":
            ImportFailure(
                "what it does depends on the input",
                "export a network with a fixed graph of layers (torch.export, or tracing)")
        case "NonMaxSuppression", "TopK", "NonZero", "Unique", "Compress", "RoiAlign", "MaxRoiPool":
            ImportFailure(
                "what it gives depends on the input in number or place",
                "end the network before it: --network-output NAME of the tensor that it reads")
        case let operation where OperatorRule.all[operation] != nil:
            ImportFailure(
                "it is understood on constants alone", "simplify the model with onnxsim, or replace it in the network")
        default:
            ImportFailure(
                "the operator is not supported",
                "replace it by operators that docs/networks.md lists, or end the network before it with --network-output NAME"
            )
        }
    }

    /// The layers that a node becomes, and what its outputs are.
    mutating func convert(_ node: NodeReader) throws(ImportFailure) -> [Value] {
        guard OperatorRule.all[node.qualifiedOperation]?.isLayer == true else { throw unsupported(node) }
        try checkTypes(node)
        if let results = try convert(quantised: node) { return results }
        if let results = try convert(fused: node) { return results }
        switch node.operation {
        case "Conv": return [try convolution(node)]
        case "ConvTranspose": return [try transposedConvolution(node)]
        case "Col2Im": return [try columnsToImage(node)]
        case "Gemm": return [try gemm(node)]
        case "MatMul": return [try matmul(node)]
        case "Attention": return [try attention(node)]
        case "Einsum": return [try einsum(node)]
        case "BatchNormalization": return [try batchNorm(node)]
        case "LayerNormalization", "RMSNormalization": return [try layerNorm(node)]
        case "InstanceNormalization", "GroupNormalization": return [try groupNorm(node)]
        case "LpNormalization", "MeanVarianceNormalization", "LRN": return [try normalised(node)]
        case "MaxPool", "AveragePool", "LpPool": return [try pool(node)]
        case "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool": return [try globalPool(node)]
        case let name where name.hasPrefix("Reduce"): return [try reduction(node)]
        case "ArgMax", "ArgMin": return [try largestPlace(node)]
        case "Softmax", "LogSoftmax": return [try softmax(node)]
        case "Add", "Sum": return [try sum(node)]
        case "Sub": return [try difference(node)]
        case "Mul": return [try product(node)]
        case "Div": return [try quotient(node)]
        case "Mean", "Max", "Min", "Pow", "Mod", "PRelu", "And", "Or", "Xor", "Less", "LessOrEqual", "Greater",
            "GreaterOrEqual", "Equal":
            return [try arithmetic(node)]
        case "Where": return [try choice(node)]
        case "Trilu": return [try triangle(node)]
        case "CumSum": return [try runningSum(node)]
        case "OneHot": return [try oneHot(node)]
        case "Neg": return [try scaled(node, try computed(node, 0), factor: -1, offset: 0)]
        case "Concat": return [try concat(node)]
        case "Split": return try split(node)
        case "Slice": return [try slice(node)]
        case "Gather": return [try gather(node)]
        case "GatherElements", "GatherND": return [try gatheredElements(node)]
        case "Scatter", "ScatterElements", "ScatterND": return [try scatter(node)]
        case "Pad": return [try pad(node)]
        case "Transpose": return [try transpose(node)]
        case "Expand": return [try expand(node)]
        case "Tile": return [try tile(node)]
        case "DepthToSpace", "SpaceToDepth": return [try blocks(node)]
        case "Resize", "Upsample": return [try resize(node)]
        case "Flatten", "Reshape", "Squeeze", "Unsqueeze":
            let value = try coded(node, 0)
            return [.computed(value.reshaped(try reshapedDims(node, value.dims)))]
        case "Identity": return [.computed(try coded(node, 0))]
        case "Cast", "CastLike": return [try cast(node)]
        case "Dropout": return [try dropout(node)]
        case "LSTM", "GRU", "RNN": return try recurrent(node)
        default: return [try activation(node)]
        }
    }

    /// Layers compute real numbers: integers of few bits would wrap around, and a quotient of integers be rounded.
    private func checkTypes(_ node: NodeReader) throws(ImportFailure) {
        let moves: Set<String> = [
            "Cast", "CastLike", "Concat", "Split", "Slice", "Gather", "GatherElements", "GatherND", "Transpose",
            "Expand", "Tile", "Flatten",
            "Reshape", "Squeeze", "Unsqueeze", "Identity", "Where", "Equal", "Less", "LessOrEqual", "Greater",
            "GreaterOrEqual", "Max", "Min",
            "DequantizeLinear", "DepthToSpace", "SpaceToDepth", "Trilu", "ArgMax", "ArgMin", "ReduceMax", "ReduceMin",
            "And", "Or", "Xor",
            "Not", "Scatter", "ScatterElements", "ScatterND", "Clip", "Relu", "Pad", "ConvInteger", "MatMulInteger",
            "Sign",
            "QLinearConv", "QLinearMatMul", "OneHot",
        ]
        guard node.node.domain.isEmpty || node.node.domain == "ai.onnx", !moves.contains(node.operation) else { return }
        let exact: Set<String> = [
            "Add", "Sub", "Mul", "Neg", "Abs", "Sum", "ReduceSum", "ReduceProd", "ReduceL1", "ReduceSumSquare", "Mod",
            "Div", "Pow", "CumSum",
        ]
        for (index, input) in node.inputs.enumerated() {
            guard case .computed(let value)? = values[input], !value.type.isReal,
                value.codes == nil || node.operation != "MaxPool"
            else { continue }
            if value.type.isWide, exact.contains(node.operation) { continue }
            // Ids of an embedding, and the exponent of a power.
            if node.operation == "Pow", index == 1 { continue }
            throw ImportFailure(
                "it computes with integers (\(value.type)) that the network computes",
                "cast them to real numbers before it")
        }
    }
}
