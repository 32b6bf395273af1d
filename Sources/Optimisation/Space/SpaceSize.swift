/// How many points a space has.
public struct SpaceSize: Hashable, Sendable, CustomStringConvertible {
    /// The exact number of combinations of the countable parameters.
    public var points: Natural
    /// How many parameters are continuous; each multiplies by a continuum.
    public var continuous: Int

    /// All digits, in groups of three: `1 048 576`, and `× ℝ` for each
    /// continuous parameter.
    public var description: String {
        var groups: [String] = []
        var rest = Substring(points.description)
        while !rest.isEmpty {
            groups.append(String(rest.suffix(3)))
            rest = rest.dropLast(3)
        }
        return groups.reversed().joined(separator: " ") + String(repeating: " × ℝ", count: continuous)
    }
}

extension Space {
    /// The exact number of points, before constraints.
    ///
    /// Conditions form a forest (each parameter hangs on at most one earlier
    /// one), so the count is a product over roots of sums over values:
    /// N(p) = Σ_v Π_{c active at v} N(c). A parameter that hangs on a
    /// continuous one cannot (a condition is a set of values).
    public var size: SpaceSize {
        var children = Array(repeating: [Int](), count: parameters.count)
        for (index, parameter) in parameters.enumerated() {
            if let parent = parameter.condition?.parameter { children[parent].append(index) }
        }
        var below = Array(repeating: Natural(1), count: parameters.count)
        for index in parameters.indices.reversed() {
            below[index] = count(of: index, children: children[index], below: below)
        }
        let roots = parameters.indices.filter { parameters[$0].condition == nil }
        return SpaceSize(
            points: roots.reduce(Natural(1)) { $0 * below[$1] },
            continuous: parameters.count { $0.domain.count == nil })
    }

    private func count(of index: Int, children: [Int], below: [Natural]) -> Natural {
        let domain = parameters[index].domain
        guard let values = domain.count else {
            return children.reduce(Natural(1)) { $0 * (below[$1] + Natural(1)) }
        }
        // Values that no child's condition names all count one.
        let named = children.reduce(into: Set<Value>()) { $0.formUnion(parameters[$1].condition!.values) }
        return named.reduce(Natural(values - named.count)) { sum, value in
            sum
                + children.reduce(Natural(1)) { product, child in
                    parameters[child].condition!.values.contains(value) ? product * below[child] : product
                }
        }
    }
}
