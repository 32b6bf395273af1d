extension NetworkBuilder {
    /// A pre-norm transformer block over tokens × features (Dosovitskiy et al., arXiv 2010.11929,
    /// equations 2 and 3): attention and a GELU MLP, each behind a layer-norm and with a shortcut.
    /// Layers named as in timm.
    mutating func transformerBlock(_ name: String, _ x: Int, heads: Int, hidden: Int) throws(NetworkError) -> Int {
        let features = shape(of: x).features
        var y = try append("\(name).norm1", .layerNorm(LayerNorm(epsilon: 1e-6)), [x])
        y = try attention("\(name).attn", y, heads: heads)
        let z = try append("\(name).add1", .add, [x, y])
        y = try append("\(name).norm2", .layerNorm(LayerNorm(epsilon: 1e-6)), [z])
        y = try linear("\(name).mlp.fc1", y, features: hidden)
        y = try activation("\(name).mlp.act", y, .gelu)
        y = try linear("\(name).mlp.fc2", y, features: features)
        return try append("\(name).add2", .add, [z, y])
    }

    /// Multi-head self-attention: softmax(q·kᵀ/√d)·v per head, with one linear layer before
    /// for q, k and v together and one after.
    private mutating func attention(_ name: String, _ x: Int, heads: Int) throws(NetworkError) -> Int {
        let (tokens, features) = (shape(of: x).dimensions[0], shape(of: x).features)
        let size = features / heads
        var y = try linear("\(name).qkv", x, features: 3 * features)
        y = try append("\(name).split", .reshape(Shape([tokens, 3, heads, size])), [y])
        y = try append("\(name).heads", .transpose(order: [1, 2, 0, 3]), [y])
        var parts: [Int] = []
        for (index, part) in ["q", "k", "v"].enumerated() {
            let slice = try append("\(name).\(part).slice", .slice(Slice(axis: 0, start: index, count: 1)), [y])
            parts.append(try append("\(name).\(part)", .reshape(Shape([heads, tokens, size])), [slice]))
        }
        let factor = 1 / Double(size).squareRoot()
        y = try append("\(name).scale", .scale(factor: factor, offset: 0), [parts[0]])
        y = try append("\(name).scores", .matmul(MatrixProduct(transposesSecond: true)), [y, parts[1]])
        y = try activation("\(name).softmax", y, .softmax)
        y = try append("\(name).context", .matmul(MatrixProduct()), [y, parts[2]])
        y = try append("\(name).merge", .transpose(order: [1, 0, 2]), [y])
        y = try append("\(name).join", .reshape(.tokens(tokens, features: features)), [y])
        return try linear("\(name).proj", y, features: features)
    }
}
