import Optimisation
import Testing

@testable import ExactPlugin

@Suite struct ExactTests {
    private static let wishes: [[Objective]] = [
        [Objective(.edap)], [Objective(.edp)], [Objective(.energy)], [Objective(.delay)], [Objective(.area)],
        [Objective(.energy), Objective(.delay), Objective(.area)], [Objective(.energy), Objective(.delay)],
        [Objective(.edp), Objective(.area)],
    ]

    @Test(arguments: 0..<60)
    func agreesWithTryingEveryPoint(seed: UInt64) throws {
        var source = RandomTable(seed: seed)
        let table = source.table(layers: 2 + source.random.below(4), options: 1...6)
        let constraints = source.constraints(table)
        for objectives in Self.wishes {
            var solver = try ExactSolver(table: table, objectives: objectives, constraints: constraints)
            let solutions = try solver.solve()
            #expect(
                solutions.map { solution in objectives.map { solution.cost[$0.measure]! } }
                    == exhaustiveFront(table, objectives: objectives, constraints: constraints),
                "objectives \(objectives.map(\.measure))")
            #expect(solutions.allSatisfy { table.cost($0.choices) == $0.cost })
        }
    }

    @Test(arguments: 0..<12)
    func agreesWithTryingEveryNetworkAndEveryPointOfIt(seed: UInt64) throws {
        var source = RandomTable(seed: seed + 100)
        let (table, coupling) = source.coupled()
        for objectives in Self.wishes {
            var solver = try ExactSolver(table: table, coupling: coupling, objectives: objectives)
            let solutions = try solver.solve()
            #expect(
                solutions.map { solution in objectives.map { solution.cost[$0.measure]! } }
                    == exhaustiveFront(table, coupling, objectives: objectives, constraints: []),
                "objectives \(objectives.map(\.measure))")
            #expect(solutions.allSatisfy { table.cost($0.choices) == $0.cost })
        }
    }

    @Test(arguments: [1 as UInt64, 7])
    func agreesWithTryingAMillionPoints(seed: UInt64) throws {
        var source = RandomTable(seed: seed)
        let table = source.table(layers: 6, options: 10...10)
        #expect(table.size == Natural(1_000_000))
        var solver = try ExactSolver(table: table, objectives: [Objective(.edap)])
        #expect(try solver.solve().first?.cost.edap == exhaustiveOptimum(table))
    }

    /// Where every chip has the same size and leaks nothing, layers do not
    /// interact: the optimum is the sum of the layers' own.
    @Test func findsTheKnownOptimumAmong10To33Points() throws {
        var source = RandomTable(seed: 5)
        let rows = (0..<20).map { layer in
            (
                name: "l\(layer)",
                rows: (0..<48).map { _ in
                    LayerTable.Row(
                        energy: source.random.unit(), delay: source.random.unit(), counts: [source.random.below(9)])
                }
            )
        }
        let table = LayerTable(
            resources: [.crossbars(kind: "x")], layers: rows,
            timing: .criticalPath(predecessors: (0..<20).map { $0 == 0 ? [] : [$0 - 1] }),
            chip: ChipSize(area: 1, leakage: 0, groups: [], limits: [nil]))
        for (measure, value) in [(Measure.energy, \LayerTable.Row.energy), (.delay, \.delay)] {
            var solver = try ExactSolver(table: table, objectives: [Objective(measure)])
            let optimum = try solver.solve()
            #expect(optimum.count == 1)
            #expect(
                optimum.first?.cost[measure]
                    == rows.reduce(0.0) { sum, layer in sum + layer.rows.map { $0[keyPath: value] }.min()! })
        }
    }

    @Test func asksTheFrontAndThenEnds() throws {
        let problem = try problem(seed: 3, objectives: [Objective(.energy), Objective(.delay)])
        var strategy = try plugin.make(for: problem), random = SeededRandom(seed: 1), points: [Point] = []
        while true {
            let next = try strategy.ask(3, problem: problem, random: &random)
            if next.isEmpty { break }
            points += next
        }
        let costs = try #require(problem.costs)
        let values = points.map { point in
            let cost = costs.table.cost(costs.choices(at: point, in: problem.space))
            return [cost.energy, cost.delay]
        }
        #expect(values == exhaustiveFront(costs.table, objectives: problem.objectives, constraints: []))
    }

    @Test(arguments: [
        [Objective(.accuracy)], [Objective(.energy), Objective(.accuracy)], [Objective(.delay, .maximize)],
    ])
    func refusesWhatItCannotProve(objectives: [Objective]) throws {
        #expect(throws: StrategyError.self) { try plugin.make(for: problem(seed: 3, objectives: objectives)) }
    }

    @Test func refusesLowerLimitsAndSpacesWithoutATable() throws {
        var problem = try problem(seed: 3, objectives: [Objective(.edap)])
        problem.constraints = [Constraint(.area, .atLeast, 1e-9)]
        #expect(throws: StrategyError.self) { try plugin.make(for: problem) }
        problem.constraints = []
        problem.costs = nil
        #expect(throws: StrategyError.self) { try plugin.make(for: problem) }
    }

    @Test func saysSoWhereNoPointKeepsToTheLimits() throws {
        var problem = try problem(seed: 3, objectives: [Objective(.edap)])
        problem.constraints = [Constraint(.delay, .atMost, 0)]
        var strategy = try plugin.make(for: problem), random = SeededRandom(seed: 1)
        #expect(throws: StrategyError.self) { try strategy.ask(1, problem: problem, random: &random) }
    }

    @Test func runsOutOfLabelsWithAnErrorAndNotWithAnUnprovenAnswer() throws {
        var source = RandomTable(seed: 9)
        let table = source.table(layers: 8, options: 6...6)
        var solver = try ExactSolver(table: table, objectives: [Objective(.energy), Objective(.delay)], mostLabels: 1)
        #expect(throws: StrategyError.self) { try solver.solve() }
    }

    private func problem(seed: UInt64, objectives: [Objective]) throws -> Problem {
        var source = RandomTable(seed: seed)
        let table = source.table(layers: 4, options: 3...5)
        let space = try Space(
            table.layers.map { layer in Parameter(layer.name, .categories((0..<layer.options).map(String.init))) })
        return try Problem(
            space: space, objectives: objectives,
            costs: TabulatedSpace(space: space, table: table, parameters: table.layers.indices.map { [$0] }))
    }
}
