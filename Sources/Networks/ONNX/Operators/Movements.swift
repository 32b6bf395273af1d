extension GraphImport {
    /// `Transpose`.
    mutating func transpose(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        return .computed(try transposed(node, input, order: try order(node, rank: input.dims.count)))
    }

    /// The attribute perm, checked; without it the axes are reversed.
    func order(_ node: NodeReader, rank: Int) throws(ImportFailure) -> [Int] {
        let order = try node.integers("perm") ?? Array((0..<rank).reversed())
        guard order.sorted() == Array(0..<rank) else {
            throw ImportFailure("its perm is \(order) for a tensor with \(rank) axes", "each axis is wanted once")
        }
        return order
    }

    /// Moves axes; no layer is needed where only extents of 1 move.
    mutating func transposed(_ node: NodeReader, _ input: Computed, order: [Int]) throws(ImportFailure) -> Computed {
        let dims = order.map { input.dims[$0] }
        let wide = input.wideAxes
        let moved = order.filter { input.dims[$0] != 1 }
        guard moved != wide else { return input.reshaped(dims) }
        let source = try layer(input, as: wide.map { input.dims[$0] }, for: node)
        let places = moved.map { axis in wide.firstIndex(of: axis) ?? 0 }
        return Computed(layer: try layer(node, .transpose(order: places), [source]), dims: dims)
    }

    /// A layer in which an axis of the graph is an axis of its output, and the number of that one.
    mutating func layer(
        _ input: Computed, withAxis axis: Int, for node: NodeReader
    ) throws(ImportFailure) -> (layer: Int, axis: Int) {
        let own = layers[input.layer].output.dimensions
        let ownWide = own.indices.filter { own[$0] != 1 }
        let wide = input.wideAxes
        if let place = wide.firstIndex(of: axis), ownWide.map({ own[$0] }) == wide.map({ input.dims[$0] }) {
            return (input.layer, ownWide[place])
        }
        let kept = input.dims.indices.filter { input.dims[$0] != 1 || $0 == axis }
        let source = try layer(input, as: kept.map { input.dims[$0] }, for: node)
        return (source, kept.firstIndex(of: axis) ?? 0)
    }

    /// `count` elements along an axis; the value itself where that is all of them.
    mutating func sliced(
        _ node: NodeReader, _ input: Computed, axis: Int, start: Int, step: Int = 1, count: Int, name: String? = nil
    ) throws(ImportFailure) -> Computed {
        if start == 0, step == 1, count == input.dims[axis] { return input }
        let (source, place) = try layer(input, withAxis: axis, for: node)
        let slice = Slice(axis: place, start: start, step: step, count: count)
        let layer = try append(name ?? node.name, .slice(slice), [source])
        var dims = input.dims
        dims[axis] = count
        return Computed(layer: layer, dims: dims)
    }

    /// `Concat`, learnt tensors among its inputs.
    mutating func concat(_ node: NodeReader) throws(ImportFailure) -> Value {
        var parts: [Value] = []
        for index in node.inputs.indices { parts.append(try value(node, index)) }
        let shapes = parts.map { part in
            switch part {
            case .computed(let value): value.dims
            case .constant(let constant): constant.dims
            case .unknown: [Int]()
            }
        }
        let rank = shapes.first?.count ?? 0
        guard let stated = try node.integer("axis") else { throw ImportFailure("it has no axis", "export the model again") }
        let axis = try node.axis(stated, rank: rank)
        guard shapes.allSatisfy({ shape in
            shape.count == rank && shape.indices.allSatisfy { $0 == axis || shape[$0] == shapes[0][$0] }
        }) else {
            throw ImportFailure("it joins tensors with the extents \(shapes) along axis \(axis)", "all other extents have to agree")
        }
        var dims = shapes[0]
        dims[axis] = 0
        for shape in shapes {
            guard shape[axis] <= Limits.elements - dims[axis] else {
                throw ImportFailure("it gives more than \(Limits.elements) elements", "import a smaller network")
            }
            dims[axis] += shape[axis]
        }
        // Only the batch dropped where the inputs are like that already.
        let existing = parts.map { if case .computed(let value) = $0 { layers[value.layer].output.dimensions } else { [Int]() } }
        let fits = axis > 0 && dims[0] == 1
            && zip(parts.indices, shapes).allSatisfy { index, shape in
                if case .computed = parts[index] { existing[index] == Array(shape.dropFirst()) } else { true }
            }
        let kept = fits ? Array(1..<rank) : dims.indices.filter { dims[$0] != 1 || $0 == axis }
        var inputs: [Int] = []
        for (part, shape) in zip(parts, shapes) {
            let wanted = kept.map { shape[$0] }
            switch part {
            case .computed(let value): inputs.append(try layer(value, as: wanted, for: node))
            case .constant(let constant): inputs.append(try layer(constant, as: wanted, for: node))
            case .unknown: throw unsupported(node)
            }
        }
        let layer = try layer(node, .concat(axis: kept.firstIndex(of: axis) ?? 0), inputs)
        return .computed(Computed(layer: layer, dims: dims))
    }

    /// `Expand` to a shape that the tensor has already (a batch of 1, mostly).
    mutating func expand(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let target = try constant(node, 1, "extents").integers()
        guard let dims = Strides.broadcastShape(input.dims, target), dims.allSatisfy({ $0 >= 1 }) else {
            throw ImportFailure("it expands \(input.dims) to \(target)", "the extents have to agree or be 1")
        }
        guard Strides.count(dims) == input.count else {
            throw ImportFailure("it repeats the elements of a computed tensor", "only learnt tensors can be expanded")
        }
        return .computed(input.reshaped(dims))
    }
}
