import Optimisation
import Testing

@testable import SobolPlugin

@Suite struct SobolTests {
    /// Coordinates of the unscrambled sequence as scipy.stats.qmc.Sobol gives them.
    @Test(arguments: [
        (1, 0, 0.5), (2, 1, 0.25), (3, 2, 0.75), (5, 7, 0.375), (17, 40, 0.90625), (63, 1023, 0.515625),
        (33, 500, 0.296875),
    ])
    func agreesWithScipy(point: UInt32, dimension: Int, value: Double) {
        let numbers = DirectionNumbers.first(1024)
        #expect(numbers.count == 1024)
        #expect(Double(numbers[dimension].coordinate(point)) * 0x1p-32 == value)
    }

    /// The property that makes the sequence what it is: every 2^m points in a
    /// row put one point into each of 2^m equal intervals, in every dimension.
    @Test(arguments: [1 as UInt64, 2, 3])
    func scrambledPointsHitEveryIntervalOnce(seed: UInt64) throws {
        let space = try Space((0..<30).map { Parameter("p\($0)", .integers(0...63)) })
        let problem = Problem(space: space, objectives: [Objective(.energy)])
        var strategy = try plugin.make(for: problem)
        var random = SeededRandom(seed: seed)
        for _ in 0..<3 {
            let points = try strategy.ask(64, problem: problem, random: &random)
            for index in space.parameters.indices {
                #expect(Set(points.map { $0[index] }).count == 64)
            }
        }
    }

    @Test func batchesDoNotChangeTheSequence() throws {
        let space = try Space([Parameter("a", .reals(0...1)), Parameter("b", .categories(["x", "y", "z"]))])
        let problem = Problem(space: space, objectives: [Objective(.energy)])
        func points(batches: [Int], seed: UInt64) throws -> [Point] {
            var strategy = try plugin.make(for: problem)
            var random = SeededRandom(seed: seed)
            return try batches.flatMap { try strategy.ask($0, problem: problem, random: &random) }
        }
        #expect(try points(batches: [10], seed: 4) == points(batches: [1, 4, 5], seed: 4))
        #expect(try points(batches: [10], seed: 4) != points(batches: [10], seed: 5))
    }

    @Test func refusesMoreDimensionsThanItKnows() throws {
        let space = try Space((0..<1025).map { Parameter("p\($0)", .integers(0...1)) })
        #expect(throws: StrategyError.self) {
            try plugin.make(for: Problem(space: space, objectives: [Objective(.energy)]))
        }
    }
}
