extension GraphRewriting {
    /// Layer-norm as exported before opset 17: with d = x − mean(x),
    /// d / √(mean(d²) + ε) · scale + shift.
    mutating func replaceLayerNorm(at root: Int) {
        guard let sum = input(of: root, 0).flatMap({ producer(of: $0, "Add") }),
            let variance = input(of: sum, 0), let epsilon = scalar(input(of: sum, 1)),
            let mean = producer(of: variance, "ReduceMean"),
            let squared = input(of: mean, 0), let difference = squaredTensor(squared),
            let subtraction = producer(of: difference, "Sub"),
            let x = input(of: subtraction, 0), let average = input(of: subtraction, 1),
            let averaging = producer(of: average, "ReduceMean"), input(of: averaging, 0) == x,
            let axis = axis(of: averaging), axis == self.axis(of: mean),
            let quotient = onlyReader(of: root, "Div"), input(of: quotient, 1) == output(of: root),
            let dividend = input(of: quotient, 0), isDifference(dividend, x, average),
            let scaling = onlyReader(of: quotient, "Mul"),
            let scale = partner(of: output(of: quotient) ?? "", in: scaling),
            let shifting = onlyReader(of: scaling, "Add"),
            let shift = partner(of: output(of: scaling) ?? "", in: shifting)
        else { return }
        var axisAttribute = Onnx_AttributeProto()
        axisAttribute.name = "axis"
        axisAttribute.type = .int
        axisAttribute.i = axis
        var epsilonAttribute = Onnx_AttributeProto()
        epsilonAttribute.name = "epsilon"
        epsilonAttribute.type = .float
        epsilonAttribute.f = Float(epsilon)
        replace(
            shifting, by: "LayerNormalization", inputs: [x, scale, shift],
            attributes: [axisAttribute, epsilonAttribute])
    }

    /// What is squared, by Pow or by a product with itself.
    private func squaredTensor(_ tensor: String) -> String? {
        if let power = producer(of: tensor, "Pow"), isScalar(input(of: power, 1), 2) { return input(of: power, 0) }
        guard let product = producer(of: tensor, "Mul"), input(of: product, 0) == input(of: product, 1) else {
            return nil
        }
        return input(of: product, 0)
    }

    private func isDifference(_ tensor: String, _ x: String, _ average: String) -> Bool {
        guard let subtraction = producer(of: tensor, "Sub") else { return false }
        return input(of: subtraction, 0) == x && input(of: subtraction, 1) == average
    }

    /// The one axis of a ReduceMean that keeps its extents; only the last one can be told without
    /// the shape, and the reader of the layer-norm checks the others.
    private func axis(of mean: Int) -> Int64? {
        let attributes = nodes[mean]?.attribute ?? []
        guard attributes.first(where: { $0.name == "keepdims" })?.i ?? 1 == 1 else { return nil }
        if let axes = attributes.first(where: { $0.name == "axes" })?.ints { return axes.count == 1 ? axes[0] : nil }
        return scalar(input(of: mean, 1)).flatMap { Int64(exactly: $0) }
    }
}
