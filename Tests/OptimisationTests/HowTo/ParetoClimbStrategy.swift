import Optimisation

/// Pareto local search (L. Paquete, M. Chiarandini, T. Stützle, 2004): keeps the points that no other
/// dominates, and looks at all single changes of each of them; when there is none left, begins again elsewhere.
struct ParetoClimbStrategy: Strategy {
    static let summary = "looks at all single changes of every point of the front"
    static let settings = [Setting("start", 20, "random points at every start")]

    private let start: Int
    private var front = ParetoFront<Point>()
    /// Points whose single changes have been asked.
    private var explored: Set<Point> = []
    /// Single changes that are still to be asked.
    private var open: [Point] = []

    init(problem: Problem, settings: Settings) throws {
        start = try settings.integer("start", in: 1...10_000)
    }

    mutating func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
        var points: [Point] = []
        while points.count < count {
            if open.isEmpty {
                let next = front.members.map(\.element).filter { !explored.contains($0) }
                if next.isEmpty { break }
                let point = next[random.below(next.count)]
                explored.insert(point)
                open = changes(of: point, in: problem.space)
            } else {
                points.append(open.removeLast())
            }
        }
        guard points.isEmpty else { return points }
        return (0..<min(start, count)).map { _ in problem.space.sample(using: &random) }
    }

    mutating func tell(_ trials: [Trial], problem: Problem) {
        for trial in trials where trial.outcome.isFeasible { front.insert(trial.point, costs: trial.outcome.costs) }
    }

    private func changes(of point: Point, in space: Space) -> [Point] {
        space.parameters.indices.flatMap { index -> [Point] in
            let domain = space.parameters[index].domain
            guard point[index] != .inactive, let count = domain.count else { return [] }
            return (0..<count).map(domain.value(at:)).filter { $0 != point[index] }.map { value in
                var changed = point
                changed[index] = value
                // What the change makes active takes its first value.
                return space.repaired(changed) { space.parameters[$0].domain.value(atShare: 0) }
            }
        }
    }
}

public let plugin = StrategyPlugin("pareto-climb", ParetoClimbStrategy.self)
