#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension GraphImport {
    /// Constants that are worked out element by element, or by a reduction.
    func folded(arithmetic node: NodeReader, _ inputs: [Constant]) throws(ImportFailure) -> Constant {
        switch (node.operation, inputs.count) {
        case ("ReduceProd", _), ("ReduceSum", _), ("ReduceMin", _), ("ReduceMax", _): return try reduced(node, inputs)
        case ("Where", 3): return try chosen(inputs)
        case ("Where", _): throw ImportFailure("it has \(inputs.count) inputs", "3 are wanted")
        case (_, 1): return try unary(node, inputs[0])
        default:
            var result = inputs[0]
            guard inputs.count == 2 || node.operation == "Min" || node.operation == "Max" else {
                throw ImportFailure("it has \(inputs.count) inputs", "2 are wanted")
            }
            for input in inputs.dropFirst() { result = try binary(node, result, input) }
            return result
        }
    }

    private func unary(_ node: NodeReader, _ input: Constant) throws(ImportFailure) -> Constant {
        let numbers = try input.numbers()
        let result: Numbers
        switch (node.operation, numbers) {
        case ("Neg", .integers(let values)): result = .integers(try values.map { v throws(ImportFailure) in try exact(0.subtractingReportingOverflow(v)) })
        case ("Abs", .integers(let values)): result = .integers(try values.map { v throws(ImportFailure) in v < 0 ? try exact(0.subtractingReportingOverflow(v)) : v })
        case ("Not", .integers(let values)): result = .integers(values.map { $0 == 0 ? 1 : 0 })
        case ("Min", _), ("Max", _): result = numbers
        case ("Neg", .reals(let values)): result = .reals(values.map { -$0 })
        case ("Abs", .reals(let values)): result = .reals(values.map { abs($0) })
        case ("Sqrt", .reals(let values)): result = .reals(values.map { $0.squareRoot() })
        case ("Reciprocal", .reals(let values)): result = .reals(values.map { 1 / $0 })
        case ("Floor", .reals(let values)): result = .reals(values.map { $0.rounded(.down) })
        case ("Ceil", .reals(let values)): result = .reals(values.map { $0.rounded(.up) })
        case ("Exp", .reals(let values)): result = .reals(values.map { exp($0) })
        case ("Log", .reals(let values)): result = .reals(values.map { log($0) })
        default: throw ImportFailure("it has one input of the wrong type", "export the model again")
        }
        return Constant(result, dims: input.dims)
    }

    private func binary(_ node: NodeReader, _ a: Constant, _ b: Constant) throws(ImportFailure) -> Constant {
        guard let dims = Strides.broadcastShape(a.dims, b.dims) else {
            throw ImportFailure("it combines constants with the extents \(a.dims) and \(b.dims)", "they have to be alike, or 1 where one is repeated")
        }
        try checkFoldingSize(dims)
        let first = try a.numbers().selecting(Strides.broadcast(a.dims, to: dims))
        let second = try b.numbers().selecting(Strides.broadcast(b.dims, to: dims))
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
        case "Pow": return pow(a, b)
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
            let power = pow(Double(a), Double(b))
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
            throw ImportFailure("it combines constants with the extents \(inputs.map(\.dims))", "they have to be alike, or 1 where one is repeated")
        }
        try checkFoldingSize(dims)
        let conditions = try inputs[0].numbers().selecting(Strides.broadcast(inputs[0].dims, to: dims)).reals
        let first = try inputs[1].numbers().selecting(Strides.broadcast(inputs[1].dims, to: dims))
        let second = try inputs[2].numbers().selecting(Strides.broadcast(inputs[2].dims, to: dims))
        let both = Numbers.joined([first, second])
        let order = conditions.indices.map { conditions[$0] != 0 ? $0 : $0 + first.count }
        return Constant(both.selecting(order), dims: dims)
    }

    private func reduced(_ node: NodeReader, _ inputs: [Constant]) throws(ImportFailure) -> Constant {
        let values = try inputs[0].integers()
        let keeps = try node.integer("keepdims") ?? 1 != 0
        var axes: Set<Int> = []
        for axis in try integers(node, attribute: "axes", input: 1) ?? [] {
            axes.insert(try node.axis(axis, rank: inputs[0].dims.count))
        }
        guard axes.isEmpty || axes.count == inputs[0].dims.count, !values.isEmpty else {
            throw ImportFailure("it reduces some axes of a constant", "simplify the model with onnxsim")
        }
        var result = values[0]
        for value in values.dropFirst() {
            switch node.operation {
            case "ReduceProd": result = try exact(result.multipliedReportingOverflow(by: value))
            case "ReduceSum": result = try exact(result.addingReportingOverflow(value))
            case "ReduceMin": result = min(result, value)
            default: result = max(result, value)
            }
        }
        return Constant(.integers([result]), dims: keeps ? inputs[0].dims.map { _ in 1 } : [])
    }
}
