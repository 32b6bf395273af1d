import Optimisation
import RandomPlugin
import Testing

@Suite struct RandomSamplingTests {
    let problem: Problem

    init() throws {
        let space = try Space([
            Parameter("bits", .integers(1...8)), Parameter("converter", .categories(["sar", "flash"])),
        ])
        problem = Problem(space: space, objectives: [Objective(.energy)])
    }

    @Test func everyPointIsOfTheSpaceAndAllAreFound() throws {
        var strategy = try plugin.make(for: problem)
        var random = SeededRandom(seed: 1)
        let points = try strategy.ask(500, problem: problem, random: &random)
        #expect(points.allSatisfy(problem.space.contains))
        #expect(Set(points).count == 16)
    }

    @Test func theSameSeedGivesTheSamePoints() throws {
        func points(seed: UInt64) throws -> [Point] {
            var strategy = try plugin.make(for: problem)
            var random = SeededRandom(seed: seed)
            return try strategy.ask(20, problem: problem, random: &random)
        }
        #expect(try points(seed: 5) == points(seed: 5))
        #expect(try points(seed: 5) != points(seed: 6))
    }
}
