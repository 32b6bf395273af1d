import Random
import Tensors

/// Images as batches of tensors: shuffled for training, as they are for evaluation.
struct Batches {
    let source: Augmentation
    /// Of the images' normalisation, in bytes.
    let mean, deviation: Tensor
    let backend: Backend
    let device: Device

    init(_ images: ImageSet, shift: Int, on device: Device, of backend: Backend) throws(TensorError) {
        source = Augmentation(images: images, shift: shift)
        self.device = device
        self.backend = backend
        let shape = [1, images.channels, 1, 1]
        mean = try backend.tensor(images.normalisation.mean.map { Float($0 * 255) }, shape, on: device)
        deviation = try backend.tensor(images.normalisation.deviation.map { Float($0 * 255) }, shape, on: device)
    }

    var images: ImageSet { source.images }

    /// Whole batches that an epoch has, at least one.
    func count(of size: Int) -> Int { max(1, images.count / size) }

    /// The images of one epoch in a random order.
    func order(using random: inout SeededRandom) -> [Int] {
        var order = Array(0..<images.count)
        random.shuffle(&order)
        return order
    }

    /// Some images as they are.
    func plain(_ indices: Range<Int>) throws(TensorError) -> (images: Tensor, classes: Tensor) {
        let size = images.imageSize
        return try tensors(
            Array(images.pixels[indices.lowerBound * size..<indices.upperBound * size]), Array(indices)[...])
    }

    /// Pixels of some of the images on the device, normalised, and their classes.
    func tensors(_ pixels: [UInt8], _ indices: ArraySlice<Int>) throws(TensorError) -> (images: Tensor, classes: Tensor)
    {
        let shape = [indices.count, images.channels, images.height, images.width]
        let bytes = try backend.tensor(pixels, shape, on: device)
        let classes = try backend.tensor(indices.map { Int64(images.labels[$0]) }, [indices.count], on: device)
        return (try (bytes.converted(to: .float32) - mean) / deviation, classes)
    }
}
