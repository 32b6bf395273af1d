/// What the importer honours of an operator: whatever else a node has is an error, never left out in silence.
struct OperatorRule: Sendable {
    /// Attributes that are read, or that have no effect on one inference.
    let attributes: Set<String>
    /// Inputs that are read.
    let inputs: ClosedRange<Int>
    /// Whether a layer can be made of it; otherwise it is worked out on constants alone.
    let isLayer: Bool

    init(_ inputs: ClosedRange<Int>, _ attributes: String = "", isLayer: Bool = true) {
        self.inputs = inputs
        self.attributes = Set(attributes.split(separator: " ").map(String.init))
        self.isLayer = isLayer
    }

    static let any = 1...Int.max

    /// By operator; those of other domains with the domain and a colon before them.
    static let all: [String: OperatorRule] = [
        "Conv": .init(2...3, "auto_pad dilations group kernel_shape pads strides"),
        "ConvTranspose": .init(2...3, "auto_pad dilations group kernel_shape output_padding output_shape pads strides"),
        "Gemm": .init(2...3, "alpha beta transA transB"),
        "Attention": .init(
            3...4, "is_causal kv_num_heads q_num_heads qk_matmul_output_mode scale softcap softmax_precision"),
        "MatMul": .init(2...2), "Einsum": .init(any, "equation"),
        "BatchNormalization": .init(5...5, "epsilon momentum spatial training_mode"),
        "LayerNormalization": .init(2...3, "axis epsilon stash_type"),
        "RMSNormalization": .init(2...2, "axis epsilon stash_type"),
        "InstanceNormalization": .init(3...3, "epsilon"),
        "GroupNormalization": .init(3...3, "epsilon num_groups stash_type"),
        "LpNormalization": .init(1...1, "axis p"), "MeanVarianceNormalization": .init(1...1, "axes"),
        "LRN": .init(1...1, "alpha beta bias size"),
        "MaxPool": .init(1...1, "auto_pad ceil_mode dilations kernel_shape pads storage_order strides"),
        "AveragePool": .init(1...1, "auto_pad ceil_mode count_include_pad dilations kernel_shape pads strides"),
        "LpPool": .init(1...1, "auto_pad ceil_mode dilations kernel_shape p pads strides"),
        "GlobalAveragePool": .init(1...1), "GlobalMaxPool": .init(1...1), "GlobalLpPool": .init(1...1, "p"),
        "ReduceMean": reduction, "ReduceSum": reduction, "ReduceMax": reduction, "ReduceMin": reduction,
        "ReduceProd": reduction,
        "ReduceL1": reduction, "ReduceL2": reduction, "ReduceLogSum": reduction, "ReduceLogSumExp": reduction,
        "ReduceSumSquare": reduction,
        "ArgMax": .init(1...1, "axis keepdims select_last_index"),
        "ArgMin": .init(1...1, "axis keepdims select_last_index"),
        "Relu": .init(1...1), "Clip": .init(1...3, "max min"), "LeakyRelu": .init(1...1, "alpha"),
        "Elu": .init(1...1, "alpha"),
        "Selu": .init(1...1, "alpha gamma"), "Celu": .init(1...1, "alpha"), "PRelu": .init(2...2),
        "ThresholdedRelu": .init(1...1, "alpha"), "Shrink": .init(1...1, "bias lambd"),
        "Sigmoid": .init(1...1), "Tanh": .init(1...1), "Gelu": .init(1...1, "approximate"), "Silu": .init(1...1),
        "Swish": .init(1...1, "alpha"), "HardSigmoid": .init(1...1, "alpha beta"), "HardSwish": .init(1...1),
        "Softplus": .init(1...1), "Softsign": .init(1...1), "Mish": .init(1...1),
        "Softmax": .init(1...1, "axis"), "LogSoftmax": .init(1...1, "axis"),
        "Exp": .init(1...1), "Log": .init(1...1), "Sqrt": .init(1...1), "Reciprocal": .init(1...1), "Abs": .init(1...1),
        "Erf": .init(1...1), "Sin": .init(1...1), "Cos": .init(1...1), "Tan": .init(1...1), "Asin": .init(1...1),
        "Acos": .init(1...1),
        "Atan": .init(1...1), "Sinh": .init(1...1), "Cosh": .init(1...1), "Asinh": .init(1...1), "Acosh": .init(1...1),
        "Atanh": .init(1...1), "Sign": .init(1...1), "Floor": .init(1...1), "Ceil": .init(1...1), "Round": .init(1...1),
        "IsNaN": .init(1...1), "IsInf": .init(1...1, "detect_negative detect_positive"), "Not": .init(1...1),
        "Neg": .init(1...1),
        "Add": .init(2...2), "Sub": .init(2...2), "Mul": .init(2...2), "Div": .init(2...2), "Pow": .init(2...2),
        "Mod": .init(2...2, "fmod"),
        "Sum": .init(any), "Max": .init(any), "Min": .init(any), "Mean": .init(any),
        "Less": .init(2...2), "LessOrEqual": .init(2...2), "Greater": .init(2...2), "GreaterOrEqual": .init(2...2),
        "Equal": .init(2...2),
        "And": .init(2...2), "Or": .init(2...2), "Xor": .init(2...2), "Where": .init(3...3),
        "Concat": .init(any, "axis"), "Split": .init(1...2, "axis num_outputs split"),
        "Slice": .init(1...5, "axes ends starts"), "Gather": .init(2...2, "axis"),
        "GatherElements": .init(2...2, "axis"),
        "GatherND": .init(2...2, "batch_dims"), "ScatterElements": .init(3...3, "axis reduction"),
        "Scatter": .init(3...3, "axis"), "ScatterND": .init(3...3, "reduction"),
        "Pad": .init(1...4, "mode pads value"), "Transpose": .init(1...1, "perm"), "Expand": .init(2...2),
        "Tile": .init(2...2),
        "DepthToSpace": .init(1...1, "blocksize mode"), "SpaceToDepth": .init(1...1, "blocksize"),
        "Resize": .init(
            1...4,
            "antialias axes coordinate_transformation_mode cubic_coeff_a exclude_outside extrapolation_value keep_aspect_ratio_policy "
                + "mode nearest_mode"),
        "Upsample": .init(1...2, "mode scales"), "Trilu": .init(1...2, "upper"),
        "Col2Im": .init(3...3, "dilations pads strides"),
        "CumSum": .init(2...2, "exclusive reverse"), "OneHot": .init(3...3, "axis"),
        "Flatten": .init(1...1, "axis"), "Reshape": .init(2...2, "allowzero"), "Squeeze": .init(1...2, "axes"),
        "Unsqueeze": .init(1...2, "axes"), "Identity": .init(1...1), "Dropout": .init(1...3, "ratio seed"),
        "Cast": .init(1...1, "round_mode saturate to"), "CastLike": .init(2...2, "round_mode saturate"),
        "Shape": .init(1...1, "end start"), "Size": .init(1...1),
        "LSTM": .init(
            3...8, "activation_alpha activation_beta activations clip direction hidden_size input_forget layout"),
        "GRU": .init(
            3...6, "activation_alpha activation_beta activations clip direction hidden_size layout linear_before_reset"),
        "RNN": .init(3...6, "activation_alpha activation_beta activations clip direction hidden_size layout"),
        "DynamicQuantizeLinear": .init(1...1),
        "QuantizeLinear": .init(2...3, "axis block_size output_dtype precision saturate"),
        "DequantizeLinear": .init(2...3, "axis block_size output_dtype"),
        "QLinearConv": .init(8...9, "auto_pad dilations group kernel_shape pads strides"),
        "QLinearMatMul": .init(8...8),
        "ConvInteger": .init(2...4, "auto_pad dilations group kernel_shape pads strides"),
        "MatMulInteger": .init(2...4),
        "com.microsoft:QLinearAdd": .init(8...8), "com.microsoft:QLinearMul": .init(8...8),
        "com.microsoft:QLinearSigmoid": .init(4...5), "com.microsoft:QLinearLeakyRelu": .init(4...5, "alpha"),
        "com.microsoft:QLinearConcat": .init(2...Int.max, "axis"),
        "com.microsoft:QLinearGlobalAveragePool": .init(5...5, "channels_last"),
        "com.microsoft:QLinearAveragePool": .init(
            4...5, "auto_pad ceil_mode channels_last count_include_pad dilations kernel_shape pads strides"),
        "com.microsoft:QLinearSoftmax": .init(5...5, "axis opset"),
        "com.microsoft:QGemm": .init(6...9, "alpha transA transB"),
        "com.microsoft:FusedConv": .init(
            2...4, "activation activation_params auto_pad dilations group kernel_shape pads strides"),
        "com.microsoft:FusedGemm": .init(
            2...3, "activation activation_alpha activation_beta activation_gamma alpha beta transA transB"),
        "com.microsoft:FusedMatMul": .init(2...2, "alpha transA transB transBatchA transBatchB"),
        "com.microsoft:SkipLayerNormalization": .init(3...5, "epsilon"),
        "com.microsoft:SkipSimplifiedLayerNormalization": .init(3...4, "epsilon"),
        "SimplifiedLayerNormalization": .init(2...2, "axis epsilon stash_type"),
        "com.microsoft:MatMulNBits": .init(3...6, "K N accuracy_level bits block_size"),
        "com.microsoft:Gelu": .init(1...1), "com.microsoft:BiasGelu": .init(2...2),
        "com.microsoft:FastGelu": .init(1...2),
        "com.microsoft:QuickGelu": .init(1...1, "alpha"), "com.microsoft:QuantizeLinear": .init(2...3, "axis"),
        "com.microsoft:DequantizeLinear": .init(2...3, "axis"),
        // Worked out on constants alone.
        "Constant": .init(
            0...0, "value value_float value_floats value_int value_ints", isLayer: false),
        "ConstantOfShape": .init(1...1, "value", isLayer: false), "Range": .init(3...3, isLayer: false),
        "NonZero": .init(1...1, isLayer: false), "EyeLike": .init(1...1, "dtype k", isLayer: false),
    ]

    private static let reduction = OperatorRule(1...2, "axes keepdims noop_with_empty_axes")
}

extension NodeReader {
    /// The operator's name, with the domain before it where it is not ONNX's own.
    var qualifiedOperation: String {
        node.domain.isEmpty || node.domain == "ai.onnx" ? operation : "\(node.domain):\(operation)"
    }

    /// Throws when the node has an attribute or an input that is not honoured.
    func check(_ rule: OperatorRule) throws(ImportFailure) {
        for attribute in node.attribute where !rule.attributes.contains(attribute.name) {
            throw ImportFailure(
                "its attribute '\(attribute.name)' is not understood", "leave it out, or replace the operator by others"
            )
        }
        for attribute in node.attribute where !attribute.refAttrName.isEmpty {
            throw ImportFailure("its attribute '\(attribute.name)' refers to a function's", "export the model again")
        }
        let count = (inputs.lastIndex { !$0.isEmpty } ?? -1) + 1
        guard rule.inputs.contains(count) else {
            let wanted =
                rule.inputs.lowerBound == rule.inputs.upperBound
                ? "\(rule.inputs.lowerBound)"
                : count < rule.inputs.lowerBound
                    ? "at least \(rule.inputs.lowerBound)" : "at most \(rule.inputs.upperBound)"
            throw ImportFailure("it has \(count) inputs", "\(wanted) are wanted")
        }
    }
}
