import ExhaustivePlugin
import Optimisation
import Testing

@Suite struct ExhaustiveTests {
    private func all(_ space: Space, batch: Int) throws -> [Point] {
        let problem = Problem(space: space, objectives: [Objective(.energy)])
        var strategy = try plugin.make(for: problem)
        var random = SeededRandom(seed: 1), points: [Point] = []
        while true {
            let next = try strategy.ask(batch, problem: problem, random: &random)
            if next.isEmpty { return points }
            points += next
            try strategy.tell([], problem: problem)
        }
    }

    @Test(arguments: [1, 7, 1000])
    func asksEveryPointOnceAndEnds(batch: Int) throws {
        let space = try Space([
            Parameter("kernel", .categories(["3", "5"])), Parameter("bits", .integers(4...16, step: 4)),
            Parameter("size", .categories(["a", "b", "c"])),
        ])
        let points = try all(space, batch: batch)
        #expect(points.count == 24)
        #expect(Set(points).count == 24)
        #expect(points.allSatisfy(space.contains))
    }

    @Test func countsConditionalParametersAsTheSpaceDoes() throws {
        let space = try Space([
            Parameter("converter", .categories(["sar", "flash"])),
            Parameter("bits", .integers(4...8), condition: .init(parameter: 0, values: [.category(0)])),
            Parameter(
                "mode", .categories(["a", "b", "c"]),
                condition: .init(parameter: 1, values: [.integer(4), .integer(5)])),
            Parameter("rows", .integers(1...2)),
        ])
        let points = try all(space, batch: 5)
        #expect(points.count == space.size.points.exactInt)
        #expect(Set(points).count == points.count)
        #expect(points.allSatisfy(space.contains))
    }

    @Test func refusesAContinuum() throws {
        let space = try Space([Parameter("voltage", .reals(0...1))])
        #expect(throws: StrategyError.self) {
            try plugin.make(for: Problem(space: space, objectives: [Objective(.energy)]))
        }
    }
}
