import AnnealingPlugin
import EvolutionPlugin
import ExactPlugin
import LocalSearchPlugin
import Nsga2Plugin
import Optimisation
import Random
import RandomPlugin
import SobolPlugin
import TpePlugin

let strategies: [StrategyPlugin] = [
    RandomPlugin.plugin, SobolPlugin.plugin, Nsga2Plugin.plugin, AnnealingPlugin.plugin, TpePlugin.plugin,
    EvolutionPlugin.plugin, LocalSearchPlugin.plugin,
]

/// Evaluations after which a search is measured.
let checkpoints = [50, 100, 200, 500, 1000, 2000]

/// One search of 2,000 evaluations: the figure at each checkpoint.
func figures(_ space: SearchSpace, _ plugin: StrategyPlugin, settings: [String: String] = [:], seed: UInt64, by yardstick: Yardstick) throws -> [Double] {
    let problem = space.problem
    var strategy = try plugin.make(for: problem, settings: settings)
    var random = SeededRandom(seed: seed), front = ParetoFront<Bool>()
    var figures: [Double] = [], count = 0
    while let next = checkpoints.first(where: { $0 > count }) {
        // As the study would ask, but stopping at checkpoints to look.
        let points = try strategy.ask(min(next - count, 64), problem: problem, random: &random)
        if points.isEmpty { break }
        let trials = zip(points, try space.outcomes(points)).enumerated().map { index, result in
            Trial(number: count + index, point: result.0, outcome: result.1)
        }
        count += trials.count
        for trial in trials where trial.outcome.isFeasible { front.insert(true, costs: trial.outcome.costs) }
        try strategy.tell(trials, problem: problem)
        if checkpoints.contains(count) { figures.append(yardstick.figure(front)) }
    }
    while figures.count < checkpoints.count { figures.append(yardstick.figure(front)) }
    return figures
}

/// The proven optimum or front; nil where the space has no table or the proof was given up.
func proof(_ space: SearchSpace) throws -> [Outcome]? {
    guard let costs = space.problem.costs else { return nil }
    let problem = space.problem
    var solver = try ExactSolver(table: costs.table, objectives: problem.objectives, constraints: problem.constraints)
    let solutions = try solver.solve()
    return try space.outcomes(solutions.map { costs.point(for: $0.choices, in: problem.space) })
}
