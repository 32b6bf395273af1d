import Optimisation

/// All trials, found by their points.
struct Memory: Sendable {
    private(set) var trials: [Trial] = []
    private var places: [Point: Int] = [:]

    init() {}

    subscript(point: Point) -> Trial? { places[point].map { trials[$0] } }

    mutating func add(_ trial: Trial) {
        guard places[trial.point] == nil else { return }
        places[trial.point] = trials.count
        trials.append(trial)
    }

    /// The points that are not here, each once.
    func unknown(_ points: [Point]) -> [Point] {
        var unknown: [Point] = []
        for point in points where places[point] == nil && !unknown.contains(point) { unknown.append(point) }
        return unknown
    }
}

extension Memory: Codable {
    // The index follows from the trials, and a dictionary's order would not be the same twice.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(trials)
    }

    init(from decoder: any Decoder) throws {
        for trial in try decoder.singleValueContainer().decode([Trial].self) { add(trial) }
    }
}
