import Random

/// Designs drawn evenly, each layer's choice by itself; more of them begin with the same ones.
public struct RandomDesigns: Hashable, Sendable {
    /// `[design][layer]`, the index of a choice.
    public let designs: [[Int]]

    /// - Parameter options: numbers of choices at each layer.
    public init(options: [Int], count: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        designs = (0..<count).map { _ in options.map { random.below($0) } }
    }
}
