extension GraphImport {
    /// Adds a layer and gives its index; the shapes are checked as in any network.
    mutating func append(
        _ name: String, _ operation: Layer.Operation, _ inputs: [Int], tensor: String? = nil, weights: String? = nil
    ) throws(ImportFailure) -> Int {
        guard layers.count < Limits.layers else {
            throw ImportFailure("the network has more than \(Limits.layers) layers", "import a smaller network")
        }
        let unique = freeName(name)
        do {
            layers.append(
                try Layer(
                    name: unique, operation: operation, inputs: inputs, inputShapes: inputs.map { layers[$0].output },
                    weights: weights))
        } catch {
            throw ImportFailure(error)
        }
        takenNames.insert(unique)
        nodes.append(Network.Node(name: unique, operation: operation, inputs: inputs, weights: weights))
        if let tensor { tensorOfLayer[layers.count - 1] = tensor }
        return layers.count - 1
    }

    /// A layer for the node's first output, which has the layer's shape after a batch of 1.
    mutating func layer(
        _ node: NodeReader, _ operation: Layer.Operation, _ inputs: [Int], name: String? = nil
    ) throws(ImportFailure) -> Int {
        try append(name ?? node.name, operation, inputs, tensor: node.outputs.first)
    }

    /// A layer with weights; where another one has the same initialisers already, it shares that one's.
    ///
    /// - Parameter weight: as the layer has it, output features or channels first.
    mutating func weightLayer(
        _ node: NodeReader, _ operation: Layer.Operation, _ inputs: [Int], weight: Constant, bias: Constant?,
        name: String? = nil
    ) throws(ImportFailure) -> Int {
        let key = OwnerKey(weight: weight.identity, bias: bias?.identity ?? "", operation: operation.weightKind)
        let owner = weight.identity.isEmpty || (bias != nil && bias?.identity == "") ? nil : owners[key]
        let layer = try append(
            name ?? moduleName(node, weight), operation, inputs, tensor: node.outputs.first, weights: owner)
        if owner == nil {
            let name = layers[layer].name
            if !weight.identity.isEmpty { owners[key] = name }
            add(weight, as: name + ".weight")
            if let steps = weight.steps, steps.scales.count == 1 || steps.axis == 0 {
                let scales =
                    steps.scales.count == 1 ? Array(repeating: steps.scales[0], count: weight.dims[0]) : steps.scales
                add(Constant(.reals(scales), dims: [scales.count]), as: name + ".weight_scale")
            }
            if let bias { add(bias.reshaped([bias.count]), as: name + ".bias") }
        }
        return layer
    }

    /// The layer that has the value's elements in the given shape: the value's own, or a reshape of it.
    mutating func layer(_ value: Computed, as dims: [Int], for node: NodeReader) throws(ImportFailure) -> Int {
        if layers[value.layer].output.dimensions == dims { return value.layer }
        let key = ReshapeKey(layer: value.layer, dims: dims)
        if let known = reshapes[key] { return known }
        let name = layers[value.layer].name
        let index =
            dims.count == 1
            ? try append(name + ".flatten", .flatten, [value.layer])
            : try append(name + ".reshape", .reshape(Shape(dims)), [value.layer])
        reshapes[key] = index
        return index
    }

    /// A layer with the elements of a constant; its weight has the layer's name.
    mutating func layer(_ constant: Constant, as dims: [Int], for node: NodeReader) throws(ImportFailure) -> Int {
        let key = ConstantKey(tensor: constant.name, dims: dims)
        if !constant.name.isEmpty, let known = constants[key] { return known }
        let index = try append(
            constant.name.isEmpty ? node.name + ".constant" : constant.name, .constant(Shape(dims)), [])
        add(constant.reshaped(dims), as: layers[index].name)
        if !constant.name.isEmpty { constants[key] = index }
        return index
    }

    /// The layer that has the elements of either kind of value in the given shape.
    mutating func layer(_ value: Value, as dims: [Int], for node: NodeReader) throws(ImportFailure) -> Int {
        switch value {
        case .computed(let computed): return try layer(computed, as: dims, for: node)
        case .constant(let constant): return try layer(constant, as: dims, for: node)
        case .unknown: throw unsupported(node)
        }
    }

    /// A function of each element, whatever the shape.
    mutating func mapped(
        _ node: NodeReader, _ input: Computed, _ operation: Layer.Operation, suffix: String = ""
    ) throws(ImportFailure) -> Computed {
        // A single number has no extents; a layer has at least one.
        let source = layers[input.layer].output.rank == 0 ? try layer(input, as: [1], for: node) : input.layer
        let layer = try append(
            node.name + suffix, operation, [source], tensor: suffix.isEmpty ? node.outputs.first : nil)
        return input.moved(layer, input.dims)
    }

    /// Notes a weight; its values are read when asked for.
    mutating func add(_ constant: Constant, as name: String) {
        let shape = Shape(constant.dims)
        weights.add(name, shape: shape) { Tensor(shape: shape, values: constant.floats()) }
    }

    /// The name of a layer with weights: that of the PyTorch module where the weight has one.
    func moduleName(_ node: NodeReader, _ weight: Constant) -> String {
        let suffix = ".weight"
        guard weight.name.hasSuffix(suffix), weight.name.count > suffix.count else { return node.name }
        return String(weight.name.dropLast(suffix.count))
    }

    /// The name, white space replaced, with a number behind it when it is taken.
    private mutating func freeName(_ wanted: String) -> String {
        let isPlain = wanted.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && $0.value >= 0x20 && $0.value != 0x7F
        }
        var base = wanted
        if !isPlain {
            base = String(
                String.UnicodeScalarView(
                    wanted.unicodeScalars.map {
                        $0.properties.isWhitespace || $0.value < 0x20 || $0.value == 0x7F ? "_" : $0
                    }))
        }
        if base.isEmpty { base = "layer" }
        guard takenNames.contains(base) else { return base }
        // Goes on where it was: nodes by the thousand may have one name.
        var number = lastNumbers[base] ?? 2
        while takenNames.contains("\(base).\(number)") { number += 1 }
        lastNumbers[base] = number
        return "\(base).\(number)"
    }
}

extension Layer.Operation {
    /// What has to be alike for two layers to share weights.
    var weightKind: Layer.Operation {
        guard case .convolution(var convolution) = self else { return self }
        // Where the windows stand does not matter for what is in them.
        (convolution.stride, convolution.padding, convolution.dilation) = (1, 0, 1)
        return .convolution(convolution)
    }
}
