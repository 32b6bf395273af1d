import Search
import Tensors

/// Images as batches of tensors: shuffled and augmented for training, as they are for evaluation.
struct Batches {
    let images: ImageSet
    /// Of the images' normalisation, in bytes.
    let mean, deviation: Tensor
    /// Images are shifted by up to so many pixels and half of them mirrored (He et al., arXiv 1512.03385, section 4.2).
    let shift: Int
    let backend: Backend
    let device: Device

    init(_ images: ImageSet, shift: Int, on device: Device, of backend: Backend) throws(TensorError) {
        self.images = images
        self.shift = shift
        self.device = device
        self.backend = backend
        let shape = [1, images.channels, 1, 1]
        mean = try backend.tensor(images.normalisation.mean.map { Float($0 * 255) }, shape, on: device)
        deviation = try backend.tensor(images.normalisation.deviation.map { Float($0 * 255) }, shape, on: device)
    }

    /// Whole batches that an epoch has, at least one.
    func count(of size: Int) -> Int { max(1, images.count / size) }

    /// The images of one epoch in a random order.
    func order(using random: inout SeededRandom) -> [Int] {
        var order = Array(0..<images.count)
        random.shuffle(&order)
        return order
    }

    /// Some images, changed at random.
    func augmented(_ indices: ArraySlice<Int>, using random: inout SeededRandom) throws(TensorError) -> (images: Tensor, classes: Tensor) {
        var pixels = [UInt8](repeating: 0, count: indices.count * images.imageSize)
        for (position, index) in indices.enumerated() {
            let down = random.below(2 * shift + 1) - shift, right = random.below(2 * shift + 1) - shift
            let mirrors = random.below(2) == 1
            copyImage(index, to: &pixels, at: position, down: down, right: right, mirrors: mirrors)
        }
        return try tensors(pixels, indices)
    }

    /// Some images as they are.
    func plain(_ indices: Range<Int>) throws(TensorError) -> (images: Tensor, classes: Tensor) {
        let size = images.imageSize
        return try tensors(Array(images.pixels[indices.lowerBound * size..<indices.upperBound * size]), Array(indices)[...])
    }

    /// What moves in from outside is 0 before normalisation: black.
    private func copyImage(_ index: Int, to target: inout [UInt8], at position: Int, down: Int, right: Int, mirrors: Bool) {
        let (height, width) = (images.height, images.width)
        images.pixels.withUnsafeBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                for channel in 0..<images.channels {
                    let from = index * images.imageSize + channel * height * width
                    let to = position * images.imageSize + channel * height * width
                    for row in max(0, down)..<min(height, height + down) {
                        let sourceRow = from + (row - down) * width
                        let targetRow = to + row * width
                        for column in max(0, right)..<min(width, width + right) {
                            let sourceColumn = column - right
                            target[targetRow + column] = source[sourceRow + (mirrors ? width - 1 - sourceColumn : sourceColumn)]
                        }
                    }
                }
            }
        }
    }

    private func tensors(_ pixels: [UInt8], _ indices: ArraySlice<Int>) throws(TensorError) -> (images: Tensor, classes: Tensor) {
        let shape = [indices.count, images.channels, images.height, images.width]
        let bytes = try backend.tensor(pixels, shape, on: device)
        let classes = try backend.tensor(indices.map { Int64(images.labels[$0]) }, [indices.count], on: device)
        return (try (bytes.converted(to: .float32) - mean) / deviation, classes)
    }
}
