extension Zoo {
    /// ResNet-20 for 32×32 images (He et al., arXiv 1512.03385, section 4.2): three stages of
    /// three blocks with 16, 32 and 64 channels; the shortcuts that change size take every
    /// second pixel and add zero channels (option A), so they have no weights.
    ///
    /// - Parameter classes: size of the last layer.
    public static func resNet20(classes: Int = 10) throws(NetworkError) -> Network {
        var build = try NetworkBuilder("resnet20", input: .map(channels: 3, height: 32, width: 32))
        var x = try build.convolution("conv1", build.input, channels: 16, kernel: 3)
        x = try build.batchNorm("bn1", x)
        x = try build.activation("relu1", x, .relu)
        for (stage, channels) in [16, 32, 64].enumerated() {
            for block in 0..<3 {
                let stride: Extent = stage > 0 && block == 0 ? 2 : 1
                x = try build.basicBlock(
                    "layer\(stage + 1).\(block)", x, channels: channels, stride: stride, shortcut: .zeroPadded)
            }
        }
        x = try build.append("pool", .globalPool(.average), [x])
        x = try build.append("flatten", .flatten, [x])
        _ = try build.linear("linear", x, features: classes)
        return try build.network()
    }
}
