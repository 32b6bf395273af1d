import Optimisation

/// Every point of a countable space, once, in the order of its values, the last
/// parameter changing fastest.
struct Exhaustive: Strategy {
    static let summary = "every point, in order"

    /// The point to ask next; nil after the last.
    private var next: Point?

    init(problem: Problem, settings: Settings) throws {
        if let continuous = problem.space.parameters.first(where: { $0.domain.count == nil }) {
            throw StrategyError(
                "'\(continuous.name)' has endlessly many values; give it steps, or use another strategy than exhaustive"
            )
        }
        next = problem.space.first
    }

    mutating func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
        var points: [Point] = []
        while points.count < count, let point = next {
            points.append(point)
            next = problem.space.point(after: point)
        }
        return points
    }

    func tell(_ trials: [Trial], problem: Problem) {}
}

extension Space {
    /// Every active parameter at its first value.
    fileprivate var first: Point {
        repaired(Point(Array(repeating: .inactive, count: parameters.count))) { parameters[$0].domain.value(at: 0) }
    }

    /// The last active parameter that can moves on by one value; those after it
    /// start again. Nil after the last point.
    fileprivate func point(after point: Point) -> Point? {
        for index in parameters.indices.reversed() {
            let domain = parameters[index].domain
            guard let place = domain.index(of: point[index]), place + 1 < domain.count! else { continue }
            var following = point
            following[index] = domain.value(at: place + 1)
            for later in parameters.indices where later > index { following[later] = .inactive }
            return repaired(following) { parameters[$0].domain.value(at: 0) }
        }
        return nil
    }
}

public let plugin = StrategyPlugin("exhaustive", Exhaustive.self)
