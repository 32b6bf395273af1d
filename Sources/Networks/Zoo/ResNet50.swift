extension Zoo {
    /// ResNet-50 for 224×224 images (He et al., arXiv 1512.03385, table 1), as torchvision builds it: bottleneck blocks
    /// with the stride in their 3×3 convolution, projection shortcuts.
    ///
    /// - Parameter classes: size of the last layer.
    public static func resNet50(classes: Int = 1000) throws(NetworkError) -> Network {
        var build = try NetworkBuilder("resnet50", input: .map(channels: 3, height: 224, width: 224))
        var x = try build.convolution("conv1", build.input, channels: 64, kernel: 7, stride: 2)
        x = try build.batchNorm("bn1", x)
        x = try build.activation("relu", x, .relu)
        x = try build.append("maxpool", .pool(Pooling(.maximum, window: 3, stride: 2, padding: 1)), [x])
        for (stage, (channels, blocks)) in [(64, 3), (128, 4), (256, 6), (512, 3)].enumerated() {
            for block in 0..<blocks {
                let stride: Extent = stage > 0 && block == 0 ? 2 : 1
                x = try build.bottleneck("layer\(stage + 1).\(block)", x, channels: channels, stride: stride)
            }
        }
        x = try build.append("avgpool", .globalPool(.average), [x])
        x = try build.append("flatten", .flatten, [x])
        _ = try build.linear("fc", x, features: classes)
        return try build.network()
    }
}

extension NetworkBuilder {
    /// 1×1, 3×3 and 1×1 convolutions, the last to four times the channels, and a shortcut around them.
    fileprivate mutating func bottleneck(
        _ name: String, _ x: Int, channels: Int, stride: Extent
    ) throws(NetworkError)
        -> Int
    {
        var y = try convolution("\(name).conv1", x, channels: channels, kernel: 1)
        y = try batchNorm("\(name).bn1", y)
        y = try activation("\(name).relu1", y, .relu)
        y = try convolution("\(name).conv2", y, channels: channels, kernel: 3, stride: stride)
        y = try batchNorm("\(name).bn2", y)
        y = try activation("\(name).relu2", y, .relu)
        y = try convolution("\(name).conv3", y, channels: 4 * channels, kernel: 1)
        y = try batchNorm("\(name).bn3", y)
        var skip = x
        if stride != 1 || shape(of: x).channels != 4 * channels {
            skip = try convolution("\(name).downsample.0", x, channels: 4 * channels, kernel: 1, stride: stride)
            skip = try batchNorm("\(name).downsample.1", skip)
        }
        y = try append("\(name).add", .add, [y, skip])
        return try activation("\(name).relu3", y, .relu)
    }
}
