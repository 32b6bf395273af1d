import Random

// Small changes of a point: what evolutionary and annealing strategies are made of.

extension Parameter {
    /// Another value of the domain.
    ///
    /// Ordered domains move by a normal step of `width` (as a share of the
    /// domain) and at least to the next value; categories jump anywhere.
    /// A domain of one value gives that value.
    public func neighbour(of value: Value, width: Double = 0.2, using random: inout SeededRandom) -> Value {
        if domain.count == 1 { return value }
        guard domain.isOrdered else {
            guard case (.category(let old), let count?) = (value, domain.count) else { return sample(using: &random) }
            let new = random.below(count - 1)
            return .category(new < old ? new : new + 1)
        }
        let share = domain.share(of: value)
        var moved = share + width * random.normal()
        moved = moved < 0 ? -moved : moved > 1 ? 2 - moved : moved
        let result = domain.value(atShare: moved)
        guard result == value, let index = domain.index(of: value), let count = domain.count else { return result }
        let up = index == 0 || (index < count - 1 && random.unit() < 0.5)
        return domain.value(at: up ? index + 1 : index - 1)
    }
}

extension Space {
    /// The point with `count` of its active parameters changed, and what their
    /// change activates drawn afresh.
    public func mutated(_ point: Point, parameters count: Int, using random: inout SeededRandom) -> Point {
        var candidates = parameters.indices.filter { point[$0] != .inactive && parameters[$0].domain.count != 1 }
        var changed = point
        for _ in 0..<min(count, candidates.count) {
            let index = candidates.remove(at: random.below(candidates.count))
            changed[index] = parameters[index].neighbour(of: point[index], using: &random)
        }
        return filled(changed, using: &random)
    }

    /// Each parameter from one parent or the other, evenly; where the two
    /// disagree about what is active, missing values are drawn afresh.
    public func crossed(_ a: Point, _ b: Point, using random: inout SeededRandom) -> Point {
        let mixed = Point(zip(a.values, b.values).map { random.unit() < 0.5 ? $0 : $1 })
        return filled(mixed, using: &random)
    }

    private func filled(_ point: Point, using random: inout SeededRandom) -> Point {
        repaired(point) { parameters[$0].sample(using: &random) }
    }
}
