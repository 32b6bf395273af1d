import Optimisation

/// NSGA-II: a population that moves towards the whole Pareto front (K. Deb,
/// A. Pratap, S. Agarwal, T. Meyarivan, "A fast and elitist multiobjective
/// genetic algorithm: NSGA-II", IEEE Transactions on Evolutionary Computation
/// 6(2), 2002).
///
/// Parents are chosen by tournaments of two, by rank and then by crowding
/// distance; children come from uniform crossover and mutation of single
/// parameters; the next population is the best of parents and children.
/// Constraints by Deb's rules. A child that is already in the population is
/// mutated once more, since evaluating it again would tell nothing.
struct NSGA2: Strategy {
    static let summary = "a population that moves towards the whole Pareto front: NSGA-II"
    static let settings = [
        Setting("population", 50, "points of one generation"),
        Setting("crossover", 0.9, "the probability that a child has two parents"),
        Setting("mutations", 1.0, "parameters mutated in a child, on average"),
    ]

    private let size: Int
    private let crossover: Double
    private let mutations: Double
    /// The population, best first: by rank, then by crowding distance.
    private var parents: [Trial] = []
    private var children: [Trial] = []

    init(problem: Problem, settings: Settings) throws {
        size = try settings.integer("population", in: 4...100_000)
        crossover = try settings.number("crossover", in: 0...1)
        mutations = try settings.number("mutations", in: 0...1000)
    }

    mutating func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
        var known = Set(parents.map(\.point)).union(children.map(\.point))
        return (0..<min(count, size - children.count)).map { _ in
            var point =
                parents.isEmpty ? problem.space.sample(using: &random) : child(in: problem.space, using: &random)
            // A space may be smaller than the population: do not insist.
            for _ in 0..<20 where known.contains(point) {
                point = problem.space.mutated(point, parameters: 1, using: &random)
            }
            known.insert(point)
            return point
        }
    }

    mutating func tell(_ trials: [Trial], problem: Problem) {
        children += trials
        guard children.count >= size else { return }
        parents = survivors(of: parents + children, count: size)
        children = []
    }

    private func child(in space: Space, using random: inout SeededRandom) -> Point {
        // Parents are in order of quality, so the lower index wins a tournament.
        func tournament(_ random: inout SeededRandom) -> Point {
            let a = random.below(parents.count), b = random.below(parents.count)
            return parents[min(a, b)].point
        }
        var point = tournament(&random)
        if random.unit() < crossover { point = space.crossed(point, tournament(&random), using: &random) }
        let active = point.values.count { $0 != .inactive }
        let rate = min(1, mutations / Double(max(active, 1)))
        let changes = (0..<active).count { _ in random.unit() < rate }
        return changes == 0 ? point : space.mutated(point, parameters: changes, using: &random)
    }
}

/// The best trials, by rank and then by crowding distance within the last rank
/// that fits, in that order.
func survivors(of trials: [Trial], count: Int) -> [Trial] {
    let ranks = paretoRanks(trials) { $0.outcome.dominates($1.outcome) }
    var members = Array(repeating: [Int](), count: (ranks.max() ?? -1) + 1)
    for (index, rank) in ranks.enumerated() { members[rank].append(index) }
    var kept: [Trial] = []
    for front in members {
        let distances = crowdingDistances(front.map { trials[$0].outcome.costs })
        let order = front.indices.sorted { (distances[$0], -$0) > (distances[$1], -$1) }
        kept += order.prefix(count - kept.count).map { trials[front[$0]] }
        if kept.count == count { break }
    }
    return kept
}

/// How much room each point of a front has: the sum over objectives of the gap
/// between its neighbours, relative to the front's extent; infinite at the ends.
func crowdingDistances(_ costs: [[Double]]) -> [Double] {
    var distances = Array(repeating: 0.0, count: costs.count)
    guard let objectives = costs.first?.count, costs.count > 2 else { return distances.map { _ in .infinity } }
    for objective in 0..<objectives {
        let order = costs.indices.sorted { (costs[$0][objective], $0) < (costs[$1][objective], $1) }
        let extent = costs[order.last!][objective] - costs[order[0]][objective]
        distances[order[0]] = .infinity
        distances[order.last!] = .infinity
        guard extent > 0, extent.isFinite else { continue }
        for place in 1..<(order.count - 1) {
            distances[order[place]] +=
                (costs[order[place + 1]][objective] - costs[order[place - 1]][objective]) / extent
        }
    }
    return distances
}

public let plugin = StrategyPlugin("nsga2", NSGA2.self)
