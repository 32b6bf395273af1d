import Search

/// Images of one size with their classes, as bytes.
public struct LabelledImages: Hashable, Sendable {
    /// Channels, height, width.
    public let channels, height, width: Int
    public let classes: Int
    /// Image after image, channel after channel, row after row.
    public private(set) var pixels: [UInt8]
    public private(set) var labels: [UInt8]

    /// - Precondition: pixels and labels are of as many images, and labels are below `classes`.
    public init(channels: Int, height: Int, width: Int, classes: Int, pixels: [UInt8], labels: [UInt8]) {
        precondition(pixels.count == labels.count * channels * height * width, "as many images as labels")
        precondition(labels.allSatisfy { $0 < classes }, "labels are classes")
        self.channels = channels
        self.height = height
        self.width = width
        self.classes = classes
        self.pixels = pixels
        self.labels = labels
    }

    public var count: Int { labels.count }
    /// Bytes of one image.
    public var imageSize: Int { channels * height * width }

    /// Some of the images, in the given order.
    public func subset(_ indices: [Int]) -> LabelledImages {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(indices.count * imageSize)
        for index in indices { pixels += self.pixels[index * imageSize..<(index + 1) * imageSize] }
        return LabelledImages(
            channels: channels, height: height, width: width, classes: classes, pixels: pixels, labels: indices.map { labels[$0] })
    }

    /// Two parts without an image in common, drawn from a seed.
    ///
    /// - Parameter share: of the first part, from 0 to 1; at least one image goes to each.
    public func split(share: Double, seed: UInt64) -> (LabelledImages, LabelledImages) {
        var order = Array(0..<count)
        var random = SeededRandom(seed: seed)
        random.shuffle(&order)
        let first = min(count - 1, max(1, Int((Double(count) * share).rounded())))
        return (subset(Array(order[..<first])), subset(Array(order[first...])))
    }

    /// Mean and standard deviation of each channel, of pixels from 0 to 1: what images are normalised with.
    public var statistics: (mean: [Double], deviation: [Double]) {
        var sums = [Int](repeating: 0, count: channels), squares = sums
        let plane = height * width
        for image in 0..<count {
            for channel in 0..<channels {
                var sum = 0, square = 0
                for value in pixels[(image * channels + channel) * plane..<(image * channels + channel + 1) * plane] {
                    sum += Int(value)
                    square += Int(value) * Int(value)
                }
                sums[channel] += sum
                squares[channel] += square
            }
        }
        let n = Double(max(count * plane, 1))
        let mean = sums.map { Double($0) / n / 255 }
        let deviation = zip(squares, mean).map { square, mean in
            max(1e-6, (max(0, Double(square) / n / 65025 - mean * mean)).squareRoot())
        }
        return (mean, deviation)
    }
}
