// Exporters work out shapes with operators: Shape, Gather, Concat, Reshape and the like. What
// depends on constants alone is worked out here while reading, and needs no layer.

extension GraphImport {
    /// Operators that are understood on constants.
    static let foldable: Set<String> = [
        "Constant", "ConstantOfShape", "Shape", "Size", "Range",
        "Identity", "Cast", "CastLike", "Dropout", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose",
        "Gather", "Slice", "Concat", "Split", "Expand", "Tile", "Where", "ScatterND", "ScatterElements", "Scatter",
        "GatherElements",
        "GatherND", "NonZero", "EyeLike", "Trilu", "DequantizeLinear", "QuantizeLinear", "CumSum", "Clip",
        "BatchNormalization", "Sum", "Mean", "Xor", "Round", "Sign", "Sin", "Cos", "Erf", "Tanh",
        "Sigmoid", "Relu", "IsNaN", "ReduceMean",
        "Add", "Sub", "Mul", "Div", "Mod", "Pow", "Min", "Max", "Equal", "Greater", "GreaterOrEqual", "Less",
        "LessOrEqual", "And", "Or", "Not", "Neg", "Abs", "Sqrt", "Reciprocal", "Floor", "Ceil", "Exp", "Log",
        "ReduceProd", "ReduceSum", "ReduceMin", "ReduceMax", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum",
    ]

    /// The outputs of a node that depends on constants alone; nil when it does not, or is no such operator.
    func fold(_ node: NodeReader) throws(ImportFailure) -> [Value]? {
        guard
            node.node.domain.isEmpty || node.node.domain == "ai.onnx"
                || ["com.microsoft:DequantizeLinear", "com.microsoft:QuantizeLinear"].contains(node.qualifiedOperation)
        else {
            return nil
        }
        switch node.operation {
        case "Shape", "Size": return [.constant(try shape(node))]
        case "Constant": return [.constant(try constantNode(node))]
        case "CastLike":
            // Of the second input only the type is asked for.
            if case .constant(let constant) = try value(node, 0), case .computed(let model) = try value(node, 1) {
                return [.constant(try cast(node, constant, like: Constant(.reals([]), dims: [0], type: model.type)))]
            }
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
        guard foldedElements <= Constant.totalFoldingLimit else {
            throw ImportFailure(
                "constants of more than \(Constant.totalFoldingLimit) elements in all are computed from others",
                "simplify the model before importing it, with onnxsim or onnxruntime's optimiser")
        }
        switch node.operation {
        case "Identity": return [.constant(first)]
        case "Dropout":
            if inputs.count > 2, let training = inputs[2], try training.scalar() ?? 1 != 0 {
                throw ImportFailure("it is in training mode", "export the model for inference: model.eval()")
            }
            return [.constant(first)]
        case "DequantizeLinear":
            guard inputs.count >= 2, let scale = inputs[1] else {
                throw ImportFailure("it has no scale", "export the model again")
            }
            guard scale.isReal, inputs.count < 3 || inputs[2]?.isReal != true else {
                throw ImportFailure(
                    "its codes are floating-point numbers of 8 bits, or its scale is no number", "quantise to integers")
            }
            return [
                .constant(
                    try dequantised(
                        first, scale: scale, zero: inputs.count > 2 ? inputs[2] : nil,
                        axis: try node.integer("axis") ?? 1,
                        block: try node.integer("block_size") ?? 0))
            ]
        case "QuantizeLinear": return [.constant(try quantised(node, first, inputs))]
        case "CumSum", "Clip", "BatchNormalization": return [.constant(try folded(elsewhere: node, inputs))]
        case "NonZero":
            let strides = Strides.of(first.dims)
            let places = try first.numbers().reals.enumerated().filter { $0.element != 0 }.map(\.offset)
            let rows = first.dims.indices.flatMap { axis in places.map { $0 / strides[axis] % first.dims[axis] } }
            return [.constant(Constant(.integers(rows), dims: [first.dims.count, places.count]))]
        case "EyeLike":
            guard first.dims.count == 2 else {
                throw ImportFailure("it makes a matrix like \(first.dims)", "two extents are wanted")
            }
            try checkFoldingSize(first.dims)
            let diagonal = try node.integer("k") ?? 0
            let ones = (0..<first.dims[0]).flatMap { row in (0..<first.dims[1]).map { $0 - row == diagonal ? 1 : 0 } }
            let type =
                try node.integer("dtype").map { code throws(ImportFailure) in
                    try StoredTensor.type(Int32(truncatingIfNeeded: code))
                } ?? first.type
            return [
                .constant(
                    Constant(
                        type.isReal ? .reals(ones.map(Double.init)) : .integers(ones), dims: first.dims, type: type))
            ]
        case "Trilu":
            let rank = first.dims.count
            guard rank >= 2 else {
                throw ImportFailure("it reads a tensor with the extents \(first.dims)", "a matrix is wanted")
            }
            let diagonal = inputs.count > 1 ? try inputs[1]?.integers().first ?? 0 : 0
            let mask = try Self.triangle(
                first.dims[rank - 2], first.dims[rank - 1], diagonal: diagonal,
                upper: try node.integer("upper") ?? 1 != 0)
            let numbers: Numbers
            switch try first.numbers() {
            case .integers(let values):
                numbers = .integers(values.indices.map { mask[$0 % mask.count] != 0 ? values[$0] : 0 })
            case .reals(let values):
                numbers = .reals(values.indices.map { mask[$0 % mask.count] != 0 ? values[$0] : 0 })
            }
            return [.constant(Constant(numbers, dims: first.dims, type: first.type))]
        case "GatherElements", "GatherND":
            guard inputs.count == 2, let indices = inputs[1] else {
                throw ImportFailure("it has no indices", "export the model again")
            }
            try checkFoldingSize(indices.dims)
            let (places, dims) =
                node.operation == "GatherND"
                ? try blockPlaces(node, first.dims, indices)
                : (try elementPlaces(node, first.dims, indices), indices.dims)
            return [.constant(Constant(try first.numbers().selecting(places), dims: dims, type: first.type))]
        case "Scatter", "ScatterElements":
            guard inputs.count == 3, let indices = inputs[1], let updates = inputs[2],
                try node.text("reduction") ?? "none" == "none"
            else {
                throw ImportFailure(
                    "it has \(inputs.count) inputs, or a reduction", "data, indices and updates are wanted")
            }
            let places = try elementPlaces(node, first.dims, indices)
            guard updates.count == places.count else {
                throw ImportFailure("its updates are not as many as its indices", "export the model again")
            }
            var order = Array(0..<first.count)
            for (number, place) in places.enumerated() { order[place] = first.count + number }
            return [
                .constant(
                    Constant(
                        Numbers.joined([try first.numbers(), try updates.numbers()]).selecting(order), dims: first.dims,
                        type: first.type))
            ]
        case "Cast", "CastLike": return [.constant(try cast(node, first, like: inputs.count > 1 ? inputs[1] : nil))]
        case "Flatten", "Reshape", "Squeeze", "Unsqueeze":
            return [.constant(first.reshaped(try reshapedDims(node, first.dims)))]
        case "Transpose": return [.constant(try first.transposed(try order(node, rank: first.dims.count)))]
        case "Gather", "Slice", "Concat", "Split", "Expand", "Tile", "ConstantOfShape", "Range":
            return try folded(movement: node, inputs.compactMap(\.self)).map { part in
                var typed = part
                if node.operation != "ConstantOfShape", typed.isReal == first.isReal { typed.type = first.type }
                return .constant(typed)
            }
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
        if node.attribute("value") != nil { throw ImportFailure("its value is no tensor", "export the model again") }
        if let value = node.attribute("value_float"), value.hasF {
            return Constant(.reals([Double(value.f)]), dims: [])
        }
        if let values = node.attribute("value_floats")?.floats {
            return Constant(.reals(values.map(Double.init)), dims: [values.count])
        }
        throw ImportFailure("its value is neither a tensor nor numbers", "export the model again")
    }

    private func cast(_ node: NodeReader, _ constant: Constant, like model: Constant?) throws(ImportFailure) -> Constant
    {
        let type: ElementType
        if let model {
            type = model.type
        } else {
            guard let code = try node.integer("to") else {
                throw ImportFailure("it has no type to cast to", "export the model again")
            }
            type = try StoredTensor.type(Int32(truncatingIfNeeded: code))
        }
        if type == constant.type { return constant }
        // Single precision holds what fewer bits hold; weights need not be read for that.
        if type == .float32 || type == .float64, constant.isReal {
            var copy = constant
            copy.type = type
            return copy
        }
        let numbers = try constant.numbers()
        if type == .bool {
            return Constant(
                .integers(numbers.reals.map { $0 != 0 ? 1 : 0 }), dims: constant.dims, name: constant.name, type: type)
        }
        if type.isReal {
            let rounded =
                type == .float16
                ? numbers.reals.map(Self.half) : type == .bfloat16 ? numbers.reals.map(Self.shortened) : numbers.reals
            return Constant(.reals(rounded), dims: constant.dims, name: constant.name, type: type)
        }
        var integers: [Int] = []
        switch numbers {
        case .integers(let values): integers = values
        case .reals(let values):
            for value in values {
                guard let integer = Int(exactly: value.rounded(.towardZero)) else {
                    throw ImportFailure("it casts \(value) to an integer", "export the model again")
                }
                integers.append(integer)
            }
        }
        if let range = type.range, let bad = integers.first(where: { !range.contains($0) }) {
            throw ImportFailure("it casts \(bad) to \(type), which it does not fit", "export the model again")
        }
        return Constant(.integers(integers), dims: constant.dims, name: constant.name, type: type)
    }

    /// The nearest number of IEEE 754 binary16, halves to even.
    private static func half(_ value: Double) -> Double {
        guard value.isFinite, value != 0 else { return value }
        let step = Double(sign: .plus, exponent: max(value.exponent, -14) - 10, significand: 1)
        let rounded = (value / step).rounded(.toNearestOrEven) * step
        return abs(rounded) > 65504 ? (value < 0 ? -.infinity : .infinity) : rounded
    }

    /// The nearest number of bfloat16, halves to even.
    private static func shortened(_ value: Double) -> Double {
        guard value.isFinite, value != 0 else { return value }
        let step = Double(sign: .plus, exponent: value.exponent - 7, significand: 1)
        return (value / step).rounded(.toNearestOrEven) * step
    }

    /// Notes what was worked out, so that all nodes together take no longer than a file should make anybody wait.
    mutating func count(_ constants: [Value], of node: NodeReader) {
        // These only note what to do.
        if [
            "Constant", "Identity", "Dropout", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Shape",
            "Size",
        ].contains(node.operation) {
            return
        }
        for case .constant(let constant) in constants { foldedElements += constant.count }
        // A little comes of much.
        if node.operation.hasPrefix("Reduce"), case .constant(let constant)? = values[node.inputs[0]] {
            foldedElements += constant.count
        }
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
