import Catalogue
import FoundationEssentials
import Optimisation
import Random
import Testing
import Workbench

/// What ``Strategy`` asks of every strategy, checked on each that this build has.
@Suite struct StrategyContractTests {
    static let names = try! Plugins.shipped.strategies().names

    /// Per-layer choices with a table, and a mixed space with conditions and a limit.
    private static func problems() throws -> [Problem] {
        let rows = (0..<4).map { layer in
            (
                name: "l\(layer)",
                rows: (0..<3).map { option in
                    LayerTable.Row(
                        energy: Double(1 + (layer + option) % 3), delay: Double(3 - option), counts: [option + 1])
                }
            )
        }
        let table = LayerTable(
            resources: ["x"].map { .crossbars(kind: $0) }, layers: rows,
            timing: .criticalPath(predecessors: [[], [0], [1], [0, 2]]),
            chip: ChipSize(
                area: 1, leakage: 0.1, groups: [.init(capacities: [4], area: 1, leakage: 0.1)], limits: [nil]))
        let choices = try Space(rows.map { Parameter($0.name, .categories(["a", "b", "c"])) })
        let mixed = try Space([
            Parameter("converter", .categories(["sar", "flash"])),
            Parameter("bits", .integers(4...9), condition: .init(parameter: 0, values: [.category(0)])),
            Parameter("columns", .integers(16...512, step: 16, logarithmic: true)),
            Parameter("voltage", .reals(0.1...0.4)),
        ])
        return try [
            Problem(
                space: choices, objectives: [Objective(.edap)],
                costs: TabulatedSpace(space: choices, table: table, parameters: [[0], [1], [2], [3]])),
            Problem(
                space: mixed, objectives: [Objective(.energy), Objective(.accuracy)],
                constraints: [Constraint(.area, .atMost, 300)]),
        ]
    }

    private func outcome(_ point: Point, _ problem: Problem) -> Outcome {
        if let costs = problem.costs {
            let cost = costs.table.cost(costs.choices(at: point, in: problem.space))
            return Outcome(measures: { cost[$0] }, objectives: problem.objectives, constraints: problem.constraints)
        }
        let shares = zip(problem.space.parameters, point.values).map { $1 == .inactive ? 0.3 : $0.domain.share(of: $1) }
        let measures: [Measure: Double] = [
            .energy: 1 + shares[2] * shares[3], .accuracy: 0.5 + 0.3 * shares[1] - 0.2 * shares[3],
            .area: 512 * shares[2],
        ]
        return Outcome(measures: { measures[$0] }, objectives: problem.objectives, constraints: problem.constraints)
    }

    /// The points of a search, in batches of varying size.
    private func search(
        _ plugin: StrategyPlugin, _ problem: Problem, seed: UInt64,
        betweenBatches: (any Strategy) throws -> any Strategy = { $0 }
    ) throws -> [Point] {
        var strategy = try plugin.make(for: problem), random = SeededRandom(seed: seed), points: [Point] = []
        while points.count < 120 {
            let size = [64, 1, 7][points.count % 3]
            let asked = try strategy.ask(size, problem: problem, random: &random)
            #expect(asked.count <= size)
            if asked.isEmpty { break }
            let trials = asked.enumerated().map {
                Trial(number: points.count + $0, point: $1, outcome: outcome($1, problem))
            }
            points += asked
            try strategy.tell(trials, problem: problem)
            strategy = try betweenBatches(strategy)
        }
        return points
    }

    /// The problems that a strategy takes; every one takes at least one.
    private func taken(by plugin: StrategyPlugin) throws -> [Problem] {
        let problems = try Self.problems().filter { problem in
            do {
                _ = try plugin.make(for: problem)
                return true
            } catch is StrategyError { return false }
        }
        #expect(!problems.isEmpty)
        return problems
    }

    @Test(arguments: names) func asksForPointsOfTheSpace(name: String) throws {
        let plugin = try Plugins.shipped.strategies()[name]
        for problem in try taken(by: plugin) {
            let points = try search(plugin, problem, seed: 3)
            #expect(!points.isEmpty)
            #expect(points.allSatisfy(problem.space.contains))
        }
    }

    @Test(arguments: names) func givesTheSameSequenceForTheSameSeedAndFromAStoredState(name: String) throws {
        let plugin = try Plugins.shipped.strategies()[name]
        for problem in try taken(by: plugin) {
            let points = try search(plugin, problem, seed: 3)
            #expect(try points == search(plugin, problem, seed: 3))
            #expect(try points == search(plugin, problem, seed: 3, betweenBatches: { try storedAndRead($0) }))
        }
    }

    private func storedAndRead<S: Strategy>(_ strategy: S) throws -> any Strategy {
        guard S.isStored else { return strategy }
        let encoder = JSONEncoder(), decoder = JSONDecoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try decoder.decode(S.self, from: encoder.encode(strategy))
    }

    @Test(arguments: names) func refusesASettingThatItDoesNotHave(name: String) throws {
        let plugin = try Plugins.shipped.strategies()[name]
        for problem in try taken(by: plugin) {
            #expect(throws: StrategyError.self) { try plugin.make(for: problem, settings: ["no-such-setting": "1"]) }
        }
    }

    @Test(arguments: names) func everySettingHasHelpAndAStandardThatItTakes(name: String) throws {
        let plugin = try Plugins.shipped.strategies()[name]
        #expect(!plugin.summary.isEmpty)
        for setting in plugin.settings {
            #expect(!setting.help.isEmpty)
            for problem in try taken(by: plugin) {
                _ = try plugin.make(for: problem, settings: [setting.name: setting.standard])
            }
        }
    }
}
