extension GraphImport {
    /// `Add`, and `Sum` of any number of tensors.
    mutating func sum(_ node: NodeReader) throws(ImportFailure) -> Value {
        var total = try operand(node, 0)
        for index in 1..<max(node.inputs.count, 1) {
            switch (total, try operand(node, index)) {
            case (.computed(let first), .computed(let second)):
                total = .computed(try combined(node, .add, first, second))
            case (.computed(let tensor), .constant(let constant)):
                total = .computed(try shifted(node, tensor, constant, read: index == 1 ? node.inputs[0] : ""))
            case (.constant(let constant), .computed(let tensor)):
                total = .computed(try shifted(node, tensor, constant, read: node.inputs[index]))
            case (.constant(let first), .constant(let second)):
                total = .constant(try folded(binary: "Add", node, first, second))
            default: throw unsupported(node)
            }
        }
        return total
    }

    /// `Sub`: x − c is a shift, c − x a scaling by −1 and a shift.
    mutating func difference(_ node: NodeReader) throws(ImportFailure) -> Value {
        switch (try operand(node, 0), try operand(node, 1)) {
        case (.computed(let tensor), .constant(let constant)):
            if let offset = try shiftOf(tensor, constant) {
                return try scaled(node, tensor, factor: 1, offset: -offset)
            }
            return .computed(try shifted(node, tensor, try negated(constant), read: node.inputs[0]))
        case (.constant(let constant), .computed(let tensor)):
            if let offset = try shiftOf(tensor, constant) {
                return try scaled(node, tensor, factor: -1, offset: offset)
            }
            return .computed(try combinedValue(node, .arithmetic(.subtract), .constant(constant), .computed(tensor)))
        case let (first, second):
            return .computed(try combinedValue(node, .arithmetic(.subtract), first, second))
        }
    }

    /// `Mul`.
    mutating func product(_ node: NodeReader) throws(ImportFailure) -> Value {
        switch (try operand(node, 0), try operand(node, 1)) {
        case (.computed(let first), .computed(let second)):
            return .computed(try combined(node, .multiply, first, second))
        case (.computed(let tensor), .constant(let constant)), (.constant(let constant), .computed(let tensor)):
            if let factor = try shiftOf(tensor, constant) { return try scaled(node, tensor, factor: factor, offset: 0) }
            return .computed(try combinedValue(node, .multiply, .computed(tensor), .constant(constant)))
        default: throw unsupported(node)
        }
    }

    /// `Div`: by a number a scaling, by a learnt tensor a product with its reciprocals. Of integers the quotient is cut
    /// off.
    mutating func quotient(_ node: NodeReader) throws(ImportFailure) -> Value {
        let (first, second) = (try operand(node, 0), try operand(node, 1))
        if case .computed(let tensor) = first, case .constant(let constant) = second, tensor.type.isReal {
            if let divisor = try shiftOf(tensor, constant), divisor != 0 {
                return try scaled(node, tensor, factor: 1 / divisor, offset: 0)
            }
            let numbers = try constant.numbers().reals
            if numbers.allSatisfy({ $0 != 0 && $0.isFinite }) {
                let reciprocals = Constant(
                    .reals(numbers.map { 1 / $0 }), dims: constant.dims,
                    name: constant.name.isEmpty ? "" : constant.name + ".reciprocal")
                return .computed(try combinedValue(node, .multiply, .computed(tensor), .constant(reciprocals)))
            }
        }
        let isWhole = [first, second].contains {
            if case .computed(let value) = $0 { !value.type.isReal } else { false }
        }
        let result = try combinedValue(node, .arithmetic(.divide), first, second, suffix: isWhole ? ".quotient" : "")
        return .computed(isWhole ? try mapped(node, result, .activation(.function(.truncate))) : result)
    }

    /// The number, where a constant is a single one that is not repeated over more extents than the tensor has.
    private func shiftOf(_ tensor: Computed, _ constant: Constant) throws(ImportFailure) -> Double? {
        guard constant.dims.count <= tensor.dims.count, let number = try constant.scalar(), number.isFinite else {
            return nil
        }
        return number
    }

    private func negated(_ constant: Constant) throws(ImportFailure) -> Constant {
        Constant(
            .reals(try constant.numbers().reals.map { -$0 }), dims: constant.dims,
            name: constant.name.isEmpty ? "" : constant.name + ".negated", type: constant.type)
    }

    /// factor·x + offset.
    mutating func scaled(
        _ node: NodeReader, _ input: Computed, factor: Double, offset: Double, suffix: String = ""
    ) throws(ImportFailure) -> Value {
        .computed(try scaledTensor(node, input, factor: factor, offset: offset, suffix: suffix))
    }

    /// factor·x + offset.
    mutating func scaledTensor(
        _ node: NodeReader, _ input: Computed, factor: Double, offset: Double, suffix: String = ""
    ) throws(ImportFailure) -> Computed {
        guard factor.isFinite, offset.isFinite else {
            throw ImportFailure("it scales by \(factor) and shifts by \(offset)", "finite numbers are wanted")
        }
        if factor == 1, offset == 0 { return input }
        let layer = try append(
            node.name + suffix, .scale(factor: factor, offset: offset), [input.layer],
            tensor: suffix.isEmpty ? node.outputs.first : nil)
        return input.moved(layer, input.dims)
    }

    /// Adds a constant: one number is a shift, one per output of the layer before it a bias, anything
    /// else a learnt tensor of its own.
    ///
    /// - Parameter read: the name under which the node reads `input`.
    private mutating func shifted(
        _ node: NodeReader, _ input: Computed, _ constant: Constant, read: String
    ) throws(ImportFailure) -> Computed {
        if try addBias(input, constant, read: read) { return input }
        if let offset = try shiftOf(input, constant) { return try scaledTensor(node, input, factor: 1, offset: offset) }
        return try combinedValue(node, .add, .computed(input), .constant(constant))
    }

    /// Gives the constant to a linear layer or convolution without biases, if nothing else reads its output.
    ///
    /// It has one number along the axis of the outputs, and extents of 1 along all others.
    private mutating func addBias(_ input: Computed, _ constant: Constant, read: String) throws(ImportFailure) -> Bool {
        guard tensorOfLayer[input.layer] == read, uses[read] == 1, input.codes == nil else { return false }
        let old = layers[input.layer]
        let outputs: Int
        let axis: Int
        let operation: Layer.Operation
        switch old.operation {
        case .linear(var linear) where !linear.bias:
            linear.bias = true
            (outputs, axis, operation) = (linear.outputFeatures, input.dims.count - 1, .linear(linear))
        case .convolution(var convolution) where !convolution.bias:
            convolution.bias = true
            (outputs, axis, operation) = (convolution.outputChannels, 1, .convolution(convolution))
        default: return false
        }
        let missing = input.dims.count - constant.dims.count
        guard missing >= 0, constant.count == outputs, axis >= missing, constant.dims[axis - missing] == outputs,
            input.dims[axis] == outputs, nodes[input.layer].weights == nil
        else { return false }
        let key = owners.first { $0.value == old.name }?.key
        // Another layer uses its weights, without these biases.
        guard !nodes.contains(where: { $0.weights == old.name }) else { return false }
        var owner: String?
        if let key, !constant.identity.isEmpty {
            owners[key] = nil
            let biased = OwnerKey(weight: key.weight, bias: constant.identity, operation: operation.weightKind)
            if let known = owners[biased] { owner = known } else { owners[biased] = old.name }
        } else if let key {
            owners[key] = nil
        }
        do {
            layers[input.layer] = try Layer(
                name: old.name, operation: operation, inputs: old.inputs,
                inputShapes: old.inputs.map { layers[$0].output }, weights: owner)
        } catch {
            throw ImportFailure(error)
        }
        nodes[input.layer].operation = operation
        nodes[input.layer].weights = owner
        add(constant.reshaped([outputs]), as: old.name + ".bias")
        return true
    }

    /// Functions of two tensors, and of more, one after the other.
    mutating func arithmetic(_ node: NodeReader) throws(ImportFailure) -> Value {
        let kinds: [String: Layer.Operation] = [
            "Max": .arithmetic(.maximum), "Min": .arithmetic(.minimum), "Mean": .add, "Pow": .arithmetic(.power),
            "PRelu": .arithmetic(.slope),
            "And": .arithmetic(.and), "Or": .arithmetic(.or), "Xor": .arithmetic(.exclusiveOr),
            "Equal": .arithmetic(.equal),
            "Less": .arithmetic(.less), "LessOrEqual": .arithmetic(.lessOrEqual), "Greater": .arithmetic(.less),
            "GreaterOrEqual": .arithmetic(.lessOrEqual),
            "Mod": .arithmetic(try node.integer("fmod") ?? 0 != 0 ? .remainder : .modulo),
        ]
        guard let kind = kinds[node.operation] else { throw unsupported(node) }
        var total = try operand(node, 0)
        if node.operation == "Pow", case .computed(let base) = total,
            case .constant(let exponent) = try operand(node, 1),
            let number = try shiftOf(base, exponent), let result = try power(node, base, number)
        {
            return .computed(result)
        }
        if node.operation == "Pow", case .computed(let base) = total, !base.type.isReal {
            throw ImportFailure("it raises integers to a power", "cast them to real numbers before it")
        }
        if node.operation == "PRelu" { try checkSlope(node, total, try operand(node, 1)) }
        for index in 1..<max(node.inputs.count, 1) {
            let next = try operand(node, index)
            if case .constant(let first) = total, case .constant(let second) = next {
                total = .constant(
                    try folded(binary: node.operation == "Mean" ? "Add" : node.operation, node, first, second))
                continue
            }
            let isTurned = node.operation.hasPrefix("Greater")
            let last = index == node.inputs.count - 1 && node.operation != "Mean"
            total = .computed(
                try combinedValue(
                    node, kind, isTurned ? next : total, isTurned ? total : next, suffix: last ? "" : ".\(index)"))
        }
        guard case .computed(let result) = total else { return total }
        switch node.operation {
        case "Mean": return try scaled(node, result, factor: 1 / Double(node.inputs.count), offset: 0)
        case "And", "Or", "Xor", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual":
            return .computed(result.typed(.bool))
        case "Pow": return .computed(result.typed(typeOfFirst(node)))
        default: return .computed(result)
        }
    }

    private func typeOfFirst(_ node: NodeReader) -> ElementType {
        switch values[node.inputs[0]] {
        case .computed(let value)?: value.type
        case .constant(let constant)?: constant.type
        default: .float32
        }
    }

    /// A fixed power, where simpler functions give it.
    private mutating func power(
        _ node: NodeReader, _ base: Computed, _ exponent: Double
    ) throws(ImportFailure) -> Computed? {
        switch exponent {
        case 1: return base
        case 2: return try combined(node, .multiply, base, base)
        case 3: return try combined(node, .multiply, try combined(node, .multiply, base, base, suffix: ".square"), base)
        case 0.5 where base.type.isReal: return try mapped(node, base, .activation(.function(.squareRoot)))
        case -1 where base.type.isReal: return try mapped(node, base, .activation(.function(.reciprocal)))
        default: return nil
        }
    }

    /// The slope of `PRelu` is repeated to the tensor, never the tensor to the slope.
    private func checkSlope(_ node: NodeReader, _ tensor: Value, _ slope: Value) throws(ImportFailure) {
        guard Strides.broadcastShape(tensor.dims, slope.dims) == tensor.dims else {
            throw ImportFailure(
                "its slopes have the extents \(slope.dims) for a tensor of \(tensor.dims)",
                "they have to be repeatable to it")
        }
    }

    /// `Where`.
    mutating func choice(_ node: NodeReader) throws(ImportFailure) -> Value {
        let parts = [try operand(node, 0), try operand(node, 1), try operand(node, 2)]
        // Where the condition is known and the same everywhere nothing is chosen.
        if case .constant(let condition) = parts[0], condition.count <= Constant.foldingLimit {
            let values = try condition.numbers().reals
            let chosen = values.allSatisfy { $0 != 0 } ? parts[1] : values.allSatisfy { $0 == 0 } ? parts[2] : nil
            if let chosen, case .computed(let value) = chosen,
                parts.allSatisfy({ Strides.broadcastShape($0.dims, value.dims) == value.dims })
            {
                return chosen
            }
        }
        return .computed(try combinedValue(node, .select, parts[0], parts[1], parts[2]))
    }

    /// `Trilu`: what is above or below a diagonal, the rest 0.
    mutating func triangle(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let rank = input.dims.count
        guard rank >= 2 else {
            throw ImportFailure("it reads a tensor with the extents \(input.dims)", "a matrix is wanted")
        }
        let (rows, columns) = (input.dims[rank - 2], input.dims[rank - 1])
        let mask = try Self.triangle(
            rows, columns, diagonal: try optionalConstant(node, 1, "diagonal")?.integers().first ?? 0,
            upper: try node.integer("upper") ?? 1 != 0)
        let lead = Array(repeating: 1, count: rank - 2)
        return .computed(
            try combinedValue(
                node, .select, .constant(Constant(.integers(mask), dims: lead + [rows, columns])), .computed(input),
                .constant(Constant(.reals([0]), dims: lead + [1, 1]))
            ).typed(input.type))
    }

    /// 1 where `Trilu` keeps an element, else 0.
    static func triangle(_ rows: Int, _ columns: Int, diagonal: Int, upper: Bool) throws(ImportFailure) -> [Int] {
        guard rows * columns <= Constant.foldingLimit, abs(diagonal) <= Limits.elements else {
            throw ImportFailure("its matrix is \(rows) × \(columns)", "a smaller one is wanted")
        }
        return (0..<rows).flatMap { row in
            (0..<columns).map { column in (upper ? column - row >= diagonal : column - row <= diagonal) ? 1 : 0 }
        }
    }

    /// `CumSum`: the product with a triangle of ones.
    mutating func runningSum(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        guard let stated = try constant(node, 1, "axis").integers().first else {
            throw ImportFailure("it has no axis", "export the model again")
        }
        let axis = try node.axis(stated, rank: input.dims.count)
        let extent = input.dims[axis]
        let excluded = try node.integer("exclusive") ?? 0, isReversed = try node.integer("reverse") ?? 0 != 0
        // Element j goes into sum i where j ≤ i.
        let ones = try Self.triangle(extent, extent, diagonal: isReversed ? -excluded : excluded, upper: !isReversed)
        let order = Array(0..<input.dims.count).filter { $0 != axis } + [axis]
        let turned = try transposed(node, input, order: order)
        let rows = try layer(turned, as: [turned.count / extent, extent], for: node)
        let triangle = try layer(Constant(.integers(ones), dims: [extent, extent]), as: [extent, extent], for: node)
        let sums = try append(node.name, .matmul(MatrixProduct()), [rows, triangle])
        var back = [Int](repeating: 0, count: order.count)
        for (place, axis) in order.enumerated() { back[axis] = place }
        return .computed(try transposed(node, turned.moved(sums, turned.dims), order: back))
    }
}
