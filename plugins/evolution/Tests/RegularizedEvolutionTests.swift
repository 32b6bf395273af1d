import Optimisation
import Testing

@testable import EvolutionPlugin

@Suite struct RegularizedEvolutionTests {
    private let problem: Problem

    init() throws {
        let space = try Space((0..<12).map { Parameter("p\($0)", .categories(["a", "b", "c", "d"])) })
        problem = Problem(space: space, objectives: [Objective(.energy)])
    }

    private func outcome(_ point: Point) -> Outcome {
        let energy = point.values.reduce(1.0) { sum, value in value == .category(2) ? sum : sum + 1 }
        return Outcome(measures: { _ in energy }, objectives: problem.objectives, constraints: [])
    }

    @Test func findsTheOptimumOfSeparableChoices() throws {
        var strategy = try plugin.make(for: problem), random = SeededRandom(seed: 2), best = Double.infinity
        for round in 0..<250 {
            let points = try strategy.ask(4, problem: problem, random: &random)
            try strategy.tell(
                points.enumerated().map { Trial(number: 4 * round + $0, point: $1, outcome: outcome($1)) },
                problem: problem)
            best = points.reduce(best) { min($0, outcome($1).costs[0]) }
        }
        #expect(best == 1)
    }

    /// What makes it regularised: the best point dies of age, so that its copies no longer come from it.
    @Test func theBestOfAllDiesOfAge() throws {
        var strategy = try plugin.make(for: problem, settings: ["population": "3", "sample": "3", "batch": "1"])
        var random = SeededRandom(seed: 5)
        let optimum = Point(Array(repeating: .category(2), count: 12)),
            poor = Point(Array(repeating: .category(0), count: 12))
        _ = try strategy.ask(3, problem: problem, random: &random)
        try strategy.tell(
            [optimum, poor, poor].enumerated().map { Trial(number: $0, point: $1, outcome: outcome($1)) },
            problem: problem)
        func differences(_ point: Point) -> Int { zip(point.values, optimum.values).count { $0 != $1 } }
        #expect(try differences(strategy.ask(1, problem: problem, random: &random)[0]) <= 1)
        try strategy.tell([Trial(number: 3, point: poor, outcome: outcome(poor))], problem: problem)
        #expect(try differences(strategy.ask(1, problem: problem, random: &random)[0]) >= 11)
    }
}
