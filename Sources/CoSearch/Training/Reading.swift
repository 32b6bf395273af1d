import Simulation
import Tensors

/// What a network makes of images.
public struct Reading: Hashable, Sendable {
    /// Mean cross-entropy, in nats.
    public var loss: Double
    /// Right answers of how many.
    public var accuracy: Accuracy
    /// For each image the class with the highest logit.
    public var answers: [UInt8]

    /// - Parameter loss: mean cross-entropy, in nats.
    public init(loss: Double, accuracy: Accuracy, answers: [UInt8]) {
        self.loss = loss
        self.accuracy = accuracy
        self.answers = answers
    }
}

extension TrainingRun {
    /// Reads the network as it stands, otherwise than it is trained where that is wanted.
    ///
    /// - Parameters:
    ///   - images: read from the first on, with the running statistics of the paths.
    ///   - count: how many, at most; nil for all.
    ///   - choices: the path of each layer, then what is chosen about the network.
    ///   - quantises: weights and stored results are rounded.
    ///   - hasEffects: crossbars have their effect, as far as the plan has one for them.
    ///   - seed: of what the effects draw: the same for the same numbers.
    public func reading(
        of images: ImageSet, count: Int? = nil, _ choices: [Int], quantises: Bool, hasEffects: Bool, seed: UInt64
    ) throws(TensorError) -> Reading {
        var mode = PassMode.evaluation
        (mode.quantises, mode.hasEffects) = (quantises, hasEffects)
        try backend.seed(seed)
        let batches = try Batches(images, shift: 0, on: net.device, of: backend)
        return try weights.reading(batches, Self.single(choices), mode, images: count)
    }
}
