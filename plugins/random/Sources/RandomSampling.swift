import Optimisation

/// Points drawn uniformly and independently: the yardstick of every other strategy.
struct RandomSampling: Strategy {
    static let summary = "uniformly random points"

    init(problem: Problem, settings: Settings) {}

    func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
        (0..<count).map { _ in problem.space.sample(using: &random) }
    }

    func tell(_ trials: [Trial], problem: Problem) {}
}

public let plugin = StrategyPlugin("random", RandomSampling.self)
