/// How a residual block's shortcut changes size (He et al., arXiv 1512.03385, section 3.3).
enum Shortcut {
    /// Option A: every second pixel, zeros for the new channels; no weights.
    case zeroPadded
    /// Option B: a 1×1 convolution.
    case projection
}

extension NetworkBuilder {
    /// Two 3×3 convolutions and a shortcut around them; layers named as in torchvision.
    mutating func basicBlock(
        _ name: String, _ x: Int, channels: Int, stride: Extent, shortcut: Shortcut
    ) throws(NetworkError) -> Int {
        var y = try convolution("\(name).conv1", x, channels: channels, kernel: 3, stride: stride)
        y = try batchNorm("\(name).bn1", y)
        y = try activation("\(name).relu1", y, .relu)
        y = try convolution("\(name).conv2", y, channels: channels, kernel: 3)
        y = try batchNorm("\(name).bn2", y)
        let skip = try shortcutPath(name, x, channels: channels, stride: stride, shortcut)
        y = try append("\(name).add", .add, [y, skip])
        return try activation("\(name).relu2", y, .relu)
    }

    private mutating func shortcutPath(
        _ name: String, _ x: Int, channels: Int, stride: Extent, _ shortcut: Shortcut
    ) throws(NetworkError) -> Int {
        let input = shape(of: x)
        guard stride != 1 || input.channels != channels else { return x }
        switch shortcut {
        case .projection:
            let y = try convolution(
                "\(name).downsample.0", x, channels: channels, kernel: 1, stride: stride)
            return try batchNorm("\(name).downsample.1", y)
        case .zeroPadded:
            let rows = Slice(axis: 1, step: stride.height, count: (input.height - 1) / stride.height + 1)
            let columns = Slice(axis: 2, step: stride.width, count: (input.width - 1) / stride.width + 1)
            var y = try append("\(name).shortcut.rows", .slice(rows), [x])
            y = try append("\(name).shortcut.columns", .slice(columns), [y])
            let before = (channels - input.channels) / 2
            let after = channels - input.channels - before
            return try append(
                "\(name).shortcut.pad", .pad(axis: 0, before: before, after: after), [y])
        }
    }
}
