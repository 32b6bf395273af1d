import Search

/// Asks the provably optimal points and ends: the one optimum for one objective,
/// one point for each value of the Pareto front for several.
///
/// It looks into the table of per-layer costs, so it needs a space that has one;
/// objectives are energy, delay, area and their products, constraints upper
/// limits on them. What is asked does not depend on what is told.
///
/// Where layers share parts of the chip (branches, pipelines) the points are the best known, with a proof of how much better
/// any point of the space can be.
struct Exact: Strategy {
    static let summary = "provably optimal points of per-layer choices, from the table of their costs"
    static let settings = [Setting("labels", 20_000_000, "the most partial designs of one layer held at once; some 60 bytes each")]

    private let mostLabels: Int
    /// The optimal points not yet asked; nil before the proof.
    private var rest: [Point]?
    private(set) var conclusion: String?

    init(problem: Problem, settings: Settings) throws {
        mostLabels = try settings.integer("labels", in: 1000...1_000_000_000)
        guard let costs = problem.costs else {
            throw StrategyError(
                "exact needs a space of choices of layers, and of blocks and channels, whose costs a table can say; for others use another strategy")
        }
        _ = try ExactSolver(table: costs.table, coupling: costs.coupling, objectives: problem.objectives, constraints: problem.constraints)
    }

    mutating func ask(_ count: Int, problem: Problem, random: inout SeededRandom) throws -> [Point] {
        guard let costs = problem.costs else { throw StrategyError("exact needs the table of the space's costs") }
        if rest == nil {
            var solver = try ExactSolver(
                table: costs.table, coupling: costs.coupling, objectives: problem.objectives, constraints: problem.constraints, mostLabels: mostLabels)
            let solutions = try solver.solve()
            if solutions.isEmpty { throw StrategyError("no point of the space keeps to the constraints; loosen one of them") }
            conclusion = solver.conclusion
            rest = solutions.map { costs.point(for: $0.choices, in: problem.space) }
        }
        let next = Array(rest!.prefix(count))
        rest!.removeFirst(next.count)
        return next
    }

    mutating func tell(_ trials: [Trial], problem: Problem) {}
}

public let plugin = StrategyPlugin("exact", Exact.self)
