/// The one source of randomness of a study: xoshiro256** (Blackman and Vigna,
/// "Scrambled linear pseudorandom number generators", ACM TOMS 47, 2021),
/// its state filled from the seed by SplitMix64.
///
/// ```swift
/// var random = SeededRandom(seed: 7)
/// let die = random.below(6)          // 0...5
/// let share = random.unit()          // 0 ..< 1
/// ```
///
/// The same seed gives the same numbers on every platform and Swift version:
/// draws go through the methods here and not through `Int.random(in:using:)`,
/// whose algorithm the standard library may change. The state is `Codable`, so
/// a study can store it and go on exactly where it stopped.
public struct SeededRandom: RandomNumberGenerator, Codable, Hashable, Sendable {
    private var s0, s1, s2, s3: UInt64

    public init(seed: UInt64) {
        var mix = seed
        func splitMix() -> UInt64 {
            mix &+= 0x9E37_79B9_7F4A_7C15
            var z = mix
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        s0 = splitMix()
        s1 = splitMix()
        s2 = splitMix()
        s3 = splitMix()
    }

    /// 64 uniform bits.
    public mutating func next() -> UInt64 {
        let result = rotate(s1 &* 5, 7) &* 9
        let t = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= t
        s3 = rotate(s3, 45)
        return result
    }

    /// Uniform in `0 ..< 1`, 53 bits.
    public mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// Uniform in `0 ..< bound`, without bias (Lemire's multiply and reject).
    /// - Precondition: `bound > 0`.
    public mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "an empty range has no random member")
        let n = UInt64(bound)
        var product = next().multipliedFullWidth(by: n)
        if product.low < n {
            let threshold = (0 &- n) % n
            while product.low < threshold { product = next().multipliedFullWidth(by: n) }
        }
        return Int(product.high)
    }

    /// A standard normal draw (Box and Muller, the cosine half).
    public mutating func normal() -> Double {
        let radius = 1 - unit()
        return boxMuller(radius, unit())
    }

    /// A uniformly random order of `items` (Fisher and Yates).
    public mutating func shuffle<T>(_ items: inout [T]) {
        for i in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(i, below(i + 1)) }
    }

    /// An index drawn with probability proportional to its weight.
    /// - Precondition: weights are not negative and at least one is positive.
    public mutating func index(weighted weights: [Double]) -> Int {
        var rest = unit() * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            rest -= weight
            if rest < 0 { return index }
        }
        return weights.lastIndex { $0 > 0 } ?? 0
    }
}

@inline(__always)
private func rotate(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 &- k)) }
