extension GraphImport {
    /// `Conv` along one or two axes.
    mutating func convolution(_ node: NodeReader) throws(ImportFailure) -> Value {
        let input = try computed(node, 0)
        let weight = try constant(node, 1, "weights")
        let bias = try optionalConstant(node, 2, "biases")
        let (source, size) = try map(node, input)
        guard weight.dims.count == input.dims.count, weight.dims.allSatisfy({ $0 >= 1 }) else {
            throw ImportFailure(
                "its weights have the extents \(weight.dims)",
                "\(input.dims.count) are wanted: output channels, input channels per group, kernel")
        }
        let groups = try node.integer("group") ?? 1
        guard groups >= 1, groups <= size[0], weight.dims[1] * groups == size[0] else {
            throw ImportFailure(
                "its weights are for \(weight.dims[1]) channels in \(groups) groups, but its input has \(size[0])",
                "input channels are groups × \(weight.dims[1])")
        }
        let kernel = Array(weight.dims[2...])
        if let stated = try list(node, "kernel_shape", count: kernel.count), stated != kernel {
            throw ImportFailure("its kernel_shape is \(stated), but its weights have \(kernel)", "they have to agree")
        }
        try checkBias(bias, count: weight.dims[0])
        let window = try window(node, kernel: kernel, size: size)
        let operation = Convolution(
            outputChannels: weight.dims[0], kernel: window.kernel, stride: window.stride, padding: window.padding,
            dilation: window.dilation, groups: groups, bias: bias != nil)
        let layer = try layer(node, .convolution(operation), [source], name: moduleName(node, weight))
        add(
            weight.reshaped([weight.dims[0], weight.dims[1], window.kernel.height, window.kernel.width]),
            as: layers[layer].name + ".weight")
        if let bias { add(bias.reshaped([weight.dims[0]]), as: layers[layer].name + ".bias") }
        return .computed(Computed(layer: layer, dims: graphDims(layer, like: input)))
    }

    /// Throws when there is a bias of another size.
    func checkBias(_ bias: Constant?, count: Int) throws(ImportFailure) {
        if let bias, bias.count != count {
            throw ImportFailure("it has \(bias.count) biases for \(count) outputs", "one per output is wanted")
        }
    }
}
