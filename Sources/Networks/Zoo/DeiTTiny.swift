extension Zoo {
    /// DeiT-Tiny, a small vision transformer for 224×224 images (Touvron et al., arXiv 2012.12877,
    /// table 1: 192 features, 3 heads, 12 layers), as timm's `deit_tiny_patch16_224`: patches of
    /// 16×16, a class token, learnt positions, layer-norm before attention and MLP.
    ///
    /// - Parameters:
    ///   - classes: size of the last layer.
    ///   - blocks: transformer blocks, 12 in the publication.
    public static func deiTTiny(classes: Int = 1000, blocks: Int = 12) throws(NetworkError) -> Network {
        let features = 192
        var build = try NetworkBuilder("deit-tiny", input: .map(channels: 3, height: 224, width: 224))
        var x = try build.convolution(
            "patch_embed.proj", build.input, channels: features, kernel: 16, stride: 16, padding: 0, bias: true)
        let patches = build.shape(of: x).height * build.shape(of: x).width
        x = try build.append("patch_embed.flatten", .reshape(Shape([features, patches])), [x])
        x = try build.append("patch_embed.transpose", .transpose(order: [1, 0]), [x])
        let token = try build.append("cls_token", .constant(.tokens(1, features: features)), [])
        x = try build.append("concat", .concat(axis: 0), [token, x])
        let position = try build.append("pos_embed", .constant(.tokens(patches + 1, features: features)), [])
        x = try build.append("add", .add, [x, position])
        for block in 0..<blocks {
            x = try build.transformerBlock("blocks.\(block)", x, heads: 3, hidden: 4 * features)
        }
        x = try build.append("norm", .layerNorm(LayerNorm(epsilon: 1e-6)), [x])
        x = try build.append("token", .slice(Slice(axis: 0, count: 1)), [x])
        x = try build.append("flatten", .flatten, [x])
        _ = try build.linear("head", x, features: classes)
        return try build.network()
    }
}
