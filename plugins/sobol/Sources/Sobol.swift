import Optimisation

/// Sobol's sequence: points that fill the space more evenly than random ones
/// (I. M. Sobol', USSR Comput. Math. Math. Phys. 7, 1967), with the direction
/// numbers of Joe and Kuo.
///
/// Each dimension is scrambled in Owen's manner, by a hash (L. Laine and
/// T. Karras, 2011; B. Burley, "Practical Hash-based Owen Scrambling", JCGT 9,
/// 2020), from the study's random source: every point is uniform, and
/// different seeds give independent sequences of the same evenness.
struct Sobol: Strategy {
    static let summary = "evenly spread points: Sobol's sequence, scrambled by the seed"

    /// The next point's place in the sequence.
    private var index: UInt32 = 0
    /// One for each dimension, drawn at the first ask.
    private var scrambles: [UInt32] = []
    private static let last = UInt32.max

    init(problem: Problem, settings: Settings) throws {
        let dimensions = problem.space.parameters.count
        guard dimensions <= DirectionNumbers.dimensions else {
            throw StrategyError(
                "sobol knows \(DirectionNumbers.dimensions) dimensions and the space has \(dimensions); use 'random'")
        }
    }

    mutating func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
        let space = problem.space
        if scrambles.isEmpty {
            scrambles = space.parameters.map { _ in UInt32(truncatingIfNeeded: random.next() >> 32) }
        }
        let numbers = DirectionNumbers.first(space.parameters.count)
        var points: [Point] = []
        while points.count < count, index < Self.last {
            let shares = zip(numbers, scrambles).map { numbers, scramble in
                (Double(scrambled(numbers.coordinate(index), by: scramble)) + 0.5) * 0x1p-32
            }
            points.append(space.point(atShares: shares))
            index += 1
        }
        return points
    }

    func tell(_ trials: [Trial], problem: Problem) {}
}

/// A random permutation of fractions in which every digit's flip depends on the
/// higher digits alone, so that it keeps what makes the sequence even.
func scrambled(_ x: UInt32, by seed: UInt32) -> UInt32 {
    var x = x.bitReversed
    x &+= seed
    x ^= x &* 0x6C50_B47C
    x ^= x &* 0xB82F_1E52
    x ^= x &* 0xC7AF_E638
    x ^= x &* 0x8D22_F6E6
    return x.bitReversed
}

extension UInt32 {
    fileprivate var bitReversed: UInt32 {
        var x = self
        x = (x >> 1) & 0x5555_5555 | (x & 0x5555_5555) << 1
        x = (x >> 2) & 0x3333_3333 | (x & 0x3333_3333) << 2
        x = (x >> 4) & 0x0F0F_0F0F | (x & 0x0F0F_0F0F) << 4
        return x.byteSwapped
    }
}

public let plugin = StrategyPlugin("sobol", Sobol.self)
