import RealModule

extension GraphImport {
    /// Constants that are worked out element by element, or by a reduction.
    func folded(arithmetic node: NodeReader, _ inputs: [Constant]) throws(ImportFailure) -> Constant {
        switch (node.operation, inputs.count) {
        case (let name, _) where name.hasPrefix("Reduce"): return try reduced(node, inputs)
        case ("Where", 3): return try chosen(inputs)
        case ("Where", _): throw ImportFailure("it has \(inputs.count) inputs", "3 are wanted")
        case (_, 1): return try fitting(try unary(node, inputs[0]), node)
        default:
            var result = inputs[0]
            guard inputs.count == 2 || ["Min", "Max", "Sum", "Mean"].contains(node.operation) else {
                throw ImportFailure("it has \(inputs.count) inputs", "2 are wanted")
            }
            let operation = ["Sum", "Mean"].contains(node.operation) ? "Add" : node.operation
            for input in inputs.dropFirst() { result = try folded(binary: operation, node, result, input) }
            if node.operation == "Mean" {
                result = Constant(
                    .reals(try result.numbers().reals.map { $0 / Double(inputs.count) }), dims: result.dims,
                    type: result.type)
            }
            return result
        }
    }

    /// A function of two constants.
    func folded(
        binary operation: String, _ node: NodeReader, _ a: Constant, _ b: Constant
    ) throws(ImportFailure) -> Constant {
        var inner = node.node
        inner.opType = operation
        var result = try binary(NodeReader(node: inner, opset: node.opset), a, b)
        let isTruth = ["Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or", "Xor"].contains(
            operation)
        result.type = isTruth ? .bool : a.type
        return try fitting(result, node)
    }

    /// Throws when integers have become too large for their type; numbers in single precision are rounded to it.
    private func fitting(_ constant: Constant, _ node: NodeReader) throws(ImportFailure) -> Constant {
        switch try constant.numbers() {
        case .integers(let values):
            guard let range = constant.type.range, let bad = values.first(where: { !range.contains($0) }) else {
                return constant
            }
            throw ImportFailure(
                "it gives \(bad), which is beyond its type (\(constant.type))", "export the model again")
        case .reals(let values):
            guard constant.type != .float64 else { return constant }
            return Constant(
                .reals(values.map { Double(Float($0)) }), dims: constant.dims, name: constant.name, type: constant.type)
        }
    }

    private func unary(_ node: NodeReader, _ input: Constant) throws(ImportFailure) -> Constant {
        let numbers = try input.numbers()
        let result: Numbers
        switch (node.operation, numbers) {
        case ("Neg", .integers(let values)):
            result = .integers(
                try values.map { v throws(ImportFailure) in try exact(0.subtractingReportingOverflow(v)) })
        case ("Abs", .integers(let values)):
            result = .integers(
                try values.map { v throws(ImportFailure) in v < 0 ? try exact(0.subtractingReportingOverflow(v)) : v })
        case ("Not", .integers(let values)): result = .integers(values.map { $0 == 0 ? 1 : 0 })
        case ("Min", _), ("Max", _): result = numbers
        case ("Neg", .reals(let values)): result = .reals(values.map { -$0 })
        case ("Abs", .reals(let values)): result = .reals(values.map { abs($0) })
        case ("Sqrt", .reals(let values)): result = .reals(values.map { $0.squareRoot() })
        case ("Reciprocal", .reals(let values)): result = .reals(values.map { 1 / $0 })
        case ("Floor", .reals(let values)): result = .reals(values.map { $0.rounded(.down) })
        case ("Ceil", .reals(let values)): result = .reals(values.map { $0.rounded(.up) })
        case ("Exp", .reals(let values)): result = .reals(values.map { Double.exp($0) })
        case ("Log", .reals(let values)): result = .reals(values.map { Double.log($0) })
        case ("Round", .reals(let values)): result = .reals(values.map { $0.rounded(.toNearestOrEven) })
        case ("Sign", .reals(let values)): result = .reals(values.map { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 })
        case ("Sin", .reals(let values)): result = .reals(values.map { Double.sin($0) })
        case ("Cos", .reals(let values)): result = .reals(values.map { Double.cos($0) })
        case ("Erf", .reals(let values)): result = .reals(values.map { Double.erf($0) })
        case ("Tanh", .reals(let values)): result = .reals(values.map { Double.tanh($0) })
        case ("Sigmoid", .reals(let values)): result = .reals(values.map { 1 / (1 + Double.exp(-$0)) })
        case ("Relu", .reals(let values)): result = .reals(values.map { max($0, 0) })
        case ("IsNaN", .reals(let values)):
            return Constant(.integers(values.map { $0.isNaN ? 1 : 0 }), dims: input.dims, type: .bool)
        case ("Sum", _), ("Mean", _): result = numbers
        default: throw ImportFailure("it has one input of the wrong type", "export the model again")
        }
        return Constant(result, dims: input.dims, type: input.type)
    }

    private func binary(_ node: NodeReader, _ a: Constant, _ b: Constant) throws(ImportFailure) -> Constant {
        guard let dims = Strides.broadcastShape(a.dims, b.dims) else {
            throw ImportFailure(
                "it combines constants with the extents \(a.dims) and \(b.dims)",
                "they have to be alike, or 1 where one is repeated")
        }
        if dims != a.dims, dims != b.dims { try checkFoldingSize(dims) }
        let first = dims == a.dims ? try a.numbers() : try a.numbers().selecting(Strides.broadcast(a.dims, to: dims))
        let second = dims == b.dims ? try b.numbers() : try b.numbers().selecting(Strides.broadcast(b.dims, to: dims))
        if case .integers(let x) = first, case .integers(let y) = second {
            var result: [Int] = []
            result.reserveCapacity(x.count)
            for (l, r) in zip(x, y) { result.append(try integer(node, l, r)) }
            return Constant(.integers(result), dims: dims)
        }
        let (x, y) = (first.reals, second.reals)
        if let comparison = comparison(node.operation) {
            return Constant(.integers(zip(x, y).map { comparison($0, $1) ? 1 : 0 }), dims: dims)
        }
        var result: [Double] = []
        result.reserveCapacity(x.count)
        for (l, r) in zip(x, y) { result.append(try real(node, l, r)) }
        return Constant(.reals(result), dims: dims)
    }

    private func comparison(_ operation: String) -> ((Double, Double) -> Bool)? {
        switch operation {
        case "Equal": { $0 == $1 }
        case "Greater": { $0 > $1 }
        case "GreaterOrEqual": { $0 >= $1 }
        case "Less": { $0 < $1 }
        case "LessOrEqual": { $0 <= $1 }
        default: nil
        }
    }

    private func real(_ node: NodeReader, _ a: Double, _ b: Double) throws(ImportFailure) -> Double {
        switch node.operation {
        case "Add": return a + b
        case "Sub": return a - b
        case "Mul": return a * b
        case "Div": return a / b
        case "Pow": return Double.pow(a, b)
        case "Mod":
            let rest = a.truncatingRemainder(dividingBy: b)
            guard try node.integer("fmod") ?? 0 != 0 else {
                throw ImportFailure("it takes the rest of real numbers without fmod", "set fmod=1")
            }
            return rest
        case "Min": return min(a, b)
        case "Max": return max(a, b)
        default: throw unsupported(node)
        }
    }

    private func integer(_ node: NodeReader, _ a: Int, _ b: Int) throws(ImportFailure) -> Int {
        switch node.operation {
        case "Add": return try exact(a.addingReportingOverflow(b))
        case "Sub": return try exact(a.subtractingReportingOverflow(b))
        case "Mul": return try exact(a.multipliedReportingOverflow(by: b))
        case "Div": return try exact(a.dividedReportingOverflow(by: b))
        case "Mod":
            // The result has the divisor's sign, unless fmod asks for the dividend's.
            let remainder = try exact(a.remainderReportingOverflow(dividingBy: b))
            let follows = try node.integer("fmod") ?? 0 != 0 || remainder == 0 || (remainder < 0) == (b < 0)
            return follows ? remainder : remainder + b
        case "Pow":
            let power = Double.pow(Double(a), Double(b))
            guard let exact = Int(exactly: power.rounded(.towardZero)) else { throw overflow }
            return exact
        case "Min": return min(a, b)
        case "Max": return max(a, b)
        case "Equal": return a == b ? 1 : 0
        case "Greater": return a > b ? 1 : 0
        case "GreaterOrEqual": return a >= b ? 1 : 0
        case "Less": return a < b ? 1 : 0
        case "LessOrEqual": return a <= b ? 1 : 0
        case "And": return a != 0 && b != 0 ? 1 : 0
        case "Or": return a != 0 || b != 0 ? 1 : 0
        case "Xor": return (a != 0) != (b != 0) ? 1 : 0
        default: throw unsupported(node)
        }
    }

    private var overflow: ImportFailure {
        ImportFailure("its integers overflow, or it divides by 0", "export the model again")
    }

    private func exact(_ result: (partialValue: Int, overflow: Bool)) throws(ImportFailure) -> Int {
        guard !result.overflow else { throw overflow }
        return result.partialValue
    }

    private func chosen(_ inputs: [Constant]) throws(ImportFailure) -> Constant {
        guard let some = Strides.broadcastShape(inputs[0].dims, inputs[1].dims),
            let dims = Strides.broadcastShape(some, inputs[2].dims)
        else {
            throw ImportFailure(
                "it combines constants with the extents \(inputs.map(\.dims))",
                "they have to be alike, or 1 where one is repeated")
        }
        try checkFoldingSize(dims)
        let conditions = try inputs[0].numbers().selecting(Strides.broadcast(inputs[0].dims, to: dims)).reals
        let first = try inputs[1].numbers().selecting(Strides.broadcast(inputs[1].dims, to: dims))
        let second = try inputs[2].numbers().selecting(Strides.broadcast(inputs[2].dims, to: dims))
        let both = Numbers.joined([first, second])
        let order = conditions.indices.map { conditions[$0] != 0 ? $0 : $0 + first.count }
        return Constant(both.selecting(order), dims: dims, type: inputs[1].type)
    }

    private func reduced(_ node: NodeReader, _ inputs: [Constant]) throws(ImportFailure) -> Constant {
        let dims = inputs[0].dims
        let keeps = try node.integer("keepdims") ?? 1 != 0
        var axes: Set<Int> = []
        let stated = try integers(node, attribute: "axes", input: 1) ?? []
        for axis in stated { axes.insert(try node.axis(axis, rank: dims.count)) }
        if stated.isEmpty {
            if try node.integer("noop_with_empty_axes") ?? 0 != 0 { return inputs[0] }
            axes = Set(dims.indices)
        }
        guard inputs[0].count > 0 else {
            throw ImportFailure("it reduces a constant without elements", "simplify the model with onnxsim")
        }
        // Kept axes first, then those that are dropped.
        let kept = dims.indices.filter { !axes.contains($0) }
        let numbers = try inputs[0].numbers().selecting(Strides.transposed(dims, kept + axes.sorted()))
        let size = axes.reduce(1) { $0 * dims[$1] }
        let result = dims.indices.compactMap { axes.contains($0) ? (keeps ? 1 : nil) : dims[$0] }
        if case .integers(let values) = numbers,
            ["ReduceProd", "ReduceSum", "ReduceMin", "ReduceMax"].contains(node.operation)
        {
            var sums: [Int] = []
            for start in stride(from: 0, to: values.count, by: size) {
                var total = values[start]
                for value in values[start..<start + size].dropFirst() {
                    switch node.operation {
                    case "ReduceProd": total = try exact(total.multipliedReportingOverflow(by: value))
                    case "ReduceSum": total = try exact(total.addingReportingOverflow(value))
                    case "ReduceMin": total = min(total, value)
                    default: total = max(total, value)
                    }
                }
                sums.append(total)
            }
            return try fitting(Constant(.integers(sums), dims: result, type: inputs[0].type), node)
        }
        guard numbers.isReal else { throw ImportFailure("it reduces integers to real numbers", "cast them before it") }
        let values = numbers.reals
        let sums = stride(from: 0, to: values.count, by: size).map { start in
            let part = values[start..<start + size]
            return switch node.operation {
            case "ReduceProd": part.reduce(1, *)
            case "ReduceSum": part.reduce(0, +)
            case "ReduceMean": part.reduce(0, +) / Double(size)
            case "ReduceL1": part.reduce(0) { $0 + abs($1) }
            case "ReduceL2": part.reduce(0) { $0 + $1 * $1 }.squareRoot()
            case "ReduceSumSquare": part.reduce(0) { $0 + $1 * $1 }
            case "ReduceLogSum": Double.log(part.reduce(0, +))
            case "ReduceMin": part.dropFirst().reduce(part[start]) { min($0, $1) }
            default: part.dropFirst().reduce(part[start]) { max($0, $1) }
            }
        }
        return try fitting(Constant(.reals(sums), dims: result, type: inputs[0].type), node)
    }
}
