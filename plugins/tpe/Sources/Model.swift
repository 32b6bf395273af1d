import Search

/// What is known of one parameter: how dense good and other trials are over its values.
struct Model {
    let domain: Domain
    private let good: Density
    private var others: Density

    init(domain: Domain, good: some Sequence<Value>, others: some Sequence<Value>) {
        self.domain = domain
        self.good = Density(domain, good)
        self.others = Density(domain, others)
    }

    /// With more values among the others.
    func adding(others more: [Value]) -> Model {
        var result = self
        result.others.add(more)
        return result
    }

    /// Of `count` values drawn where the good ones are, the one with the greatest ratio of densities.
    func best(of count: Int, using random: inout SeededRandom) -> Value {
        var best = (value: Value.inactive, score: -Double.infinity)
        for _ in 0..<count {
            let value = good.sample(using: &random)
            let score = logarithm(good.density(at: value)) - logarithm(others.density(at: value))
            if best.value == .inactive || score > best.score { best = (value, score) }
        }
        return best.value
    }
}

/// A Parzen estimate over a domain: one kernel a value, and a uniform one, all of
/// equal weight.
///
/// The kernel of a category is the category; that of a number a normal
/// distribution, cut off at the domain's ends, in the share of the domain, as
/// wide as the gap to the next value on either side, but not narrower than a
/// part of the domain that shrinks with the number of values (as in Bergstra's
/// implementation, hyperopt).
struct Density {
    private enum Kernels {
        /// The weight of each category.
        case categories([Double])
        /// Places in `0 ... 1`, sorted, and widths.
        case normal(places: [Double], widths: [Double])
    }

    private let domain: Domain
    private var kernels: Kernels
    private var count = 0

    init(_ domain: Domain, _ values: some Sequence<Value>) {
        self.domain = domain
        if case .categories(let names) = domain {
            kernels = .categories(Array(repeating: 1 / Double(names.count), count: names.count))
        } else {
            kernels = .normal(places: [], widths: [])
        }
        add(values)
    }

    mutating func add(_ values: some Sequence<Value>) {
        switch kernels {
        case .categories(var weights):
            for case .category(let index) in values {
                weights[index] += 1
                count += 1
            }
            kernels = .categories(weights)
        case .normal(var places, _):
            places += values.filter { $0 != .inactive }.map { domain.share(of: $0) }
            places.sort()
            count = places.count
            let narrowest = 1 / Double(min(100, count + 2))
            let widths = places.indices.map { index in
                let below = index == 0 ? places[index] : places[index] - places[index - 1]
                let above = index == count - 1 ? 1 - places[index] : places[index + 1] - places[index]
                return min(max(below, above, narrowest), 1)
            }
            kernels = .normal(places: places, widths: widths)
        }
    }

    func sample(using random: inout SeededRandom) -> Value {
        switch kernels {
        case .categories(let weights):
            return .category(random.index(weighted: weights))
        case .normal(let places, let widths):
            let kernel = random.below(count + 1)
            if kernel == count { return domain.value(atShare: random.unit()) }
            while true {
                let share = places[kernel] + widths[kernel] * random.normal()
                if 0...1 ~= share { return domain.value(atShare: share) }
            }
        }
    }

    /// Up to a factor that is the same for all densities over a domain.
    func density(at value: Value) -> Double {
        switch kernels {
        case .categories(let weights):
            guard case .category(let index) = value else { return 0 }
            return weights[index] / Double(count + 1)
        case .normal(let places, let widths):
            var sum = 1.0
            let share = domain.share(of: value), (low, high) = domain.shares(of: value)
            for (place, width) in zip(places, widths) {
                let inside = cumulative((1 - place) / width) - cumulative(-place / width)
                if high - low > 1e-4 {
                    // A value of a countable domain stands for all of its share.
                    sum += (cumulative((high - place) / width) - cumulative((low - place) / width)) / ((high - low) * inside)
                } else {
                    let distance = (share - place) / width
                    sum += exponential(-0.5 * distance * distance) / (width * (2 * Double.pi).squareRoot() * inside)
                }
            }
            return sum / Double(count + 1)
        }
    }
}

extension Domain {
    /// The part of `0 ... 1` whose shares mean this value; empty in a continuum.
    func shares(of value: Value) -> (low: Double, high: Double) {
        guard let count, let index = index(of: value) else { return (share(of: value), share(of: value)) }
        guard case .integers(let range, let step, true) = self, case .integer(let integer) = value else {
            return (Double(index) / Double(count), Double(index + 1) / Double(count))
        }
        let half = 0.5 * Double(step)
        let bottom = logarithm(Double(range.lowerBound) - half), top = logarithm(Double(range.upperBound) + half)
        return ((logarithm(Double(integer) - half) - bottom) / (top - bottom), (logarithm(Double(integer) + half) - bottom) / (top - bottom))
    }
}

/// The standard normal distribution function.
private func cumulative(_ x: Double) -> Double { 0.5 * (1 + errorFunction(x * 0.5.squareRoot())) }
