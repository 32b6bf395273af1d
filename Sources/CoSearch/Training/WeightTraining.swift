import Random
import Simulation
import Tensors

/// The part of training that a search and a retraining share: weights by SGD.
struct WeightTraining {
    let net: Supernet
    let recipe: Recipe
    /// Matrices and kernels, which decay, and all else, which does not.
    var decaying, free: SGD

    init(_ net: Supernet, _ recipe: Recipe) throws(TensorError) {
        self.net = net
        self.recipe = recipe
        let all = net.parameters.all
        decaying = try SGD(
            all.filter { $0.rank > 1 }, rate: recipe.rate, momentum: recipe.momentum, weightDecay: recipe.weightDecay,
            usesNesterov: recipe.momentum > 0)
        free = try SGD(
            all.filter { $0.rank <= 1 }, rate: recipe.rate, momentum: recipe.momentum, usesNesterov: recipe.momentum > 0
        )
    }

    /// Momenta by the names of their parameters.
    var momenta: [(name: String, tensor: Tensor)] {
        let pairs = net.parameters.pairs
        return zip(pairs.filter { $0.tensor.rank > 1 }, decaying.momenta).map { ($0.name, $1) }
            + zip(pairs.filter { $0.tensor.rank <= 1 }, free.momenta).map { ($0.name, $1) }
    }

    func mode(_ mode: PassMode) -> PassMode {
        var mode = mode
        mode.quantises = recipe.quantises
        mode.hasEffects = recipe.hasEffects
        return mode
    }

    /// One step on one batch; gives the loss and the number of right answers, which are still on the device.
    mutating func step(
        _ batch: (images: Tensor, classes: Tensor), _ paths: [GateDraw.Layer], rate: Double
    ) throws(TensorError) -> (loss: Tensor, right: Tensor) {
        try net.parameters.all.clearGradients()
        let (logits, loss) = try net.backend.withAutocast(on: net.device, recipe.usesAutocast) {
            () throws(TensorError) in
            let logits = try net.logits(batch.images, paths, mode(.training)).converted(to: .float32)
            return (logits, try logits.crossEntropy(batch.classes, smoothing: recipe.smoothing))
        }
        try loss.backward()
        decaying.rate = rate
        free.rate = rate
        try decaying.step()
        try free.step()
        return (try loss.detached(), try logits.detached().rightAnswers(batch.classes))
    }

    /// The share of right answers on images, each layer with one path.
    func accuracy(_ batches: Batches, _ paths: [GateDraw.Layer]) throws(TensorError) -> Double {
        try reading(batches, paths, mode(.evaluation), images: recipe.validationImages).accuracy.share
    }

    /// What the network makes of images, each layer with one path.
    /// - Parameter images: how many, at most, from the first on; nil for all.
    func reading(
        _ batches: Batches, _ paths: [GateDraw.Layer], _ mode: PassMode, images: Int?
    ) throws(TensorError) -> Reading {
        try net.backend.withoutGradients { () throws(TensorError) in
            var loss: Tensor?
            var answers: [UInt8] = []
            let count = min(batches.images.count, images ?? .max)
            for first in stride(from: 0, to: count, by: 500) {
                let batch = try batches.plain(first..<min(first + 500, count))
                let logits = try net.backend.withAutocast(on: net.device, recipe.usesAutocast) {
                    () throws(TensorError) in
                    try net.logits(batch.images, paths, mode)
                }
                answers += try logits.indexOfLargest(along: 1).values(of: Int64.self).map { UInt8($0) }
                let sum =
                    try logits.converted(to: .float32).crossEntropy(batch.classes, smoothing: 0)
                    * Double(batch.classes.shape[0])
                loss = if let loss { try loss + sum } else { sum }
            }
            let hits = zip(answers, batches.images.labels).count { $0 == $1 }
            return Reading(
                loss: try (loss?.number() ?? 0) / Double(max(count, 1)),
                accuracy: Accuracy(hits: hits, images: max(count, 1)), answers: answers)
        }
    }
}

extension Tensor {
    /// How many rows of logits are largest at their class.
    func rightAnswers(_ classes: Tensor) throws(TensorError) -> Tensor {
        try indexOfLargest(along: 1).isEqual(to: classes).converted(to: .float32).sum()
    }
}

/// A random generator for one purpose in one epoch: epochs can be resumed one by one.
func generator(seed: UInt64, epoch: Int, purpose: UInt64) -> SeededRandom {
    var mix = SeededRandom(seed: seed ^ (UInt64(epoch) &* 0x9E37_79B9_7F4A_7C15))
    return SeededRandom(seed: mix.next() ^ purpose)
}
