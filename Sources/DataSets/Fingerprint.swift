import Diagnostics
import System

extension DataSet {
    /// SHA-256 of the first test images and the first training images with their labels: for provenance.
    ///
    /// - Throws: when an image cannot be read.
    public func fingerprint(test: Int, training: Int) throws(InvalidInput) -> String {
        var bytes: [UInt8] = []
        for (images, count) in [(self.test as (any LabelledImages)?, test), (self.training, training)] {
            guard let images else { continue }
            for index in 0..<min(count, images.count) {
                let image = try images.image(index)
                bytes.append(UInt8(truncatingIfNeeded: image.label))
                bytes += image.bytes
            }
        }
        return sha256(bytes)
    }
}
