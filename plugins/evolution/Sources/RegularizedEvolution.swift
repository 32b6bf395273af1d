import Optimisation

/// Regularised (aging) evolution (E. Real, A. Aggarwal, Y. Huang, Q. V. Le,
/// "Regularized Evolution for Image Classifier Architecture Search", AAAI 2019).
///
/// A queue of points: of a random sample of it the best is copied with one
/// parameter changed, the copy joins the queue, and the oldest leaves it,
/// however good. What survives has to be found good again and again, which
/// makes the method insensitive to noise. Better is by Deb's rules; of several
/// best ones (several objectives) the youngest is copied.
struct RegularizedEvolution: Strategy {
    static let summary = "copies the best of a sample with one change, and lets the oldest die: regularised evolution"
    static let settings = [
        Setting("population", 50, "points alive"),
        Setting("sample", 12, "points among which the best is copied"),
        Setting("changes", 1, "parameters changed in a copy"),
        Setting("batch", 4, "copies made before their results are known"),
    ]

    private let size: Int
    private let sample: Int
    private let changes: Int
    private let batch: Int
    /// The oldest first.
    private var population: [Trial] = []

    init(problem: Problem, settings: Settings) throws {
        size = try settings.integer("population", in: 2...100_000)
        sample = try settings.integer("sample", in: 1...size)
        changes = try settings.integer("changes", in: 1...1000)
        batch = try settings.integer("batch", in: 1...100_000)
    }

    mutating func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
        if population.count < size {
            return (0..<min(count, size - population.count)).map { _ in problem.space.sample(using: &random) }
        }
        let alive = Set(population.map(\.point))
        return (0..<min(count, batch)).map { _ in
            let parent = best(of: (0..<sample).map { _ in population[random.below(population.count)] })
            var copy = problem.space.mutated(parent.point, parameters: changes, using: &random)
            for _ in 0..<20 where alive.contains(copy) {
                copy = problem.space.mutated(parent.point, parameters: changes, using: &random)
            }
            return copy
        }
    }

    mutating func tell(_ trials: [Trial], problem: Problem) {
        population += trials
        population.removeFirst(max(0, population.count - size))
    }

    /// The youngest of those that no other of them is better than.
    private func best(of sample: [Trial]) -> Trial {
        sample.filter { trial in !sample.contains { $0.outcome.dominates(trial.outcome) } }.max {
            $0.number < $1.number
        }!
    }
}

public let plugin = StrategyPlugin("evolution", RegularizedEvolution.self)
