import Optimisation

/// Asks the provably optimal points and ends: the one optimum for one objective,
/// one point for each value of the Pareto front for several.
///
/// It looks into the table of per-layer costs, so it needs a space that has one;
/// objectives are energy, delay, area and their products, constraints upper
/// limits on them. What is asked does not depend on what is told.
///
/// With `loss` beside one other objective it asks the front of both, from the least of the other one on: each point is
/// the least with less loss than the one before, for which one proof each is enough (Ehrgott, "Multicriteria
/// Optimization", 2005, section 4.1).
///
/// Where layers share parts of the chip (branches, pipelines) the points are the best known, with a proof of how much
/// better any point of the space can be.
struct Exact: Strategy {
    static let summary = "provably optimal points of per-layer choices, from the table of their costs"
    static let settings = [
        Setting("labels", 20_000_000, "the most partial designs of one layer held at once; some 60 bytes each")
    ]

    private let mostLabels: Int
    /// The optimal points not yet asked; nil before the proof.
    private var rest: [Point]?
    /// How far the front with loss has come; nil before its first point.
    private var front: LossFront?
    private(set) var conclusion: String?

    init(problem: Problem, settings: Settings) throws {
        mostLabels = try settings.integer("labels", in: 1000...1_000_000_000)
        guard let costs = problem.costs else {
            throw StrategyError(
                "exact needs a space of choices of layers, and of blocks and channels, whose costs a table can say; for others use another strategy"
            )
        }
        let others = problem.objectives.filter { $0.measure != .loss }
        guard others.count == problem.objectives.count || others.count == 1 else {
            throw StrategyError(
                "exact takes loss beside one other objective; leave \(others.isEmpty ? "it out, or add edap" : "one of the others out")"
            )
        }
        _ = try ExactSolver(
            table: costs.table, coupling: costs.coupling, objectives: others, constraints: problem.constraints)
    }

    mutating func ask(_ count: Int, problem: Problem, random: inout SeededRandom) throws -> [Point] {
        guard let costs = problem.costs else { throw StrategyError("exact needs the table of the space's costs") }
        if let loss = costs.table.loss, problem.objectives.contains(where: { $0.measure == .loss }) {
            return try next(loss, costs, problem).map { [$0] } ?? []
        }
        if rest == nil {
            var solver = try ExactSolver(
                table: costs.table, coupling: costs.coupling, objectives: problem.objectives,
                constraints: problem.constraints, mostLabels: mostLabels)
            let solutions = try solver.solve()
            if solutions.isEmpty { throw Self.nothing }
            conclusion = solver.conclusion
            rest = solutions.map { costs.point(for: $0.choices, in: problem.space) }
        }
        let next = Array(rest!.prefix(count))
        rest!.removeFirst(next.count)
        return next
    }

    private struct LossFront: Codable {
        /// How much loss the next point may have at most.
        var limit: Int?
        /// The last point found, which the next one may be as good as.
        var held: Held?
        var isDone = false
        var distance = 0.0

        struct Held: Codable {
            var point: Point
            var value: Double
        }
    }

    private static let nothing = StrategyError("no point of the space keeps to the constraints; loosen one of them")

    /// The next point of the front with loss; nil after the last.
    private mutating func next(
        _ loss: LayerTable.LossScale, _ costs: TabulatedSpace, _ problem: Problem
    ) throws -> Point? {
        let objective = problem.objectives.first { $0.measure != .loss }!
        var state = front ?? LossFront()
        defer { front = state }
        while !state.isDone {
            var limits = costs.table.chip.limits
            limits[loss.resource] = state.limit ?? limits[loss.resource]
            var solver = try ExactSolver(
                table: costs.table.limited(to: limits), coupling: costs.coupling, objectives: [objective],
                constraints: problem.constraints, mostLabels: mostLabels)
            guard let best = try solver.solve().first, let value = best.cost[objective.measure] else {
                if state.held == nil { throw Self.nothing }
                state.isDone = true
                break
            }
            if solver.distance >= state.distance { (state.distance, conclusion) = (solver.distance, solver.conclusion) }
            let taken = zip(costs.table.layers, best.choices).reduce(0) { sum, item in
                sum
                    + Int(
                        costs.table.counts[
                            (item.0.firstRow + Int(item.1)) * costs.table.resources.count + loss.resource])
            }
            let last = state.held
            state.held = .init(point: costs.point(for: best.choices, in: problem.space), value: value)
            state.limit = taken - 1
            if taken == 0 { state.isDone = true }
            if let last, last.value < value { return last.point }
        }
        defer { state.held = nil }
        return state.held?.point
    }

    mutating func tell(_ trials: [Trial], problem: Problem) {}
}

public let plugin = StrategyPlugin("exact", Exact.self)
