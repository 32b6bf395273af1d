extension GraphImport {
    /// `Gemm`: α·A·B + β·C, a linear layer where one matrix is constant.
    mutating func gemm(_ node: NodeReader) throws(ImportFailure) -> Value {
        var factors = [try operand(node, 0), try operand(node, 1)]
        for (index, name) in ["transA", "transB"].enumerated() {
            guard factors[index].dims.count == 2 else {
                throw ImportFailure(
                    "it multiplies tensors with the extents \(factors[0].dims) and \(factors[1].dims)",
                    "two matrices are wanted")
            }
            if try node.integer(name) ?? 0 != 0 { factors[index] = try swapped(node, factors[index]) }
        }
        let alpha = try node.real("alpha") ?? 1, beta = try node.real("beta") ?? 1
        if alpha != 1 {
            // Where one factor is constant it takes the number up.
            if let index = factors.lastIndex(where: { if case .constant = $0 { true } else { false } }),
                case .constant(let matrix) = factors[index]
            {
                factors[index] = .constant(try scaled(matrix, by: alpha, "\(node.name).alpha"))
            } else if case .computed(let first) = factors[0] {
                factors[0] = try scaled(node, first, factor: alpha, offset: 0, suffix: ".alpha")
            }
        }
        guard node.has(2) else { return try multiplied(node, factors[0], factors[1]) }
        let dims = [factors[0].dims[0], factors[1].dims[1]]
        switch try operand(node, 2) {
        case .constant(var bias):
            guard Strides.broadcastShape(bias.dims, dims) == dims else {
                throw ImportFailure(
                    "it adds a tensor with the extents \(bias.dims) to \(dims)",
                    "extents that can be repeated to it are wanted")
            }
            if beta != 1 { bias = try scaled(bias, by: beta, "\(node.name).beta") }
            // One number per column is a bias; whatever differs from row to row is not.
            if (bias.dims.last ?? 1) == dims[1], bias.count == dims[1], case .constant = factors[1] {
                return try multiplied(node, factors[0], factors[1], bias: bias)
            }
            switch try multiplied(node, factors[0], factors[1]) {
            case .computed(let product):
                return .computed(try combinedValue(node, .add, .computed(product), .constant(bias), suffix: ".sum"))
            case .constant(let product): return .constant(try folded(binary: "Add", node, product, bias))
            case .unknown: throw unsupported(node)
            }
        case .computed(let addend):
            guard case .computed(let product) = try multiplied(node, factors[0], factors[1]) else {
                throw unsupported(node)
            }
            let term = beta == 1 ? addend : try scaledTensor(node, addend, factor: beta, offset: 0, suffix: ".beta")
            return .computed(try combined(node, .add, product, term, suffix: ".sum"))
        case .unknown: throw unsupported(node)
        }
    }

    /// `MatMul`: a linear layer where one input is constant, a product of two tensors where none is.
    mutating func matmul(_ node: NodeReader) throws(ImportFailure) -> Value {
        try multiplied(node, try operand(node, 0), try operand(node, 1))
    }

    private func scaled(_ constant: Constant, by factor: Double, _ name: String) throws(ImportFailure) -> Constant {
        Constant(
            .reals(try constant.numbers().reals.map { $0 * factor }), dims: constant.dims,
            name: constant.name.isEmpty ? name : "\(constant.name)·\(factor)")
    }

    mutating func swapped(_ node: NodeReader, _ value: Value) throws(ImportFailure) -> Value {
        let order = swappingLast(value.dims.count)
        switch value {
        case .constant(let constant): return .constant(try constant.transposed(order))
        case .computed(let tensor): return .computed(try transposed(node, tensor, order: order))
        case .unknown: throw unsupported(node)
        }
    }

    private func reshaped(_ value: Value, _ dims: [Int]) -> Value {
        switch value {
        case .constant(let constant): .constant(constant.reshaped(dims))
        case .computed(let tensor): .computed(tensor.reshaped(dims))
        case .unknown: value
        }
    }

    /// A product of matrices, or of stacks of them, as `MatMul` has it.
    mutating func multiplied(
        _ node: NodeReader, _ first: Value, _ second: Value, bias: Constant? = nil
    ) throws(ImportFailure) -> Value {
        guard first.dims.count >= 1, second.dims.count >= 1 else {
            throw ImportFailure("it multiplies a single number", "use Mul")
        }
        // A vector is a row on the left and a column on the right.
        if first.dims.count == 1 || second.dims.count == 1 {
            let left = first.dims.count == 1 ? reshaped(first, [1] + first.dims) : first
            let right = second.dims.count == 1 ? reshaped(second, second.dims + [1]) : second
            let product = try multiplied(node, left, right, bias: bias)
            var dims = product.dims
            if second.dims.count == 1 { dims.removeLast() }
            if first.dims.count == 1 { dims.remove(at: second.dims.count == 1 ? dims.count - 1 : dims.count - 2) }
            return reshaped(product, dims)
        }
        let rows = first.dims[first.dims.count - 1], columns = second.dims[second.dims.count - 2]
        guard rows == columns,
            Strides.broadcastShape(Array(first.dims.dropLast(2)), Array(second.dims.dropLast(2))) != nil
        else {
            throw ImportFailure(
                "it multiplies tensors with the extents \(first.dims) and \(second.dims)",
                "the last extent of the first has to be the second to last of the second")
        }
        switch (first, second) {
        case (.computed(let input), .constant(let weight)):
            let stack = weight.dims.dropLast(2).reduce(1, *)
            guard stack > 1 else {
                let missing = max(weight.dims.count - input.dims.count, 0)
                let lead = input.reshaped(Array(repeating: 1, count: missing) + input.dims)
                return try linear(
                    node, lead, weight.reshaped(Array(weight.dims.suffix(2))).transposed([1, 0]), bias: bias)
            }
            return .computed(try stacked(node, input, weight, stack))
        case (.constant, .computed(let input)):
            // W·x is (xᵀ·Wᵀ)ᵀ.
            let turned = try transposed(node, input, order: swappingLast(input.dims.count))
            let product = try multiplied(node, .computed(turned), try swapped(node, first))
            return try swapped(node, product)
        case (.computed(let left), .computed(let right)):
            return .computed(try product(node, left, right))
        case (.constant(let left), .constant(let right)):
            return .constant(try folded(product: node, left, right, bias: bias))
        default:
            throw unsupported(node)
        }
    }

    /// A product of two constants, matrices or stacks of them, worked out while reading.
    private func folded(
        product node: NodeReader, _ first: Constant, _ second: Constant, bias: Constant?
    ) throws(ImportFailure) -> Constant {
        let (rows, inner, columns) = (
            first.dims[first.dims.count - 2], first.dims[first.dims.count - 1], second.dims[second.dims.count - 1]
        )
        let stacks = (Array(first.dims.dropLast(2)), Array(second.dims.dropLast(2)))
        let lead = Strides.broadcastShape(stacks.0, stacks.1) ?? []
        guard let count = Strides.count(lead + [rows, inner]), count <= Constant.foldingLimit / max(columns, 1) * 4
        else {
            throw ImportFailure(
                "it multiplies constants with the extents \(first.dims) and \(second.dims)",
                "simplify the model before importing it, with onnxsim")
        }
        try checkFoldingSize(lead + [rows, columns])
        let (left, right) = (try first.numbers().reals, try second.numbers().reals)
        let places = (Strides.broadcast(stacks.0, to: lead), Strides.broadcast(stacks.1, to: lead))
        let offsets = try bias?.numbers().reals
        var result: [Double] = []
        result.reserveCapacity(places.0.count * rows * columns)
        for (a, b) in zip(places.0, places.1) {
            for row in 0..<rows {
                for column in 0..<columns {
                    var sum = offsets?[column] ?? 0
                    for k in 0..<inner {
                        sum += left[(a * rows + row) * inner + k] * right[(b * inner + k) * columns + column]
                    }
                    result.append(Double(Float(sum)))
                }
            }
        }
        return Constant(.reals(result), dims: lead + [rows, columns])
    }

    /// A linear layer over the last axis.
    ///
    /// - Parameter weight: output features × input features.
    private mutating func linear(
        _ node: NodeReader, _ input: Computed, _ weight: Constant, bias: Constant?
    ) throws(ImportFailure) -> Value {
        let (outputs, features) = (weight.dims[0], weight.dims[1])
        guard input.dims.last == features, outputs >= 1 else {
            throw ImportFailure(
                "its weights are for \(features) features, but its input has the extents \(input.dims)",
                "the last extent has to be \(features)")
        }
        try checkBias(bias, count: outputs)
        let lead = input.dims.dropLast()
        let tokens = lead.reduce(1, *)
        let source = try layer(input, as: tokens == 1 ? [features] : [tokens, features], for: node)
        let layer = try weightLayer(
            node, .linear(Linear(outputFeatures: outputs, bias: bias != nil)), [source], weight: weight, bias: bias)
        return .computed(input.moved(layer, lead + [outputs]))
    }

    /// A stack of matrices, each with a part of the input of its own: a grouped convolution of kernel 1; or all with
    /// the same input: one matrix with their columns beside each other.
    private mutating func stacked(
        _ node: NodeReader, _ input: Computed, _ weight: Constant, _ stack: Int
    ) throws(ImportFailure) -> Computed {
        let lead = Array(weight.dims.dropLast(2)), rank = lead.count
        let (features, outputs) = (weight.dims[rank], weight.dims[rank + 1])
        let rows = input.dims[input.dims.count - 2]
        let own = Array(Array(repeating: 1, count: max(rank + 2 - input.dims.count, 0)) + input.dims.dropLast(2))
        let flat = weight.reshaped([stack, features, outputs])
        if own.suffix(rank).allSatisfy({ $0 == 1 }), own.reduce(1, *) == 1 {
            let source = try layer(input, as: rows == 1 ? [features] : [rows, features], for: node)
            let matrix = try flat.transposed([0, 2, 1]).reshaped([stack * outputs, features])
            let wide = try weightLayer(
                node, .linear(Linear(outputFeatures: stack * outputs, bias: false)), [source], weight: matrix, bias: nil
            )
            let result = input.moved(wide, [rows, stack, outputs])
            return try transposed(node, result, order: [1, 0, 2]).reshaped(
                Array(own.dropLast(rank)) + lead + [rows, outputs])
        }
        guard own.count >= rank, Array(own.suffix(rank)) == lead, own.dropLast(rank).allSatisfy({ $0 == 1 }) else {
            throw ImportFailure(
                "it multiplies \(input.dims) with constant weights of the extents \(weight.dims)",
                "as many matrices as the input has parts are wanted: split the stack into one product each")
        }
        let turned = try transposed(node, input.reshaped([stack, rows, features]), order: [0, 2, 1])
        let source = try layer(turned, as: [stack * features, 1, rows], for: node)
        let convolution = Convolution(outputChannels: stack * outputs, kernel: 1, groups: stack)
        let matrix = try flat.transposed([0, 2, 1]).reshaped([stack * outputs, features, 1, 1])
        let layer = try weightLayer(node, .convolution(convolution), [source], weight: matrix, bias: nil)
        let result = input.moved(layer, [stack, outputs, rows])
        return try transposed(node, result, order: [0, 2, 1]).reshaped(own + [rows, outputs])
    }

    /// A product of two computed tensors, as in attention; stacks of 1 are repeated.
    mutating func product(
        _ node: NodeReader, _ first: Computed, _ second: Computed, suffix: String = ""
    ) throws(ImportFailure) -> Computed {
        guard let lead = Strides.broadcastShape(Array(first.dims.dropLast(2)), Array(second.dims.dropLast(2))) else {
            throw unsupported(node)
        }
        let left = try expanded(node, first, to: lead + first.dims.suffix(2), suffix: ".left")
        let right = try expanded(node, second, to: lead + second.dims.suffix(2), suffix: ".right")
        let stack = lead.filter { $0 != 1 }
        let layer = try append(
            node.name + suffix, .matmul(MatrixProduct()),
            [
                try layer(left, as: stack + left.dims.suffix(2), for: node),
                try layer(right, as: stack + right.dims.suffix(2), for: node),
            ], tensor: suffix.isEmpty ? node.outputs.first : nil)
        return first.moved(layer, lead + [first.dims[first.dims.count - 2], second.dims[second.dims.count - 1]])
    }

    /// The order that exchanges the last two of `rank` axes.
    func swappingLast(_ rank: Int) -> [Int] {
        Array(0..<rank - 2) + [rank - 1, rank - 2]
    }

    /// `Einsum` of one or two tensors, each letter at most once in each: what is in one tensor alone and not in the
    /// result is summed first, what is in both and not in the result is the product's inner extent.
    mutating func einsum(_ node: NodeReader) throws(ImportFailure) -> Value {
        let equation = (try node.text("equation") ?? "").filter { !$0.isWhitespace }
        let unsupported = ImportFailure(
            "its equation is '\(equation)'",
            "one or two tensors, letters alone, none twice in a tensor: replace it by MatMul and Transpose")
        let sides = equation.split(separator: ">", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(sides.count), !equation.contains("."), sides.count == 1 || sides[0].hasSuffix("-") else {
            throw unsupported
        }
        let terms = (sides.count == 2 ? String(sides[0].dropLast()) : sides[0])
            .split(separator: ",", omittingEmptySubsequences: false).map(Array.init)
        let all = terms.flatMap { $0 }
        let result =
            sides.count == 2
            ? Array(sides[1]) : Set(all).filter { letter in all.filter { $0 == letter }.count == 1 }.sorted()
        guard terms.count == node.inputs.count, (1...2).contains(terms.count), all.allSatisfy(\.isLetter),
            terms.allSatisfy({ Set($0).count == $0.count }), Set(result).count == result.count,
            result.allSatisfy(all.contains)
        else { throw unsupported }
        var extents: [Character: Int] = [:]
        var parts: [(value: Value, letters: [Character])] = []
        for (index, letters) in terms.enumerated() {
            let value = try operand(node, index)
            guard value.dims.count == letters.count else { throw unsupported }
            for (letter, extent) in zip(letters, value.dims) {
                guard extents[letter] ?? extent == extent else { throw unsupported }
                extents[letter] = extent
            }
            // A letter of one tensor alone that the result has not.
            let others = terms.indices.filter { $0 != index }.flatMap { terms[$0] }
            let summed = Set(letters.indices.filter { !result.contains(letters[$0]) && !others.contains(letters[$0]) })
            guard !summed.isEmpty else {
                parts.append((value, letters))
                continue
            }
            guard case .computed(let tensor) = value else { throw unsupported }
            parts.append(
                (
                    .computed(try reduced(node, tensor, axes: summed, keeps: false, .sum, suffix: ".sum\(index)")),
                    letters.indices.filter { !summed.contains($0) }.map { letters[$0] }
                ))
        }
        func turned(_ part: (value: Value, letters: [Character]), _ order: [Character]) throws(ImportFailure) -> Value {
            let places = order.compactMap { part.letters.firstIndex(of: $0) }
            switch part.value {
            case .constant(let constant): return .constant(try constant.transposed(places))
            case .computed(let tensor): return .computed(try transposed(node, tensor, order: places))
            case .unknown: throw unsupported
            }
        }
        guard parts.count == 2 else { return try turned(parts[0], result) }
        let (left, right) = (parts[0].letters, parts[1].letters)
        let shared = left.filter(right.contains)
        let stack = shared.filter(result.contains), inner = shared.filter { !result.contains($0) }
        let outer = [left.filter { !right.contains($0) }, right.filter { !left.contains($0) }]
        func size(_ letters: [Character]) -> Int { letters.reduce(1) { $0 * (extents[$1] ?? 1) } }
        let lead = stack.map { extents[$0] ?? 1 }
        let first = reshaped(try turned(parts[0], stack + outer[0] + inner), lead + [size(outer[0]), size(inner)])
        let second = reshaped(try turned(parts[1], stack + inner + outer[1]), lead + [size(inner), size(outer[1])])
        let product = reshaped(
            try multiplied(node, first, second), (stack + outer[0] + outer[1]).map { extents[$0] ?? 1 })
        return try turned((product, stack + outer[0] + outer[1]), result)
    }
}
