import Random

/// What a parameter may be.
public enum Domain: Hashable, Sendable, Codable {
    /// One of several names, without order.
    case categories([String])
    /// `range.lowerBound`, `+ step`, … up to `range.upperBound`. With
    /// `logarithmic`, strategies move in the logarithm of the value.
    case integers(ClosedRange<Int>, step: Int = 1, logarithmic: Bool = false)
    /// Any real number of the range.
    case reals(ClosedRange<Double>, logarithmic: Bool = false)

    /// How many values there are; nil for a continuum.
    public var count: Int? {
        switch self {
        case .categories(let names): names.count
        case .integers(let range, let step, _): (range.upperBound - range.lowerBound) / step + 1
        case .reals: nil
        }
    }

    /// Whether neighbouring values are alike, so that a strategy may step.
    public var isOrdered: Bool {
        if case .categories = self { false } else { true }
    }

    /// The value number `index`, `0 ..< count`, of a countable domain.
    public func value(at index: Int) -> Value {
        switch self {
        case .categories: .category(index)
        case .integers(let range, let step, _): .integer(range.lowerBound + index * step)
        case .reals(let range, _): .real(range.lowerBound)
        }
    }

    /// The place of a value of a countable domain; nil where the value is not in it.
    public func index(of value: Value) -> Int? {
        switch (self, value) {
        case (.categories(let names), .category(let index)):
            return names.indices.contains(index) ? index : nil
        case (.integers(let range, let step, _), .integer(let integer)):
            let (index, rest) = (integer - range.lowerBound).quotientAndRemainder(dividingBy: step)
            return range.contains(integer) && rest == 0 ? index : nil
        default:
            return nil
        }
    }

    /// Whether the value is one of this domain.
    public func contains(_ value: Value) -> Bool {
        if case (.reals(let range, _), .real(let real)) = (self, value) { return range.contains(real) }
        return index(of: value) != nil
    }

    /// The value at `share` of the way through the domain, `0 ... 1`: equal
    /// shares for equal numbers of values, and, where the domain is
    /// logarithmic, equal shares for equal ratios.
    public func value(atShare share: Double) -> Value {
        let share = min(max(share, 0), 1)
        switch self {
        case .categories(let names):
            return .category(min(Int(share * Double(names.count)), names.count - 1))
        case .integers(let range, let step, let logarithmic):
            let low = Double(range.lowerBound), last = count! - 1
            if logarithmic {
                let bottom = logarithm(low - 0.5 * Double(step)),
                    top = logarithm(Double(range.upperBound) + 0.5 * Double(step))
                let place = ((exponential(bottom + share * (top - bottom)) - low) / Double(step)).rounded()
                return value(at: min(max(Int(place), 0), last))
            }
            return value(at: min(Int(share * Double(last + 1)), last))
        case .reals(let range, let logarithmic):
            let (low, high) = (range.lowerBound, range.upperBound)
            let real =
                logarithmic
                ? exponential(logarithm(low) + share * (logarithm(high) - logarithm(low)))
                : low + share * (high - low)
            return .real(min(max(real, low), high))
        }
    }

    /// Where in `0 ... 1` a value lies: the middle of its share, so that
    /// `value(atShare: share(of: v)) == v`.
    public func share(of value: Value) -> Double {
        switch (self, value) {
        case (.categories(let names), .category(let index)):
            return (Double(index) + 0.5) / Double(names.count)
        case (.integers(let range, let step, let logarithmic), .integer(let integer)):
            if logarithmic {
                let half = 0.5 * Double(step)
                let bottom = logarithm(Double(range.lowerBound) - half),
                    top = logarithm(Double(range.upperBound) + half)
                return (logarithm(Double(integer)) - bottom) / (top - bottom)
            }
            return (Double((integer - range.lowerBound) / step) + 0.5) / Double(count!)
        case (.reals(let range, let logarithmic), .real(let real)):
            let (low, high) = (range.lowerBound, range.upperBound)
            guard high > low else { return 0.5 }
            return logarithmic
                ? (logarithm(real) - logarithm(low)) / (logarithm(high) - logarithm(low))
                : (real - low) / (high - low)
        default:
            return 0.5
        }
    }

    /// The value as a user writes it.
    public func text(of value: Value) -> String {
        switch (self, value) {
        case (.categories(let names), .category(let index)): names[index]
        case (_, .integer(let integer)): String(integer)
        case (_, .real(let real)): String(real)
        default: ""
        }
    }

    /// The value a user wrote, or nil where the domain has none like it.
    public func value(of text: String) -> Value? {
        switch self {
        case .categories(let names): names.firstIndex(of: text).map { .category($0) }
        case .integers: Int(text).map { Value.integer($0) }.flatMap { contains($0) ? $0 : nil }
        case .reals: Double(text).map { Value.real($0) }.flatMap { contains($0) ? $0 : nil }
        }
    }
}
