import Optimisation

/// A density over the points of a space: a mixture of one kernel a trial and a
/// uniform one, each kernel a product over the parameters.
///
/// Since a kernel is a product, the mixture knows which values go together. The
/// kernel of a category has the category with almost all of its weight and the
/// rest evenly; that of a number is a normal distribution in the share of the
/// domain, cut off at its ends, of width 0.2·n^(−1/(d+4)) for n kernels and d
/// parameters (Scott's rule; as Optuna has it). Where a trial's parameter was
/// inactive its kernel is uniform in it.
struct Mixture {
    private enum Column {
        /// The category of each kernel, −1 where inactive; the logarithms of the
        /// kernel's value where it is met, where it is missed, and of the uniform one.
        case categories([Int], met: Double, missed: Double, even: Double)
        /// The place of each kernel in `0 ... 1`, NaN where inactive, and the logarithm of what the ends leave of it.
        case numbers([Double], inside: [Double])
    }

    let space: Space
    /// Of the kernels, the uniform one last.
    private let weights: [Double]
    private let columns: [Column]
    private let width: Double

    /// - Parameter weights: of the points' kernels; the uniform one has weight 1 beside them.
    init(_ space: Space, points: [Point], weights: [Double]) {
        self.space = space
        let total = weights.reduce(1, +)
        self.weights = weights.map { $0 / total } + [1 / total]
        let width = 0.2 * exponential(-logarithm(Double(points.count + 1)) / Double(space.parameters.count + 4))
        self.width = width
        let even = 1 / Double(points.count + 1)
        columns = space.parameters.enumerated().map { index, parameter in
            if case .categories(let names) = parameter.domain {
                let sum = 1 + even * Double(names.count)
                return .categories(
                    points.map { if case .category(let category) = $0[index] { category } else { -1 } },
                    met: logarithm((1 + even) / sum), missed: logarithm(even / sum),
                    even: -logarithm(Double(names.count)))
            }
            let places = points.map { $0[index] == .inactive ? .nan : parameter.domain.share(of: $0[index]) }
            return .numbers(
                places,
                inside: places.map { $0.isNaN ? 0 : logarithm(cumulative((1 - $0) / width) - cumulative(-$0 / width)) })
        }
    }

    func sample(using random: inout SeededRandom) -> Point {
        let kernel = random.index(weighted: weights)
        var values: [Value] = []
        for (index, parameter) in space.parameters.enumerated() {
            values.append(
                space.isActive(index, in: values)
                    ? value(of: parameter, columns[index], kernel, using: &random) : .inactive)
        }
        return Point(values)
    }

    private func value(
        of parameter: Parameter, _ column: Column, _ kernel: Int, using random: inout SeededRandom
    ) -> Value {
        guard kernel < weights.count - 1 else { return parameter.sample(using: &random) }
        switch column {
        case .categories(let categories, let met, let missed, _):
            let category = categories[kernel]
            // Met with the kernel's own share, which `missed` and `met` differ by, and else any.
            if category >= 0, random.unit() < exponential(met) - exponential(missed) { return .category(category) }
            return parameter.sample(using: &random)
        case .numbers(let places, _):
            guard !places[kernel].isNaN else { return parameter.domain.value(atShare: random.unit()) }
            while true {
                let share = places[kernel] + width * random.normal()
                if 0...1 ~= share { return parameter.domain.value(atShare: share) }
            }
        }
    }

    /// The logarithm of the density (for a countable parameter, of the
    /// probability over the share that the value has of its domain).
    func logDensity(at point: Point) -> Double {
        let count = weights.count - 1
        var terms = weights.map(logarithm)
        for (index, parameter) in space.parameters.enumerated() where point[index] != .inactive {
            switch columns[index] {
            case .categories(let categories, let met, let missed, let even):
                guard case .category(let category) = point[index] else { continue }
                for kernel in 0..<count {
                    terms[kernel] += categories[kernel] == category ? met : categories[kernel] < 0 ? even : missed
                }
                terms[count] += even
            case .numbers(let places, let inside):
                let share = parameter.domain.share(of: point[index]),
                    (low, high) = parameter.domain.shares(of: point[index])
                for kernel in 0..<count where !places[kernel].isNaN {
                    terms[kernel] += logKernel(share, low, high, around: places[kernel]) - inside[kernel]
                }
            }
        }
        let greatest = terms.max()!
        return greatest + logarithm(terms.reduce(0) { $0 + exponential($1 - greatest) })
    }

    /// A value of a countable domain stands for all of its share, `low ... high`.
    private func logKernel(_ share: Double, _ low: Double, _ high: Double, around place: Double) -> Double {
        let distance = (share - place) / width
        if high > low {
            let mass = cumulative((high - place) / width) - cumulative((low - place) / width)
            // So far out that the difference is lost in rounding, the density in the middle does.
            if mass > 1e-12 { return logarithm(mass / (high - low)) }
        }
        return -0.5 * distance * distance - logarithm(width * (2 * Double.pi).squareRoot())
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
        return (
            (logarithm(Double(integer) - half) - bottom) / (top - bottom),
            (logarithm(Double(integer) + half) - bottom) / (top - bottom)
        )
    }
}

/// The standard normal distribution function.
private func cumulative(_ x: Double) -> Double { 0.5 * (1 + errorFunction(x * 0.5.squareRoot())) }
