// A strategy: a type that is asked for points and told what came of them.
import Optimisation

struct FirstOfMany: Strategy {
    static let summary = "random points; nothing is learnt"

    init(problem: Problem, settings: Settings) {}

    mutating func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
        (0..<count).map { _ in problem.space.sample(using: &random) }
    }

    mutating func tell(_ trials: [Trial], problem: Problem) {}
}

let plugin = StrategyPlugin("first-of-many", FirstOfMany.self)
print("\(plugin.kind) \(plugin.name): \(plugin.summary)")
