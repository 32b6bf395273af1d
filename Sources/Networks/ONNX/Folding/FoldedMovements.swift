extension GraphImport {
    /// Constants that are made by moving or repeating elements of others.
    func folded(movement node: NodeReader, _ inputs: [Constant]) throws(ImportFailure) -> [Constant] {
        switch node.operation {
        case "Gather": return [try gathered(node, inputs)]
        case "Slice": return [try cut(inputs[0], try cuts(node, inputs[0].dims))]
        case "Concat": return [try joined(node, inputs)]
        case "Split":
            let axis = try node.axis(try node.integer("axis") ?? 0, rank: inputs[0].dims.count)
            var start = 0
            var parts: [Constant] = []
            for size in try splitSizes(node, extent: inputs[0].dims[axis]) {
                parts.append(try cut(inputs[0], [Cut(axis: axis, start: start, step: 1, count: size)]))
                start += size
            }
            return parts
        case "Expand": return [try expanded(node, inputs)]
        case "Tile": return [try tiled(node, inputs)]
        case "ConstantOfShape": return [try filled(node, inputs)]
        default: return [try range(inputs)]
        }
    }

    private func gathered(_ node: NodeReader, _ inputs: [Constant]) throws(ImportFailure) -> Constant {
        guard inputs.count == 2 else { throw ImportFailure("it has \(inputs.count) inputs", "2 are wanted") }
        let (data, places) = (inputs[0], inputs[1])
        let axis = try node.axis(try node.integer("axis") ?? 0, rank: data.dims.count)
        let extent = data.dims[axis]
        var indices: [Int] = []
        for index in try places.integers() {
            guard index >= -extent, index < extent else {
                throw ImportFailure(
                    "its index \(index) is outside of \(data.dims)", "use 0 to \(extent - 1) along axis \(axis)")
            }
            indices.append(index < 0 ? index + extent : index)
        }
        let dims = data.dims[..<axis] + places.dims + data.dims[(axis + 1)...]
        try checkFoldingSize(Array(dims))
        let strides = Strides.of(data.dims)
        let outer = Strides.walk(Array(data.dims[..<axis]), strides: Array(strides[..<axis]))
        let inner = Strides.walk(Array(data.dims[(axis + 1)...]), strides: Array(strides[(axis + 1)...]))
        let order = outer.flatMap { base in
            indices.flatMap { index in inner.map { base + index * strides[axis] + $0 } }
        }
        return Constant(try data.numbers().selecting(order), dims: Array(dims))
    }

    private func cut(_ data: Constant, _ cuts: [Cut]) throws(ImportFailure) -> Constant {
        var dims = data.dims
        var strides = Strides.of(data.dims)
        var start = 0
        let whole = strides
        for cut in cuts {
            dims[cut.axis] = cut.count
            start += cut.start * whole[cut.axis]
            // A step beyond the extent picks one element, so that the product cannot overflow.
            strides[cut.axis] = cut.count > 1 ? cut.step * whole[cut.axis] : 0
        }
        let numbers = try data.numbers()
        if dims.contains(0) { return Constant(numbers.selecting([]), dims: dims) }
        return Constant(numbers.selecting(Strides.walk(dims, strides: strides, from: start)), dims: dims)
    }

    private func joined(_ node: NodeReader, _ inputs: [Constant]) throws(ImportFailure) -> Constant {
        let first = inputs[0].dims
        let axis = try node.axis(try node.integer("axis") ?? 0, rank: first.count)
        guard
            inputs.allSatisfy({ part in
                part.dims.count == first.count && first.indices.allSatisfy { $0 == axis || part.dims[$0] == first[$0] }
            })
        else {
            throw ImportFailure(
                "it joins constants with the extents \(inputs.map(\.dims))", "all other extents have to agree")
        }
        var dims = first
        var parts: [Numbers] = []
        dims[axis] = 0
        for input in inputs {
            // Each is bounded, and so is their number by the file's size; the sum is checked below.
            parts.append(try input.numbers())
            dims[axis] += input.dims[axis]
            try checkFoldingSize(dims)
        }
        let outer = first[..<axis].reduce(1, *)
        let inner = first[(axis + 1)...].reduce(1, *)
        var order: [Int] = []
        for row in 0..<outer {
            var base = 0
            for input in inputs {
                let length = input.dims[axis] * inner
                order += (0..<length).map { base + row * length + $0 }
                base += input.count
            }
        }
        return Constant(Numbers.joined(parts).selecting(order), dims: dims)
    }

    private func expanded(_ node: NodeReader, _ inputs: [Constant]) throws(ImportFailure) -> Constant {
        guard inputs.count == 2 else { throw ImportFailure("it has \(inputs.count) inputs", "2 are wanted") }
        let target = try inputs[1].integers()
        guard target.allSatisfy({ $0 >= 0 && $0 <= Limits.elements }),
            let dims = Strides.broadcastShape(inputs[0].dims, target)
        else {
            throw ImportFailure("it expands \(inputs[0].dims) to \(target)", "the extents have to agree or be 1")
        }
        // A learnt tensor that only gains extents of 1 stays where it is.
        if Strides.count(dims) == inputs[0].count { return inputs[0].reshaped(dims) }
        try checkFoldingSize(dims)
        let numbers = try inputs[0].numbers()
        return Constant(
            numbers.selecting(Strides.broadcast(inputs[0].dims, to: dims)), dims: dims, name: inputs[0].name)
    }

    private func tiled(_ node: NodeReader, _ inputs: [Constant]) throws(ImportFailure) -> Constant {
        guard inputs.count == 2 else { throw ImportFailure("it has \(inputs.count) inputs", "2 are wanted") }
        let (data, repeats) = (inputs[0], try inputs[1].integers())
        guard repeats.count == data.dims.count, repeats.allSatisfy({ $0 >= 0 && $0 <= Constant.foldingLimit }) else {
            throw ImportFailure("it repeats \(data.dims) by \(repeats)", "one number per axis is wanted")
        }
        if repeats.allSatisfy({ $0 == 1 }) { return data }
        var pairs: [Int] = []
        var strides: [Int] = []
        let own = Strides.of(data.dims)
        for axis in data.dims.indices {
            pairs += [repeats[axis], data.dims[axis]]
            strides += [0, own[axis]]
        }
        try checkFoldingSize(pairs)
        let dims = zip(data.dims, repeats).map { $0 * $1 }
        return Constant(try data.numbers().selecting(Strides.walk(pairs, strides: strides)), dims: dims)
    }

    private func filled(_ node: NodeReader, _ inputs: [Constant]) throws(ImportFailure) -> Constant {
        let dims = try inputs[0].integers()
        guard dims.allSatisfy({ $0 >= 0 }) else { throw ImportFailure("its extents are \(dims)", "use 0 or more") }
        try checkFoldingSize(dims)
        var value = Numbers.reals([0])
        if let attribute = node.attribute("value"), attribute.hasT {
            var nothing = ExternalData(folder: ".")
            value = try Constant(try StoredTensor(attribute.t, &nothing)).numbers()
        }
        guard value.count == 1 else { throw ImportFailure("its value has \(value.count) elements", "one is wanted") }
        return Constant(value.selecting(Array(repeating: 0, count: dims.reduce(1, *))), dims: dims)
    }

    private func range(_ inputs: [Constant]) throws(ImportFailure) -> Constant {
        if inputs.contains(where: \.isReal) {
            var bounds: [Double] = []
            for input in inputs { bounds += try input.numbers().reals }
            guard bounds.count == 3, bounds[2] != 0, bounds.allSatisfy(\.isFinite),
                abs((bounds[1] - bounds[0]) / bounds[2]) <= Double(Constant.foldingLimit)
            else {
                throw ImportFailure(
                    "its start, limit and step are \(bounds)", "three numbers with a step other than 0 are wanted")
            }
            let count = max(Int(((bounds[1] - bounds[0]) / bounds[2]).rounded(.up)), 0)
            return Constant(.reals((0..<count).map { bounds[0] + Double($0) * bounds[2] }), dims: [count])
        }
        var bounds: [Int] = []
        for input in inputs { bounds += try input.integers() }
        guard bounds.count == 3, bounds[2] != 0, bounds.allSatisfy({ abs($0 / 2) < 1 << 40 }) else {
            throw ImportFailure(
                "its start, limit and step are \(bounds)", "three integers with a step other than 0 are wanted")
        }
        let length = bounds[2] > 0 ? bounds[1] - bounds[0] : bounds[0] - bounds[1]
        let count = length <= 0 ? 0 : (length - 1) / abs(bounds[2]) + 1
        try checkFoldingSize([count])
        return Constant(.integers((0..<count).map { bounds[0] + $0 * bounds[2] }), dims: [count])
    }
}
