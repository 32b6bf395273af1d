extension Zoo {
    /// MobileNetV2 for 224×224 images (Sandler et al., arXiv 1801.04381, table 2), as torchvision
    /// builds it: inverted residuals with linear bottlenecks, width 1.0.
    ///
    /// - Parameter classes: size of the last layer.
    public static func mobileNetV2(classes: Int = 1000) throws(NetworkError) -> Network {
        var build = try NetworkBuilder("mobilenetv2", input: .map(channels: 3, height: 224, width: 224))
        var x = try build.convolutionNormClip("features.0", build.input, channels: 32, kernel: 3, stride: 2)
        // Expansion, channels, repeats, stride of the first: table 2.
        let stages = [
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
        ]
        var number = 1
        for (expansion, channels, repeats, stride) in stages {
            for block in 0..<repeats {
                x = try build.invertedResidual(
                    "features.\(number)", x, channels: channels, expansion: expansion,
                    stride: Extent(square: block == 0 ? stride : 1))
                number += 1
            }
        }
        x = try build.convolutionNormClip("features.\(number)", x, channels: 1280, kernel: 1)
        x = try build.append("pool", .globalPool(.average), [x])
        x = try build.append("flatten", .flatten, [x])
        _ = try build.linear("classifier.1", x, features: classes)
        return try build.network()
    }
}

extension NetworkBuilder {
    /// Convolution, batch-norm and ReLU6, named `.0`, `.1`, `.2`.
    fileprivate mutating func convolutionNormClip(
        _ name: String, _ x: Int, channels: Int, kernel: Extent, stride: Extent = 1, groups: Int = 1
    ) throws(NetworkError) -> Int {
        var y = try convolution("\(name).0", x, channels: channels, kernel: kernel, stride: stride, groups: groups)
        y = try batchNorm("\(name).1", y)
        return try activation("\(name).2", y, .relu6)
    }

    /// Expansion by a 1×1 convolution (none where the factor is 1), a depthwise 3×3, a 1×1 without
    /// activation, and a shortcut where the size stays.
    fileprivate mutating func invertedResidual(
        _ name: String, _ x: Int, channels: Int, expansion: Int, stride: Extent
    ) throws(NetworkError) -> Int {
        let hidden = shape(of: x).channels * expansion
        var y = x
        var number = 0
        if expansion != 1 {
            y = try convolutionNormClip("\(name).conv.0", y, channels: hidden, kernel: 1)
            number = 1
        }
        y = try convolutionNormClip(
            "\(name).conv.\(number)", y, channels: hidden, kernel: 3, stride: stride, groups: hidden)
        y = try convolution("\(name).conv.\(number + 1)", y, channels: channels, kernel: 1)
        y = try batchNorm("\(name).conv.\(number + 2)", y)
        return shape(of: x) == shape(of: y) ? try append("\(name).add", .add, [x, y]) : y
    }
}
