import Optimisation
import Testing

@testable import LocalSearchPlugin

@Suite struct LocalSearchTests {
    /// Twelve layers that each prefer "c" a little less than "b", but only without any "b" a costly part can go.
    private static func jointCost(_ point: Point) -> Double {
        let own = point.values.reduce(0.0) { sum, value in
            switch value {
            case .category(1): sum + 1
            case .category(2): sum + 1.1
            default: sum + 3
            }
        }
        return own + (point.values.contains(.category(1)) ? 10 : 0)
    }

    private func search(_ space: Space, evaluations: Int, seed: UInt64 = 1, cost: (Point) -> Double) throws -> [Trial] {
        let problem = Problem(space: space, objectives: [Objective(.energy)])
        var strategy = try plugin.make(for: problem), random = SeededRandom(seed: seed), all: [Trial] = []
        while all.count < evaluations {
            let points = try strategy.ask(16, problem: problem, random: &random)
            if points.isEmpty { break }
            let trials = points.enumerated().map { index, point in
                let value = cost(point)
                return Trial(
                    number: all.count + index, point: point,
                    outcome: Outcome(
                        measures: { _ in value }, objectives: problem.objectives, constraints: []))
            }
            try strategy.tell(trials, problem: problem)
            all += trials
        }
        return all
    }

    @Test(arguments: [1 as UInt64, 2, 3, 4])
    func findsWhatOnlyAChangeOfManyParametersAtOnceReaches(seed: UInt64) throws {
        let space = try Space((0..<12).map { Parameter("l\($0)", .categories(["a", "b", "c"])) })
        // From all "b" every single change costs more, and every pair.
        let trials = try search(space, evaluations: 600, seed: seed, cost: Self.jointCost)
        #expect(abs(trials.map { $0.outcome.costs[0] }.min()! - 13.2) < 1e-9)
    }

    @Test func asksNoPointTwiceAndEndsWhenItKnowsAll() throws {
        let space = try Space([
            Parameter("converter", .categories(["sar", "flash"])),
            Parameter("bits", .integers(4...8), condition: .init(parameter: 0, values: [.category(0)])),
            Parameter("rows", .integers(1...12)),
        ])
        let trials = try search(space, evaluations: 10_000) { Double($0.compact.count) }
        #expect(Set(trials.map(\.point)).count == trials.count)
        #expect(trials.count == 6 * 12)
    }

    @Test func movesInContinuousParameters() throws {
        let space = try Space((0..<3).map { Parameter("x\($0)", .reals(0...1)) })
        let trials = try search(space, evaluations: 800) { point in
            point.values.reduce(1.0) { sum, value in
                if case .real(let x) = value { sum + (x - 0.37) * (x - 0.37) } else { sum }
            }
        }
        #expect(trials.map { $0.outcome.costs[0] }.min()! < 1.001)
    }

    /// The single changes' effects decide the order of pairs.
    @Test func thePairWithTheLeastSumComesFirst() throws {
        let space = try Space((0..<4).map { Parameter("p\($0)", .integers(0...3)) })
        var strategy = try LocalSearch(
            problem: Problem(space: space, objectives: [Objective(.energy)]),
            settings: Settings([:], declared: LocalSearch.settings))
        strategy.effects = [(0, 1, 0.5), (1, 2, 0.1), (1, 3, 0.2), (2, 1, 0.3)].map {
            LocalSearch.Effect(parameter: $0.0, value: .integer($0.1), change: $0.2)
        }
        var random = SeededRandom(seed: 1)
        let pairs = strategy.promisingPairs(
            of: Point(Array(repeating: .integer(0), count: 4)), most: 3, in: space, using: &random)
        #expect(pairs.map(\.compact) == ["i0 i2 i1 i0", "i0 i3 i1 i0", "i1 i2 i0 i0"])
    }

    /// Five layers on "a": those that lose least by it leave it together, each for what is best for it.
    @Test func theCheapestLeaversGoTogether() throws {
        let space = try Space((0..<5).map { Parameter("l\($0)", .categories(["a", "b", "c"])) })
        var strategy = try LocalSearch(
            problem: Problem(space: space, objectives: [Objective(.energy)]),
            settings: Settings([:], declared: LocalSearch.settings))
        strategy.effects = [(0, 1, 0.5), (0, 2, 0.9), (1, 2, 0.1), (2, 1, 0.4), (2, 2, 0.2), (3, 1, 0.6), (4, 1, 0.7)]
            .map {
                LocalSearch.Effect(parameter: $0.0, value: .category($0.1), change: $0.2)
            }
        var random = SeededRandom(seed: 1)
        let joint = strategy.jointChanges(
            of: Point(Array(repeating: .category(0), count: 5)), in: space, using: &random
        ).map(\.values)
        for leavers in [[0, 2, 2, 0, 0], [1, 2, 2, 0, 0], [1, 2, 2, 1, 0], [1, 2, 2, 1, 1]] {
            #expect(joint.contains(leavers.map { Value.category($0) }), "\(leavers)")
        }
    }
}
