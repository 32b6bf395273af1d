import Random

/// Training images, shifted by up to so many pixels and half of them mirrored (He et al., arXiv 1512.03385, section
/// 4.2).
struct Augmentation: Sendable {
    let images: ImageSet
    let shift: Int

    /// The pixels of some images, each shifted and mirrored at random.
    func augmented(_ indices: ArraySlice<Int>, seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        var pixels = [UInt8](repeating: 0, count: indices.count * images.imageSize)
        for (position, index) in indices.enumerated() {
            let down = random.below(2 * shift + 1) - shift, right = random.below(2 * shift + 1) - shift
            let mirrors = random.below(2) == 1
            copyImage(index, to: &pixels, at: position, down: down, right: right, mirrors: mirrors)
        }
        return pixels
    }

    /// What moves in from outside is 0 before normalisation: black.
    private func copyImage(
        _ index: Int, to target: inout [UInt8], at position: Int, down: Int, right: Int, mirrors: Bool
    ) {
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
                            target[targetRow + column] =
                                source[sourceRow + (mirrors ? width - 1 - sourceColumn : sourceColumn)]
                        }
                    }
                }
            }
        }
    }
}
