extension Zoo {
    /// The encoder of BERT-base (Devlin et al., arXiv 1810.04805: 12 layers of 768 features and 12 heads) on a sequence
    /// of embedded tokens, with the pooler over its first; layer names as in Hugging Face's `BertModel`.
    ///
    /// Looking up embeddings is no product of matrices, and their tables are left out: the input is what they give.
    ///
    /// - Parameter tokens: length of the sequence.
    public static func bertBase(tokens: Int = 128) throws(NetworkError) -> Network {
        var build = try NetworkBuilder("bert-base", input: .tokens(tokens, features: 768))
        var x = try build.append("embeddings.LayerNorm", .layerNorm(LayerNorm(epsilon: 1e-12)), [build.input])
        for layer in 0..<12 { x = try build.bertLayer("encoder.layer.\(layer)", x, heads: 12, hidden: 3072) }
        x = try build.append("token", .slice(Slice(axis: 0, count: 1)), [x])
        x = try build.append("flatten", .flatten, [x])
        x = try build.linear("pooler.dense", x, features: 768)
        _ = try build.activation("pooler.activation", x, .tanh)
        return try build.network()
    }

    /// GPT-2 small (Radford et al., 2019: 12 blocks of 768 features and 12 heads) on a whole context of embedded
    /// tokens, with the scores of all 50,257 words for its last; layer names as in Hugging Face's `GPT2LMHeadModel`.
    ///
    /// Embeddings are left out, as in ``bertBase(tokens:)``; the mask that hides later tokens changes no count and is
    /// left out as well.
    ///
    /// - Parameter tokens: length of the context.
    public static func gpt2Small(tokens: Int = 1024) throws(NetworkError) -> Network {
        var build = try NetworkBuilder("gpt2-small", input: .tokens(tokens, features: 768))
        var x = build.input
        for block in 0..<12 { x = try build.gpt2Block("h.\(block)", x, heads: 12, hidden: 3072) }
        x = try build.append("ln_f", .layerNorm(LayerNorm(epsilon: 1e-5)), [x])
        x = try build.append("token", .slice(Slice(axis: 0, start: tokens - 1, count: 1)), [x])
        x = try build.append("flatten", .flatten, [x])
        _ = try build.linear("lm_head", x, features: 50257, bias: false)
        return try build.network()
    }
}

extension NetworkBuilder {
    /// Attention and a GELU MLP, each with a shortcut and a layer-norm behind it.
    fileprivate mutating func bertLayer(_ name: String, _ x: Int, heads: Int, hidden: Int) throws(NetworkError) -> Int {
        let features = shape(of: x).features
        let prefix = "\(name).attention.self"
        var parts: [Int] = []
        for part in ["query", "key", "value"] { parts.append(try linear("\(prefix).\(part)", x, features: features)) }
        var y = try headedAttention(prefix, query: parts[0], key: parts[1], value: parts[2], heads: heads)
        y = try linear("\(name).attention.output.dense", y, features: features)
        y = try append("\(name).attention.output.add", .add, [x, y])
        let z = try append("\(name).attention.output.LayerNorm", .layerNorm(LayerNorm(epsilon: 1e-12)), [y])
        y = try linear("\(name).intermediate.dense", z, features: hidden)
        y = try activation("\(name).intermediate.act", y, .gelu)
        y = try linear("\(name).output.dense", y, features: features)
        y = try append("\(name).output.add", .add, [z, y])
        return try append("\(name).output.LayerNorm", .layerNorm(LayerNorm(epsilon: 1e-12)), [y])
    }

    /// The same with the layer-norms in front, and one linear layer for query, key and value together.
    fileprivate mutating func gpt2Block(_ name: String, _ x: Int, heads: Int, hidden: Int) throws(NetworkError) -> Int {
        let features = shape(of: x).features
        var y = try append("\(name).ln_1", .layerNorm(LayerNorm(epsilon: 1e-5)), [x])
        y = try linear("\(name).attn.c_attn", y, features: 3 * features)
        var parts: [Int] = []
        for (index, part) in ["query", "key", "value"].enumerated() {
            parts.append(
                try append(
                    "\(name).attn.\(part)", .slice(Slice(axis: 1, start: index * features, count: features)), [y]))
        }
        y = try headedAttention("\(name).attn", query: parts[0], key: parts[1], value: parts[2], heads: heads)
        y = try linear("\(name).attn.c_proj", y, features: features)
        let z = try append("\(name).add1", .add, [x, y])
        y = try append("\(name).ln_2", .layerNorm(LayerNorm(epsilon: 1e-5)), [z])
        y = try linear("\(name).mlp.c_fc", y, features: hidden)
        y = try activation("\(name).mlp.act", y, .gelu)
        y = try linear("\(name).mlp.c_proj", y, features: features)
        return try append("\(name).add2", .add, [z, y])
    }

    /// softmax(q·kᵀ/√d)·v of each head, joined: tokens × features from three of that shape.
    private mutating func headedAttention(
        _ name: String, query: Int, key: Int, value: Int, heads: Int
    ) throws(NetworkError) -> Int {
        let (tokens, features) = (shape(of: query).dimensions[0], shape(of: query).features)
        let size = features / heads
        var parts: [Int] = []
        for (part, x) in [("q", query), ("k", key), ("v", value)] {
            let split = try append("\(name).\(part).split", .reshape(Shape([tokens, heads, size])), [x])
            parts.append(try append("\(name).\(part).heads", .transpose(order: [1, 0, 2]), [split]))
        }
        var y = try append("\(name).scale", .scale(factor: 1 / Double(size).squareRoot(), offset: 0), [parts[0]])
        y = try append("\(name).scores", .matmul(MatrixProduct(transposesSecond: true)), [y, parts[1]])
        y = try activation("\(name).softmax", y, .softmax)
        y = try append("\(name).context", .matmul(MatrixProduct()), [y, parts[2]])
        y = try append("\(name).merge", .transpose(order: [1, 0, 2]), [y])
        return try append("\(name).join", .reshape(.tokens(tokens, features: features)), [y])
    }
}
