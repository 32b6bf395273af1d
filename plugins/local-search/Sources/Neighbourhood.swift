import Optimisation

extension Space {
    /// The point with other values of one parameter: all of a small domain, and
    /// of a large one its neighbours, near and further away.
    func others(_ point: Point, at parameter: Int, using random: inout SeededRandom) -> [Point] {
        guard point[parameter] != .inactive else { return [] }
        let domain = parameters[parameter].domain, old = point[parameter]
        var values: [Value] = []
        if let count = domain.count, count <= 8 {
            values = (0..<count).map { domain.value(at: $0) }
        } else {
            if let index = domain.index(of: old), let count = domain.count, domain.isOrdered {
                values = [index - 1, index + 1].filter { 0..<count ~= $0 }.map { domain.value(at: $0) }
            }
            for width in [0.01, 0.05, 0.2, 0.2] {
                values.append(parameters[parameter].neighbour(of: old, width: width, using: &random))
            }
        }
        return values.filter { $0 != old }.map { value in
            var changed = point
            changed[parameter] = value
            return repaired(changed) { parameters[$0].sample(using: &random) }
        }
    }

    /// Parameters that have one domain, of at most eight values, in common: more
    /// than two of them, active at the point.
    func alike(at point: Point) -> [(domain: Domain, parameters: [Int])] {
        var result: [(domain: Domain, parameters: [Int])] = []
        for (index, parameter) in parameters.enumerated() where point[index] != .inactive {
            guard let count = parameter.domain.count, 2...8 ~= count else { continue }
            if let place = result.firstIndex(where: { $0.domain == parameter.domain }) {
                result[place].parameters.append(index)
            } else {
                result.append((parameter.domain, [index]))
            }
        }
        return result.filter { $0.parameters.count > 2 }
    }

    /// A point whose alike parameters share a random palette of one or two values.
    func palettePoint(using random: inout SeededRandom) -> Point {
        var point = sample(using: &random)
        for (domain, parameters) in alike(at: point) {
            let palette = (0..<(1 + random.below(2))).map { _ in domain.value(at: random.below(domain.count!)) }
            for parameter in parameters { point[parameter] = palette[random.below(palette.count)] }
        }
        return repaired(point) { parameters[$0].sample(using: &random) }
    }

    /// Points with every parameter at the same share of its domain, such as
    /// designs with one crossbar and one kernel throughout.
    var diagonals: [Point] {
        let most = parameters.compactMap(\.domain.count).max() ?? 5
        let steps = min(max(most, 2), 5)
        return (0..<steps).map { step in
            point(atShares: parameters.map { _ in (Double(step) + 0.5) / Double(steps) })
        }
    }
}
