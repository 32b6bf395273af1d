extension Zoo {
    /// ResNet-18 for 224×224 images (He et al., arXiv 1512.03385, table 1), as torchvision
    /// builds it: a 7×7 stem of stride 2, a 3×3 maximum of stride 2, four stages of two blocks,
    /// projection shortcuts.
    ///
    /// - Parameter classes: size of the last layer.
    public static func resNet18(classes: Int = 1000) throws(NetworkError) -> Network {
        var build = try NetworkBuilder("resnet18", input: .map(channels: 3, height: 224, width: 224))
        var x = try build.convolution("conv1", build.input, channels: 64, kernel: 7, stride: 2)
        x = try build.batchNorm("bn1", x)
        x = try build.activation("relu", x, .relu)
        x = try build.append("maxpool", .pool(Pooling(.maximum, window: 3, stride: 2, padding: 1)), [x])
        return try build.resNet18Stages(x, classes: classes)
    }

    /// ResNet-18 for the 64×64 images of Tiny ImageNet.
    ///
    /// With the stem of the 224×224 network the last stage would see 2×2 pixels. The usual
    /// change for small images is that of the CIFAR ResNets (He et al., section 4.2): a 3×3 stem
    /// of stride 1 and no pooling after it, so that the stages see 64, 32, 16 and 8 pixels a side.
    ///
    /// - Parameter classes: size of the last layer.
    public static func resNet18Tiny(classes: Int = 200) throws(NetworkError) -> Network {
        var build = try NetworkBuilder("resnet18-tiny", input: .map(channels: 3, height: 64, width: 64))
        var x = try build.convolution("conv1", build.input, channels: 64, kernel: 3)
        x = try build.batchNorm("bn1", x)
        x = try build.activation("relu", x, .relu)
        return try build.resNet18Stages(x, classes: classes)
    }
}

extension NetworkBuilder {
    /// What follows the stem: the four stages, the mean over the map, the linear layer.
    fileprivate mutating func resNet18Stages(_ stem: Int, classes: Int) throws(NetworkError) -> Network {
        var x = stem
        for (stage, channels) in [64, 128, 256, 512].enumerated() {
            for block in 0..<2 {
                let stride: Extent = stage > 0 && block == 0 ? 2 : 1
                x = try basicBlock(
                    "layer\(stage + 1).\(block)", x, channels: channels, stride: stride, shortcut: .projection)
            }
        }
        x = try append("avgpool", .globalPool(.average), [x])
        x = try append("flatten", .flatten, [x])
        _ = try linear("fc", x, features: classes)
        return try network()
    }
}
