extension GraphImport {
    /// `Transpose`.
    mutating func transpose(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try coded(node, 0)
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
        return input.moved(try layer(node, .transpose(order: places), [source]), dims)
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
        return input.moved(layer, dims)
    }

    /// Elements of any places along an axis; a slice where they are evenly spaced, the value itself where they are all
    /// in order.
    mutating func gathered(
        _ node: NodeReader, _ input: Computed, axis: Int, _ places: [Int], suffix: String = ""
    ) throws(ImportFailure) -> Computed {
        guard !places.isEmpty, places.count <= Limits.elements / max(input.count / input.dims[axis], 1) else {
            throw ImportFailure("it leaves nothing of axis \(axis), or too much", "check its indices")
        }
        let step = places.count > 1 ? places[1] - places[0] : 1
        if step >= 1, zip(places, places.dropFirst()).allSatisfy({ $1 - $0 == step }) {
            return try sliced(
                node, input, axis: axis, start: places[0], step: step, count: places.count, name: node.name + suffix)
        }
        let (source, place) = try layer(input, withAxis: axis, for: node)
        var dims = input.dims
        dims[axis] = places.count
        return input.moved(try append(node.name + suffix, .gather(axis: place, indices: places), [source]), dims)
    }

    /// Elements of several tensors, one after the other, in any order and number.
    mutating func picked(
        _ node: NodeReader, _ parts: [Value], _ places: [Int], dims: [Int], like: Computed
    ) throws(ImportFailure) -> Computed {
        guard !places.isEmpty, places.count == dims.reduce(1, *) else {
            throw ImportFailure("it leaves nothing", "check its indices")
        }
        var inputs: [Int] = []
        for part in parts {
            let count = part.dims.reduce(1, *)
            if count > 0 { inputs.append(try layer(part, as: [count], for: node)) }
        }
        let source = inputs.count == 1 ? inputs[0] : try append(node.name + ".all", .concat(axis: 0), inputs)
        if places == Array(0..<layers[source].outputElements) { return like.moved(source, dims) }
        return like.moved(try append(node.name, .gather(axis: 0, indices: places), [source]), dims)
    }

    /// `Concat`, learnt tensors among its inputs.
    mutating func concat(_ node: NodeReader) throws(ImportFailure) -> Value {
        var parts: [Value] = []
        for index in node.inputs.indices where node.has(index) { parts.append(try value(node, index)) }
        // Codes stay codes where all parts have the same.
        let codes = Set(
            parts.map { part -> Computed.Codes? in if case .computed(let value) = part { value.codes } else { nil } })
        if codes.count > 1 {
            for index in parts.indices {
                if case .computed(let value) = parts[index] { parts[index] = .computed(try plain(value, node)) }
            }
        }
        guard let stated = try node.integer("axis") else {
            throw ImportFailure("it has no axis", "export the model again")
        }
        return .computed(try joined(node, parts, axis: try node.axis(stated, rank: parts[0].dims.count)))
    }

    /// Tensors beside each other along an axis; empty ones are left out.
    mutating func joined(
        _ node: NodeReader, _ all: [Value], axis: Int, suffix: String = ""
    ) throws(ImportFailure) -> Computed {
        let rank = all[0].dims.count
        let shapes = all.map(\.dims)
        guard
            shapes.allSatisfy({ shape in
                shape.count == rank && shape.indices.allSatisfy { $0 == axis || shape[$0] == shapes[0][$0] }
            })
        else {
            throw ImportFailure(
                "it joins tensors with the extents \(shapes) along axis \(axis)", "all other extents have to agree")
        }
        let parts = all.filter { !$0.dims.contains(0) }
        guard case .computed(let model)? = parts.first(where: { if case .computed = $0 { true } else { false } }) else {
            throw ImportFailure("it joins nothing that is computed", "simplify the model with onnxsim")
        }
        if parts.count == 1 { return model }
        var dims = parts[0].dims
        dims[axis] = 0
        for part in parts {
            guard part.dims[axis] <= Limits.elements - dims[axis] else {
                throw ImportFailure("it gives more than \(Limits.elements) elements", "import a smaller network")
            }
            dims[axis] += part.dims[axis]
        }
        // Only the batch dropped where the inputs are like that already.
        let fits =
            axis > 0 && dims[0] == 1
            && parts.allSatisfy { part in
                if case .computed(let value) = part {
                    layers[value.layer].output.dimensions == Array(value.dims.dropFirst())
                } else {
                    true
                }
            }
        let kept = fits ? Array(1..<rank) : dims.indices.filter { dims[$0] != 1 || $0 == axis }
        var inputs: [Int] = []
        for part in parts { inputs.append(try layer(part, as: kept.map { part.dims[$0] }, for: node)) }
        let layer = try append(
            node.name + suffix, .concat(axis: kept.firstIndex(of: axis) ?? 0), inputs,
            tensor: suffix.isEmpty ? node.outputs.first : nil)
        return model.moved(layer, dims)
    }

    /// `Expand`.
    mutating func expand(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try coded(node, 0)
        let target = try constant(node, 1, "extents").integers()
        guard let dims = Strides.broadcastShape(input.dims, target), dims.allSatisfy({ $0 >= 1 }),
            Strides.count(dims) != nil
        else {
            throw ImportFailure("it expands \(input.dims) to \(target)", "the extents have to agree or be 1")
        }
        return .computed(try expanded(node, input, to: dims))
    }

    /// Extents of 1 repeated; no layer where nothing is.
    mutating func expanded(
        _ node: NodeReader, _ input: Computed, to dims: [Int], suffix: String = ""
    ) throws(ImportFailure) -> Computed {
        if input.count == dims.reduce(1, *) { return input.reshaped(dims) }
        let own = Array(repeating: 1, count: dims.count - input.dims.count) + input.dims
        let kept = dims.indices.filter { dims[$0] != 1 }
        let source = try layer(input, as: kept.map { own[$0] }, for: node)
        return input.moved(try append(node.name + suffix, .expand(Shape(kept.map { dims[$0] })), [source]), dims)
    }

    /// `Tile`.
    mutating func tile(_ node: NodeReader) throws(ImportFailure) -> Value {
        var value = try coded(node, 0)
        let repeats = try constant(node, 1, "repeats").integers()
        guard repeats.count == value.dims.count, repeats.allSatisfy({ $0 >= 1 && $0 <= Limits.window }) else {
            throw ImportFailure(
                "it repeats \(value.dims) by \(repeats)", "a number of 1 to \(Limits.window) for each axis is wanted")
        }
        for (axis, count) in repeats.enumerated() where count > 1 {
            let extent = value.dims[axis]
            guard extent * count * (value.count / extent) <= Limits.elements else {
                throw ImportFailure("it gives more than \(Limits.elements) elements", "repeat less")
            }
            var dims = value.dims
            dims[axis] = count
            value =
                extent == 1
                ? try expanded(node, value, to: dims)
                : try gathered(node, value, axis: axis, (0..<extent * count).map { $0 % extent })
        }
        return .computed(value)
    }

    /// `DepthToSpace` and `SpaceToDepth`: the same elements, axes exchanged.
    mutating func blocks(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try coded(node, 0)
        guard input.dims.count == 4, let block = try node.integer("blocksize"), block >= 1 else {
            throw ImportFailure(
                "it reads a tensor with the extents \(input.dims)",
                "batch, channels, height, width and a blocksize are wanted")
        }
        let (batch, channels, height, width) = (input.dims[0], input.dims[1], input.dims[2], input.dims[3])
        if node.operation == "SpaceToDepth" {
            guard height % block == 0, width % block == 0 else {
                throw ImportFailure("its blocksize \(block) does not divide \(height) × \(width)", "choose a divisor")
            }
            let split = input.reshaped([batch, channels, height / block, block, width / block, block])
            let turned = try transposed(node, split, order: [0, 3, 5, 1, 2, 4])
            return .computed(turned.reshaped([batch, channels * block * block, height / block, width / block]))
        }
        guard channels % (block * block) == 0 else {
            throw ImportFailure(
                "its blocksize \(block) squared does not divide \(channels) channels", "choose a divisor")
        }
        let depth = channels / (block * block)
        let mode = try node.text("mode") ?? "DCR"
        let split: Computed
        switch mode {
        case "DCR":
            split = try transposed(
                node, input.reshaped([batch, block, block, depth, height, width]), order: [0, 3, 4, 1, 5, 2])
        case "CRD":
            split = try transposed(
                node, input.reshaped([batch, depth, block, block, height, width]), order: [0, 1, 4, 2, 5, 3])
        default: throw ImportFailure("its mode is '\(mode)'", "'DCR' or 'CRD' is wanted")
        }
        return .computed(split.reshaped([batch, depth, height * block, width * block]))
    }

    /// `Cast` and `CastLike`: to whole numbers the fraction is cut off, to truth values all but 0 becomes 1.
    mutating func cast(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let type: ElementType
        if node.operation == "CastLike" {
            switch try value(node, 1) {
            case .computed(let model): type = model.type
            case .constant(let model): type = model.type
            case .unknown: throw unsupported(node)
            }
        } else {
            guard let code = try node.integer("to"), let narrow = Int32(exactly: code) else {
                throw ImportFailure("it has no type to cast to", "export the model again")
            }
            type = try StoredTensor.type(narrow)
        }
        guard type != .int4, type != .uint4 else {
            throw ImportFailure("it casts what the network computes to 4 bits", "use QuantizeLinear, with a scale")
        }
        if type == input.type || type.isReal { return .computed(input.typed(type)) }
        if input.type == .bool { return .computed(input.typed(type)) }
        if type == .bool {
            let isZero = try mapped(node, input, .activation(.function(.isZero)), suffix: ".zero")
            return .computed(try mapped(node, isZero, .activation(.function(.isZero))).typed(.bool))
        }
        if input.type.isReal {
            return .computed(try mapped(node, input, .activation(.function(.truncate))).typed(type))
        }
        guard
            type.isWide
                || (type.range.map { wide in
                    input.type.range.map { wide.contains($0.lowerBound) && wide.contains($0.upperBound) } ?? false
                } ?? false)
        else {
            throw ImportFailure(
                "it casts integers (\(input.type)) to fewer bits (\(type))", "leave the cast out where all values fit")
        }
        return .computed(input.typed(type))
    }

    /// `Dropout` as it is in inference: nothing.
    mutating func dropout(_ node: NodeReader) throws(ImportFailure) -> Value {
        if let training = try optionalConstant(node, 2, "training mode"), try training.scalar() ?? 1 != 0 {
            throw ImportFailure("it is in training mode", "export the model for inference: model.eval()")
        }
        return .computed(try coded(node, 0))
    }
}
