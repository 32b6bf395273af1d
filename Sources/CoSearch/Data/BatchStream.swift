import Random
import System
import Tensors

/// The training batches of one epoch, in order. While the device works on one, another thread prepares the pixels of
/// the next.
///
/// What is drawn for a batch follows from its number alone, so the stream is the same however fast the threads are.
struct BatchStream {
    private let batches: Batches
    private let order: [Int]
    private let size: Int
    private let count: Int
    private var random: SeededRandom
    private var step = 0
    private var prepared: Ahead<[UInt8]>?

    /// - Parameters:
    ///   - order: of the images; it begins again where it ends.
    ///   - size: images of a batch, at most.
    ///   - count: batches that will be asked for.
    ///   - random: decides how images are shifted and mirrored.
    init(_ batches: Batches, order: [Int], size: Int, count: Int, _ random: SeededRandom) {
        self.batches = batches
        self.order = order
        self.size = min(size, order.count)
        self.count = count
        self.random = random
        prepare()
    }

    /// - Precondition: no more than `count` are asked for.
    mutating func next() throws(TensorError) -> (images: Tensor, classes: Tensor) {
        guard let ready = prepared else { preconditionFailure("a stream of \(count) batches is at its end") }
        let indices = slice(step)
        step += 1
        prepare()
        return try batches.tensors(ready.value, indices)
    }

    private mutating func prepare() {
        guard step < count else { return prepared = nil }
        let (source, indices, seed) = (batches.source, slice(step), random.next())
        prepared = Ahead { source.augmented(indices, seed: seed) }
    }

    private func slice(_ step: Int) -> ArraySlice<Int> {
        let first = step % max(1, order.count / size) * size
        return order[first..<first + size]
    }
}
