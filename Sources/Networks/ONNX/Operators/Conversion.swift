extension GraphImport {
    /// The operators that become layers; constants that are worked out know more: see `Folding`.
    static let supported: Set<String> = [
        "Conv", "Gemm", "MatMul", "BatchNormalization", "LayerNormalization",
        "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "ReduceMean",
        "Relu", "Clip", "LeakyRelu", "Elu", "Sigmoid", "Tanh", "Gelu", "Silu", "HardSigmoid", "HardSwish", "Softmax",
        "Add", "Sum", "Sub", "Mul", "Div", "Neg",
        "Concat", "Split", "Slice", "Gather", "Pad", "Transpose", "Expand",
        "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Identity", "Dropout", "Cast", "CastLike", "Shape", "Size",
    ]

    /// Throws when the operator can neither become a layer nor be worked out.
    func checkSupported(_ node: NodeReader) throws(ImportFailure) {
        guard node.node.domain.isEmpty || node.node.domain == "ai.onnx" else {
            throw ImportFailure(
                "the operator domain '\(node.node.domain)' is not supported",
                "export with the standard operators alone (for PyTorch without custom operators or local functions)")
        }
        guard Self.supported.contains(node.operation) || Self.foldable.contains(node.operation) else {
            throw unsupported(node)
        }
    }

    func unsupported(_ node: NodeReader) -> ImportFailure {
        switch node.operation {
        case "QuantizeLinear", "DequantizeLinear", "QLinearConv", "QLinearMatMul", "ConvInteger", "MatMulInteger",
            "DynamicQuantizeLinear":
            ImportFailure(
                "quantised operators are not supported",
                "export the floating-point model; the mapping file gives the precision")
        case "LSTM", "GRU", "RNN", "Loop", "Scan", "If":
            ImportFailure(
                "control flow and recurrent operators are not supported",
                "export a network with a fixed graph of layers (torch.export, or tracing)")
        case "LogSoftmax", "ArgMax":
            ImportFailure(
                "the operator is not supported", "leave it out: export the network up to its last linear layer")
        case let operation:
            ImportFailure(
                "the operator is not supported",
                Self.foldable.contains(operation)
                    ? "it is understood on constants alone: simplify the model with onnxsim, or replace it in the network"
                    : "replace it in the network by operators that docs/networks.md lists")
        }
    }

    /// The layers that a node becomes, and what its outputs are.
    mutating func convert(_ node: NodeReader) throws(ImportFailure) -> [Value] {
        try checkSupported(node)
        switch node.operation {
        case "Conv": return [try convolution(node)]
        case "Gemm": return [try gemm(node)]
        case "MatMul": return [try matmul(node)]
        case "BatchNormalization": return [try batchNorm(node)]
        case "LayerNormalization": return [try layerNorm(node)]
        case "MaxPool", "AveragePool": return [try pool(node)]
        case "GlobalAveragePool", "GlobalMaxPool": return [try globalPool(node)]
        case "ReduceMean": return [try reduceMean(node)]
        case "Relu", "Clip", "LeakyRelu", "Elu", "Sigmoid", "Tanh", "Gelu", "Silu", "HardSigmoid", "HardSwish":
            return [try activation(node)]
        case "Softmax": return [try softmax(node)]
        case "Add", "Sum": return [try sum(node)]
        case "Sub": return [try difference(node)]
        case "Mul": return [try product(node)]
        case "Div": return [try quotient(node)]
        case "Neg": return [try scaled(node, try computed(node, 0), factor: -1, offset: 0)]
        case "Concat": return [try concat(node)]
        case "Split": return try split(node)
        case "Slice": return [try slice(node)]
        case "Gather": return [try gather(node)]
        case "Pad": return [try pad(node)]
        case "Transpose": return [try transpose(node)]
        case "Expand": return [try expand(node)]
        case "Flatten", "Reshape", "Squeeze", "Unsqueeze":
            let value = try computed(node, 0)
            return [.computed(value.reshaped(try reshapedDims(node, value.dims)))]
        case "Identity", "Cast", "CastLike": return [.computed(try computed(node, 0))]
        case "Dropout": return [.computed(try computed(node, 0))]
        default: throw unsupported(node)
        }
    }
}
