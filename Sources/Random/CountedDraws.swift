/// Random numbers that are looked up, not taken in turn: the k-th for a seed and a purpose.
///
/// ```swift
/// let draws = CountedDraws(seed: 7, purpose: 3)
/// draws.uniform(0)        // the same whoever asks, and when
/// ```
///
/// Each purpose has numbers of its own, so that asking for one does not change what another gets, and results do not
/// depend on the order of evaluation. The numbers are the output function of SplitMix64 (Steele, Lea, Flood, OOPSLA
/// 2014) of seed, purpose and counter.
public struct CountedDraws: Sendable {
    private let key: UInt64

    /// - Parameters:
    ///   - purpose: whose numbers they are.
    ///   - round: for numbers that are drawn anew time after time.
    public init(seed: UInt64, purpose: UInt64, round: UInt64 = 0) {
        key = Self.mixed(Self.mixed(seed &+ purpose &* Self.golden) &+ round &* Self.golden)
    }

    private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func mixed(_ x: UInt64) -> UInt64 {
        var x = x
        x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
        x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
        return x ^ (x >> 31)
    }

    /// 64 uniform bits.
    public func bits(_ k: Int) -> UInt64 {
        Self.mixed(key &+ (UInt64(truncatingIfNeeded: k) &+ 1) &* Self.golden)
    }

    /// Evenly distributed over (0, 1), ends excluded.
    public func uniform(_ k: Int) -> Double {
        (Double(bits(k) >> 11) + 0.5) * 0x1p-53
    }

    /// Standard normal.
    public func normal(_ k: Int) -> Double { boxMuller(uniform(2 * k), uniform(2 * k + 1)) }
}
