// Exporters work out shapes with operators: Shape, Gather, Concat, Reshape and the like. What
// depends on constants alone is worked out here while reading, and needs no layer.

extension GraphImport {
    /// Operators that are understood on constants.
    static let foldable: Set<String> = [
        "Constant", "ConstantOfShape", "Shape", "Size", "Range",
        "Identity", "Cast", "CastLike", "Dropout", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose",
        "Gather", "Slice", "Concat", "Split", "Expand", "Tile", "Where", "ScatterND",
        "Add", "Sub", "Mul", "Div", "Mod", "Pow", "Min", "Max", "Equal", "Greater", "GreaterOrEqual", "Less",
        "LessOrEqual", "And", "Or", "Not", "Neg", "Abs", "Sqrt", "Reciprocal", "Floor", "Ceil", "Exp", "Log",
        "ReduceProd", "ReduceSum", "ReduceMin", "ReduceMax",
    ]

    /// The outputs of a node that depends on constants alone; nil when it does not, or is no such operator.
    func fold(_ node: NodeReader) throws(ImportFailure) -> [Value]? {
        guard node.node.domain.isEmpty || node.node.domain == "ai.onnx" else { return nil }
        switch node.operation {
        case "Shape", "Size": return [.constant(try shape(node))]
        case "Constant": return [.constant(try constantNode(node))]
        default: break
        }
        guard Self.foldable.contains(node.operation) else { return nil }
        var inputs: [Constant?] = []
        for index in node.inputs.indices {
            guard node.has(index) else {
                inputs.append(nil)
                continue
            }
            guard case .constant(let constant)? = values[node.inputs[index]] else { return nil }
            inputs.append(constant)
        }
        guard case let first?? = inputs.first else {
            throw ImportFailure("it has no inputs", "export the model again")
        }
        switch node.operation {
        case "Identity", "Dropout": return [.constant(first)]
        case "Cast", "CastLike": return [.constant(try cast(node, first, like: inputs.count > 1 ? inputs[1] : nil))]
        case "Flatten", "Reshape", "Squeeze", "Unsqueeze":
            return [.constant(first.reshaped(try reshapedDims(node, first.dims)))]
        case "Transpose": return [.constant(try first.transposed(try order(node, rank: first.dims.count)))]
        case "Gather", "Slice", "Concat", "Split", "Expand", "Tile", "ConstantOfShape", "Range":
            return try folded(movement: node, inputs.compactMap(\.self)).map { .constant($0) }
        case "ScatterND":
            let parts = inputs.compactMap(\.self)
            try checkFoldingSize(first.dims)
            return [.constant(try scattered(node, parts))]
        default:
            return [.constant(try folded(arithmetic: node, inputs.compactMap(\.self)))]
        }
    }

    /// `Shape` and `Size`, of computed tensors as well: the extents are known.
    private func shape(_ node: NodeReader) throws(ImportFailure) -> Constant {
        let dims: [Int]
        switch try value(node, 0) {
        case .computed(let value): dims = value.dims
        case .constant(let constant): dims = constant.dims
        case .unknown: throw unsupported(node)
        }
        if node.operation == "Size" { return Constant(.integers([dims.reduce(1, *)]), dims: []) }
        func bounded(_ place: Int) -> Int { min(max(place < 0 ? place + dims.count : place, 0), dims.count) }
        let start = bounded(try node.integer("start") ?? 0)
        let end = bounded(try node.integer("end") ?? dims.count)
        let part = start < end ? Array(dims[start..<end]) : []
        return Constant(.integers(part), dims: [part.count])
    }

    private func constantNode(_ node: NodeReader) throws(ImportFailure) -> Constant {
        if let attribute = node.attribute("value"), attribute.hasT {
            // External data belongs to initialisers; a node's own tensor may not have any.
            var nothing = ExternalData(folder: ".")
            guard attribute.t.dataLocation != .external else {
                throw ImportFailure("its value is in another file", "export the model again")
            }
            var constant = Constant(try StoredTensor(attribute.t, &nothing))
            constant.name = node.outputs.first ?? ""
            return constant
        }
        if let value = try node.integer("value_int") { return Constant(.integers([value]), dims: []) }
        if let values = try node.integers("value_ints") { return Constant(.integers(values), dims: [values.count]) }
        if let value = node.attribute("value_float"), value.hasF { return Constant(.reals([Double(value.f)]), dims: []) }
        if let values = node.attribute("value_floats")?.floats {
            return Constant(.reals(values.map(Double.init)), dims: [values.count])
        }
        throw ImportFailure("its value is neither a tensor nor numbers", "export the model again")
    }

    private func cast(_ node: NodeReader, _ constant: Constant, like model: Constant?) throws(ImportFailure) -> Constant {
        let toReal: Bool
        if let model {
            toReal = model.isReal
        } else {
            switch Onnx_TensorProto.DataType(rawValue: try node.integer("to") ?? 0) {
            case .float, .double, .float16, .bfloat16: toReal = true
            case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .bool: toReal = false
            default: throw ImportFailure("it casts to a type that is not supported", "export the model in float32")
            }
        }
        if toReal == constant.isReal { return constant }
        let numbers = try constant.numbers()
        if toReal { return Constant(.reals(numbers.reals), dims: constant.dims, name: constant.name) }
        var integers: [Int] = []
        for value in numbers.reals {
            guard let integer = Int(exactly: value.rounded(.towardZero)) else {
                throw ImportFailure("it casts \(value) to an integer", "export the model again")
            }
            integers.append(integer)
        }
        return Constant(.integers(integers), dims: constant.dims, name: constant.name)
    }

    /// Throws when a constant that is worked out would be large.
    func checkFoldingSize(_ dims: [Int]) throws(ImportFailure) {
        guard dims.count <= 64, let count = Strides.count(dims), count <= Constant.foldingLimit else {
            throw ImportFailure(
                "a constant of more than \(Constant.foldingLimit) elements is computed from others",
                "simplify the model before importing it, with onnxsim or onnxruntime's optimiser")
        }
    }
}
