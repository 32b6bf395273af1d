import Random

/// Asks points that are given, and ends: to evaluate anew what another study has looked at.
struct GivenPoints: Strategy {
    static let summary = "the points of another study, evaluated anew"
    static let isStored = false
    private var rest: ArraySlice<Point>

    init(_ points: [Point]) { rest = points[...] }

    // The points are those of a study, and no state of its own.
    init(from decoder: any Decoder) throws { throw StrategyError("points of another study are not stored") }
    func encode(to encoder: any Encoder) throws {}

    init(problem: Problem, settings: Settings) throws {
        throw StrategyError("points of another study are asked by `naxdse search reevaluate`")
    }

    mutating func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
        let next = Array(rest.prefix(count))
        rest = rest.dropFirst(count)
        return next
    }

    mutating func tell(_ trials: [Trial], problem: Problem) {}
}

extension StrategyPlugin {
    /// Asks these points, in their order.
    public static func asking(_ points: [Point]) -> StrategyPlugin {
        StrategyPlugin(name: "reevaluate", summary: GivenPoints.summary, settings: []) { _, _ in GivenPoints(points) }
    }
}
