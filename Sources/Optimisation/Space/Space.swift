import Random

/// Everything that may vary: a list of parameters, some of them conditional.
///
/// ```swift
/// let space = try Space([
///     Parameter("converter", .categories(["sar", "flash"])),
///     Parameter("bits", .integers(4...8), condition: .init(parameter: 0, values: [.category(0)])),
/// ])
/// print(space.size)                       // 6: five widths of "sar", and "flash"
/// let point = space.sample(using: &random)
/// ```
///
/// A parameter's condition names an *earlier* parameter, so that one pass in
/// order settles which parameters of a point are active.
public struct Space: Hashable, Sendable, Codable {
    public let parameters: [Parameter]

    /// - Throws: `SpaceError` for two parameters of one name, an empty domain,
    ///   or a condition on a parameter that does not come earlier.
    public init(_ parameters: [Parameter]) throws(SpaceError) {
        var names: Set<String> = []
        for (index, parameter) in parameters.enumerated() {
            guard names.insert(parameter.name).inserted else { throw .duplicateName(parameter.name) }
            guard parameter.domain.isValid else { throw .invalidDomain(parameter.name) }
            guard let condition = parameter.condition else { continue }
            guard parameters[..<index].indices.contains(condition.parameter) else {
                throw .conditionOnLaterParameter(parameter.name)
            }
            let other = parameters[condition.parameter]
            for value in condition.values where !other.domain.contains(value) {
                throw .impossibleCondition(parameter.name, other.name)
            }
        }
        self.parameters = parameters
    }

    /// Whether parameter `index` has a value, given the values before it.
    public func isActive(_ index: Int, in values: [Value]) -> Bool {
        guard let condition = parameters[index].condition else { return true }
        return condition.values.contains(values[condition.parameter])
    }

    /// The same point with exactly the active parameters set: values of
    /// inactive ones are dropped, missing or foreign ones become `fallback`'s.
    public func repaired(_ point: Point, fallback: (Int) -> Value) -> Point {
        var point = point
        for index in parameters.indices {
            if !isActive(index, in: point.values) {
                point[index] = .inactive
            } else if !parameters[index].domain.contains(point[index]) {
                point[index] = fallback(index)
            }
        }
        return point
    }

    /// Whether every active parameter has a value of its domain, and no other has one.
    public func contains(_ point: Point) -> Bool {
        point.values.count == parameters.count
            && parameters.indices.allSatisfy { index in
                isActive(index, in: point.values)
                    ? parameters[index].domain.contains(point[index])
                    : point[index] == .inactive
            }
    }

    /// A point with every active parameter uniform in its domain.
    public func sample(using random: inout SeededRandom) -> Point {
        var values: [Value] = []
        values.reserveCapacity(parameters.count)
        for index in parameters.indices {
            values.append(isActive(index, in: values) ? parameters[index].sample(using: &random) : .inactive)
        }
        return Point(values)
    }

    /// The point at given shares of its parameters' domains, `0 ... 1` each;
    /// shares of inactive parameters are ignored.
    public func point(atShares shares: [Double]) -> Point {
        var values: [Value] = []
        for index in parameters.indices {
            values.append(
                isActive(index, in: values) ? parameters[index].domain.value(atShare: shares[index]) : .inactive)
        }
        return Point(values)
    }

    /// Name and text of every active parameter.
    public func description(of point: Point) -> [(name: String, value: String)] {
        zip(parameters, point.values).compactMap { parameter, value in
            value == .inactive ? nil : (parameter.name, parameter.domain.text(of: value))
        }
    }
}

extension Parameter {
    /// A uniformly random value of the domain (uniform in the logarithm where
    /// the domain is logarithmic).
    public func sample(using random: inout SeededRandom) -> Value {
        switch domain {
        case .categories(let names): .category(random.below(names.count))
        case .integers(_, _, false): domain.value(at: random.below(domain.count!))
        default: domain.value(atShare: random.unit())
        }
    }
}

extension Domain {
    /// Whether it has a value, and bounds that are in order and finite.
    public var isValid: Bool {
        switch self {
        case .categories(let names): !names.isEmpty && Set(names).count == names.count
        case .integers(let range, let step, let logarithmic): step > 0 && (!logarithmic || 2 * range.lowerBound > step)
        case .reals(let range, let logarithmic):
            range.lowerBound.isFinite && range.upperBound.isFinite && (!logarithmic || range.lowerBound > 0)
        }
    }
}

/// Why a list of parameters is no space.
public enum SpaceError: Error, Hashable, CustomStringConvertible {
    case duplicateName(String)
    case invalidDomain(String)
    case conditionOnLaterParameter(String)
    case impossibleCondition(String, String)
    case notTabulable(String)

    public var description: String {
        switch self {
        case .duplicateName(let name): "two parameters are called '\(name)'"
        case .invalidDomain(let name):
            "parameter '\(name)' has no valid values (empty, repeated, or a logarithm of zero or less)"
        case .conditionOnLaterParameter(let name): "the condition of '\(name)' must be on a parameter before it"
        case .impossibleCondition(let name, let other):
            "the condition of '\(name)' asks for a value that '\(other)' does not have"
        case .notTabulable(let name): "'\(name)' does not fit a table of per-layer choices"
        }
    }
}
