/// How many images of a test were recognised, and how sure that is.
///
/// ```swift
/// Accuracy(hits: 85, images: 100).interval        // 0.767...0.907
/// ```
public struct Accuracy: Hashable, Sendable {
    public let hits: Int
    public let images: Int

    public init(hits: Int, images: Int) {
        self.hits = hits
        self.images = images
    }

    public var share: Double { Double(hits) / Double(images) }

    /// Wilson's score interval with 95 % confidence (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927).
    public var interval: ClosedRange<Double> {
        let z = 1.959963984540054
        let n = Double(images)
        let middle = share + z * z / (2 * n)
        let reach = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        let scale = 1 + z * z / n
        return max(0, (middle - reach) / scale)...min(1, (middle + reach) / scale)
    }

    /// The class of the highest score; of equal scores the first.
    public static func choice(_ scores: [Double]) -> Int {
        var best = 0
        for k in scores.indices where scores[k] > scores[best] { best = k }
        return best
    }
}
