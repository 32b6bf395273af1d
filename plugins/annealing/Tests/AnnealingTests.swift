import Optimisation
import Testing

@testable import AnnealingPlugin

@Suite struct AnnealingTests {
    @Test(arguments: [(100.0, 101.0, 0.00995), (-0.9, -0.91, -0.01105), (0, 0, 0), (0, 3, 2), (1, .infinity, 2)])
    func changeIsRelativeAndDefinedForAnySign(old: Double, new: Double, change: Double) {
        #expect(abs(relativeChange(from: old, to: new) - change) < 1e-5)
    }

    private func run(
        _ settings: [String: String], seed: UInt64, evaluations: Int
    ) throws -> [(point: Point, cost: Double)] {
        let space = try Space((0..<10).map { Parameter("p\($0)", .integers(0...9)) })
        let problem = Problem(
            space: space, objectives: [Objective(.energy)], constraints: [Constraint(.area, .atMost, 70)])
        var strategy = try plugin.make(for: problem, settings: settings), random = SeededRandom(seed: seed)
        var seen: [(point: Point, cost: Double)] = []
        while seen.count < evaluations {
            let points = try strategy.ask(64, problem: problem, random: &random)
            let trials = points.map { point in
                // The sum of squares off 7, and a limit that the optimum just keeps to.
                let values = point.values.map { if case .integer(let value) = $0 { value } else { 0 } }
                let measures: [Measure: Double] = [
                    .energy: 1 + values.reduce(0.0) { $0 + Double(($1 - 7) * ($1 - 7)) },
                    .area: Double(values.reduce(0, +)),
                ]
                let outcome = Outcome(
                    measures: { measures[$0] }, objectives: problem.objectives, constraints: problem.constraints)
                return Trial(number: 0, point: point, outcome: outcome)
            }
            try strategy.tell(trials, problem: problem)
            seen += trials.map { ($0.point, $0.outcome.isFeasible ? $0.outcome.costs[0] : .infinity) }
        }
        return seen
    }

    @Test func findsTheOptimumAtTheEdgeOfALimit() throws {
        #expect(try run([:], seed: 1, evaluations: 2000).map(\.cost).min() == 1)
    }

    /// Cold from the beginning it only ever goes down; hot, it wanders.
    @Test func temperatureDecidesHowOftenItGoesForTheWorse() throws {
        func meanCost(hottest: String) throws -> Double {
            let costs = try run(
                ["chains": "1", "hottest": hottest, "coldest": "0.0001", "steps": "1000000"], seed: 4, evaluations: 600
            )
            .map(\.cost).suffix(300).filter(\.isFinite)
            return costs.reduce(0, +) / Double(costs.count)
        }
        #expect(try 3 * meanCost(hottest: "0.0001") < meanCost(hottest: "100"))
    }
}
