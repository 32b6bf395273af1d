import Random

/// Images of one size with their classes, as bytes.
public struct ImageSet: Hashable, Sendable {
    /// Channels, height, width.
    public let channels, height, width: Int
    /// Labels are below it; at most 256.
    public let classes: Int
    /// Image after image, channel after channel, row after row.
    public private(set) var pixels: [UInt8]
    /// The class of each image.
    public private(set) var labels: [UInt8]
    /// What images are normalised with.
    public let normalisation: Normalisation

    /// Mean and standard deviation of each channel, pixels taken as 0 to 1.
    public struct Normalisation: Hashable, Sendable {
        /// One number for each channel, of pixels from 0 to 1.
        public var mean, deviation: [Double]

        /// - Parameter deviation: above 0, for each channel as the mean.
        public init(mean: [Double], deviation: [Double]) {
            self.mean = mean
            self.deviation = deviation
        }
    }

    /// - Parameter normalisation: nil for that of these images.
    /// - Precondition: pixels and labels are of as many images, and labels are below `classes`.
    public init(
        channels: Int, height: Int, width: Int, classes: Int, pixels: [UInt8], labels: [UInt8],
        normalisation: Normalisation? = nil
    ) {
        precondition(pixels.count == labels.count * channels * height * width, "as many images as labels")
        precondition(labels.allSatisfy { $0 < classes }, "labels are classes")
        self.channels = channels
        self.height = height
        self.width = width
        self.classes = classes
        self.pixels = pixels
        self.labels = labels
        self.normalisation = normalisation ?? Self.statistics(pixels, channels: channels, plane: height * width)
    }

    /// Of images.
    public var count: Int { labels.count }
    /// Bytes of one image.
    public var imageSize: Int { channels * height * width }

    /// Some of the images, in the given order.
    public func subset(_ indices: [Int]) -> ImageSet {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(indices.count * imageSize)
        for index in indices { pixels += self.pixels[index * imageSize..<(index + 1) * imageSize] }
        return ImageSet(
            channels: channels, height: height, width: width, classes: classes, pixels: pixels,
            labels: indices.map { labels[$0] }, normalisation: normalisation)
    }

    /// Two parts without an image in common, drawn from a seed.
    ///
    /// - Parameter share: of the first part, from 0 to 1; at least one image goes to each.
    public func split(share: Double, seed: UInt64) -> (ImageSet, ImageSet) {
        var order = Array(0..<count)
        var random = SeededRandom(seed: seed)
        random.shuffle(&order)
        let first = min(count - 1, max(1, Int((Double(count) * share).rounded())))
        return (subset(Array(order[..<first])), subset(Array(order[first...])))
    }

    /// The images but for some that are held out, and those: drawn by a seed of their own, so that they are the same
    /// for all runs.
    ///
    /// - Parameter count: of those held out; 0 for none.
    /// - Precondition: at least one image is left.
    public func holdingOut(_ count: Int) -> (rest: ImageSet, heldOut: ImageSet) {
        precondition(count >= 0 && count < self.count, "some images are left")
        var order = Array(0..<self.count)
        var random = SeededRandom(seed: 0)
        random.shuffle(&order)
        // In the data set's order, as they are read.
        return (subset(order[count...].sorted()), subset(order[..<count].sorted()))
    }

    private static func statistics(_ pixels: [UInt8], channels: Int, plane: Int) -> Normalisation {
        var sums = [Int](repeating: 0, count: channels), squares = sums
        for first in stride(from: 0, to: pixels.count, by: plane) {
            var sum = 0, square = 0
            for value in pixels[first..<first + plane] {
                sum += Int(value)
                square += Int(value) * Int(value)
            }
            sums[first / plane % channels] += sum
            squares[first / plane % channels] += square
        }
        let n = Double(max(pixels.count / channels, 1))
        let mean = sums.map { Double($0) / n / 255 }
        return Normalisation(
            mean: mean,
            deviation: zip(squares, mean).map { square, mean in
                // An image of one colour is not divided by 0.
                max(1e-6, (max(0, Double(square) / n / 65025 - mean * mean)).squareRoot())
            })
    }
}
