extension GraphImport {
    /// Adds a layer and gives its index; the shapes are checked as in any network.
    mutating func append(
        _ name: String, _ operation: Layer.Operation, _ inputs: [Int], tensor: String? = nil
    ) throws(ImportFailure) -> Int {
        guard layers.count < Limits.layers else {
            throw ImportFailure("the network has more than \(Limits.layers) layers", "import a smaller network")
        }
        let unique = freeName(name)
        do {
            layers.append(
                try Layer(
                    name: unique, operation: operation, inputs: inputs, inputShapes: inputs.map { layers[$0].output }))
        } catch {
            throw ImportFailure(error)
        }
        takenNames.insert(unique)
        nodes.append(Network.Node(name: unique, operation: operation, inputs: inputs))
        if let tensor { tensorOfLayer[layers.count - 1] = tensor }
        return layers.count - 1
    }

    /// A layer for the node's first output, which has the layer's shape after a batch of 1.
    mutating func layer(
        _ node: NodeReader, _ operation: Layer.Operation, _ inputs: [Int], name: String? = nil
    ) throws(ImportFailure) -> Int {
        try append(name ?? node.name, operation, inputs, tensor: node.outputs.first)
    }

    /// The layer that has the value's elements in the given shape: the value's own, or a reshape of it.
    mutating func layer(_ value: Computed, as dims: [Int], for node: NodeReader) throws(ImportFailure) -> Int {
        if layers[value.layer].output.dimensions == dims { return value.layer }
        let key = ReshapeKey(layer: value.layer, dims: dims)
        if let known = reshapes[key] { return known }
        let name = layers[value.layer].name
        let index = dims.count == 1
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
        let isPlain = wanted.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value >= 0x20 && $0.value != 0x7F }
        var base = wanted
        if !isPlain {
            base = String(String.UnicodeScalarView(wanted.unicodeScalars.map {
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
