import ExactPlugin
import Optimisation
import Random

/// What a search is measured by: with one objective the distance to the proven
/// optimum, with several the hypervolume.
///
/// The hypervolume is that of the feasible points in objectives scaled such that
/// the least value known is 0 and the greatest of 2,000 random points' front is 1; where the exact
/// front is known it is given as a share of that front's.
struct Yardstick {
    /// Proven, or with several objectives the least of each on the exact front; nil where it could not be proven.
    let isProven: Bool
    private let least: [Double]
    private let reference: [Double]
    private let whole: Double

    init(_ space: SearchSpace, proof: [Outcome]?) throws {
        var random = SeededRandom(seed: 2_000_000)
        var front = ParetoFront<Bool>()
        let points = (0..<2000).map { _ in space.problem.space.sample(using: &random) }
        for outcome in try space.outcomes(points) where outcome.isFeasible { front.insert(true, costs: outcome.costs) }
        let objectives = space.problem.objectives.count
        let known = proof.map { $0.map(\.costs) } ?? front.members.map(\.costs)
        isProven = proof != nil
        least = (0..<objectives).map { index in known.map { $0[index] }.min()! }
        reference = (0..<objectives).map { index in (known + front.members.map(\.costs)).map { $0[index] }.max()! }
        whole = proof == nil || objectives == 1 ? 1 : Self.volume(known, least, reference)
    }

    /// With one objective best/optimum − 1, less is better; else the share of the hypervolume, more is better.
    func figure(_ front: ParetoFront<Bool>) -> Double {
        guard let first = front.members.first else { return reference.count == 1 ? .infinity : 0 }
        if reference.count == 1 { return first.costs[0] / least[0] - 1 }
        return Self.volume(front.members.map(\.costs), least, reference) / whole
    }

    private static func volume(_ front: [[Double]], _ least: [Double], _ reference: [Double]) -> Double {
        let scaled = front.map { costs in costs.indices.map { (costs[$0] - least[$0]) / max(reference[$0] - least[$0], .leastNormalMagnitude) } }
        return hypervolume(of: scaled, reference: reference.map { _ in 1.1 })
    }
}
