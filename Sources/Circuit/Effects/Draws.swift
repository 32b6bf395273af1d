import RealModule

/// Random numbers that are looked up, not taken in turn: the k-th for a seed and a purpose.
///
/// Each effect has numbers of its own, so that switching one on does not change what another
/// does to the same cells, and results do not depend on the order of evaluation. The numbers are the
/// output function of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) of seed, purpose and counter.
struct Draws {
    enum Purpose: UInt64 {
        case programming = 1
        case stuck
        case read
        case converterOffset
        case converterGain
        case level
        case surrogateWeights
        case surrogateSamples
        case surrogateBatches
    }

    private let key: UInt64

    init(seed: UInt64, _ purpose: Purpose, round: UInt64 = 0) {
        key = Draws.mixed(Draws.mixed(seed &+ purpose.rawValue &* Draws.golden) &+ round &* Draws.golden)
    }

    private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func mixed(_ x: UInt64) -> UInt64 {
        var x = x
        x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
        x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
        return x ^ (x >> 31)
    }

    func bits(_ k: Int) -> UInt64 {
        Draws.mixed(key &+ (UInt64(truncatingIfNeeded: k) &+ 1) &* Draws.golden)
    }

    /// Evenly distributed over (0, 1), ends excluded.
    func uniform(_ k: Int) -> Double {
        (Double(bits(k) >> 11) + 0.5) * 0x1p-53
    }

    /// Standard normal (Box and Muller, 1958).
    func normal(_ k: Int) -> Double {
        (-2 * Double.log(uniform(2 * k))).squareRoot() * Double.cos(2 * .pi * uniform(2 * k + 1))
    }
}
