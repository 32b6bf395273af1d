import Optimisation

/// Simulated annealing (S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi,
/// "Optimization by Simulated Annealing", Science 220, 1983), several chains
/// beside each other.
///
/// A chain changes one parameter of its point and takes the new point when it is
/// better, or else with probability exp(−change/temperature). Change is relative
/// (see ``relativeChange(from:to:)``), so that one temperature suits objectives
/// of any unit; several objectives are weighed, each chain with random weights
/// of its own, drawn again whenever it starts again. Temperatures fall
/// geometrically over `steps` evaluations in all, then chains start again from
/// the best point by their new weights. A point outside the constraints is only
/// taken from one that is further outside.
struct Annealing: Strategy {
    static let summary = "changes one parameter at a time, at first for the worse as well: simulated annealing"
    static let settings = [
        Setting("chains", 4, "points that are changed beside each other"),
        Setting("steps", 2000, "evaluations, of all chains together, from the highest temperature to the lowest"),
        Setting("hottest", 0.2, "temperature at first: the relative change for the worse taken with probability 1/e"),
        Setting("coldest", 0.0005, "temperature in the end"),
    ]

    private struct Chain: Codable {
        /// Where it is; nil at first.
        var current: Trial?
        /// Of the objectives, summing to 1.
        var weights: [Double] = []
        /// Decides about the next result, uniform in 0 ..< 1; drawn at the ask.
        var dice = 0.0
    }

    private let hottest: Double
    private let coldest: Double
    private let steps: Int
    private var chains: [Chain]
    /// Evaluations since the chains started again.
    private var step = 0
    /// What no other trial is better than, to start again from.
    private var best: [Trial] = []
    private static let mostBest = 200

    init(problem: Problem, settings: Settings) throws {
        chains = Array(repeating: Chain(), count: try settings.integer("chains", in: 1...100_000))
        steps = try settings.integer("steps", in: 1...1_000_000_000)
        hottest = try settings.number("hottest", in: 1e-9...1e9)
        coldest = try settings.number("coldest", in: 1e-12...hottest)
    }

    mutating func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
        if step >= steps { step = 0 }
        if step == 0 { begin(problem, using: &random) }
        return chains.indices.prefix(count).map { index in
            chains[index].dice = random.unit()
            guard let current = chains[index].current else { return problem.space.sample(using: &random) }
            return problem.space.mutated(current.point, parameters: 1, using: &random)
        }
    }

    mutating func tell(_ trials: [Trial], problem: Problem) {
        let temperature = hottest * exponential(logarithm(coldest / hottest) * Double(step) / Double(steps))
        for (index, trial) in trials.enumerated() {
            if accepts(trial, chains[index], temperature) { chains[index].current = trial }
            remember(trial)
        }
        step += trials.count
        // Those that an ask for few left out come first next time.
        chains = Array(chains[trials.count...] + chains[..<trials.count])
    }

    private func accepts(_ trial: Trial, _ chain: Chain, _ temperature: Double) -> Bool {
        guard let current = chain.current?.outcome else { return true }
        let new = trial.outcome
        if !new.isFeasible || !current.isFeasible { return new.excess <= current.excess }
        let change = weighed(from: current, to: new, by: chain.weights)
        return change <= 0 || chain.dice < exponential(-change / temperature)
    }

    /// New weights, and the best known point by them to begin with.
    private mutating func begin(_ problem: Problem, using random: inout SeededRandom) {
        for index in chains.indices {
            let draws = problem.objectives.map { _ in -logarithm(1 - random.unit()) }
            let sum = draws.reduce(0, +)
            let weights = draws.map { $0 / sum }
            chains[index].weights = weights
            guard !best.isEmpty else { continue }
            chains[index].current = best.dropFirst().reduce(best[0]) { least, trial in
                weighed(from: least.outcome, to: trial.outcome, by: weights) < 0 ? trial : least
            }
        }
    }

    private mutating func remember(_ trial: Trial) {
        if best.contains(where: { $0.outcome.dominates(trial.outcome) || $0.outcome == trial.outcome }) { return }
        best.removeAll { trial.outcome.dominates($0.outcome) }
        best.append(trial)
        if best.count > Self.mostBest { best.removeFirst() }
    }
}

private func weighed(from old: Outcome, to new: Outcome, by weights: [Double]) -> Double {
    zip(weights, zip(old.costs, new.costs)).reduce(0) { $0 + $1.0 * relativeChange(from: $1.1.0, to: $1.1.1) }
}

/// (new − old) over the mean of their magnitudes: like the logarithm of their
/// ratio where they are close, and defined for numbers of any sign.
func relativeChange(from old: Double, to new: Double) -> Double {
    let mean = 0.5 * (abs(old) + abs(new))
    return mean == 0 || !mean.isFinite ? (new > old ? 2 : new < old ? -2 : 0) : (new - old) / mean
}

public let plugin = StrategyPlugin("annealing", Annealing.self)
