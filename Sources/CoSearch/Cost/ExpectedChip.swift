import Optimisation
import Random

/// Area and leakage of the chip that layers of uncertain choice are expected to need: a smooth
/// function of the probabilities that is exactly ``Optimisation/ChipSize`` where every layer is certain.
///
/// A chip is built of whole tiles: T = max_k ⌈n_k/c_k⌉ for n_k crossbars of kind k, a step function, whose slope
/// is 0 or nothing. Its expectation over the choices is smooth. With
///
///     μ_k = Σ_l Σ_o p_l(o)·n_{l,k}(o)
///     σ_k² = Σ_l [Σ_o p_l(o)·n_{l,k}(o)² − (Σ_o p_l(o)·n_{l,k}(o))²]
///
/// the counts n_k are taken as normal and independent of each other, with half a crossbar for the step from whole to
/// real numbers:
///
///     P(T > j) = 1 − Π_k Φ((j·c_k + ½ − μ_k)/σ_k)        E[⌈T/s⌉] = Σ_i P(T > i·s)
///
/// P(T > 0) is exact: one less the probability that no layer takes any of the kinds. As σ → 0 every term becomes 0 or 1
/// and the sum the number of tiles, exactly, since whole numbers of crossbars lie half a crossbar off the steps.
struct ExpectedChip: Sendable {
    struct Size: Sendable {
        var area = 0.0, leakage = 0.0, excess = 0.0
        /// By each probability.
        var areaSlopes, leakageSlopes, excessSlopes: [[Double]]
    }

    private let table: LayerTable
    private var chip: ChipSize { table.chip }
    private var kinds: Int { table.resources.count }

    init(_ table: LayerTable) { self.table = table }

    func size(_ probabilities: [[Double]]) -> Size {
        let zeros = probabilities.map { $0.map { _ in 0.0 } }
        var size = Size(
            area: chip.area, leakage: chip.leakage, areaSlopes: zeros, leakageSlopes: zeros, excessSlopes: zeros)
        let moments = Moments(table, probabilities)
        // Slopes by μ_k and σ_k², turned into slopes by probabilities at the end.
        var area = CountSlopes(kinds), leakage = CountSlopes(kinds)
        for group in chip.groups { add(group, moments, probabilities, &size, &area, &leakage) }
        var excess = CountSlopes(kinds)
        for kind in 0..<kinds {
            guard let limit = chip.limits[kind], moments.mean[kind] > Double(limit) else { continue }
            size.excess += moments.mean[kind] / Double(max(limit, 1)) - Double(limit) / Double(max(limit, 1))
            excess.mean[kind] = 1 / Double(max(limit, 1))
        }
        moments.spread(area, to: &size.areaSlopes)
        moments.spread(leakage, to: &size.leakageSlopes)
        moments.spread(excess, to: &size.excessSlopes)
        return size
    }

    private func add(
        _ group: ChipSize.Group, _ moments: Moments, _ probabilities: [[Double]], _ size: inout Size,
        _ area: inout CountSlopes, _ leakage: inout CountSlopes
    ) {
        let held = (0..<kinds).filter { group.capacities[$0] > 0 }
        guard !held.isEmpty else { return }
        // What the j-th instance brings: itself, and one more of what is shared where a new block begins.
        func price(_ j: Int) -> (area: Double, leakage: Double) {
            group.shared.reduce((group.area, group.leakage)) { sum, shared in
                j % shared.sharedBy == 0 ? (sum.0 + shared.area, sum.1 + shared.leakage) : sum
            }
        }
        addFirst(held, price(0), probabilities, &size)
        var j = 1
        while true {
            var tail = Tail(kinds)
            for kind in held { tail.include(kind, limit: Double(j * group.capacities[kind]) + 0.5, moments) }
            guard tail.survival > 1e-15 else { return }
            let (a, l) = price(j)
            size.area += tail.survival * a
            size.leakage += tail.survival * l
            area.add(tail.slopes, times: a)
            leakage.add(tail.slopes, times: l)
            j += 1
        }
    }

    /// The first instance is there unless every layer does without the group's kinds.
    private func addFirst(
        _ held: [Int], _ price: (area: Double, leakage: Double), _ probabilities: [[Double]], _ size: inout Size
    ) {
        let without = table.layers.indices.map { layer in
            probabilities[layer].indices.map { option in
                held.allSatisfy { table.count(layer, option, $0) == 0 } ? 1.0 : 0
            }
        }
        let shares = zip(probabilities, without).map { p, none in zip(p, none).reduce(0) { $0 + $1.0 * $1.1 } }
        let survival = 1 - shares.reduce(1, *)
        size.area += survival * price.area
        size.leakage += survival * price.leakage
        for layer in shares.indices {
            let others = shares.indices.reduce(1.0) { $1 == layer ? $0 : $0 * shares[$1] }
            for option in without[layer].indices {
                size.areaSlopes[layer][option] -= others * without[layer][option] * price.area
                size.leakageSlopes[layer][option] -= others * without[layer][option] * price.leakage
            }
        }
    }
}

/// Slopes by the mean and by the variance of each kind's count.
private struct CountSlopes {
    var mean, variance: [Double]

    init(_ kinds: Int) {
        mean = [Double](repeating: 0, count: kinds)
        variance = mean
    }

    mutating func add(_ other: CountSlopes, times factor: Double) {
        for kind in mean.indices {
            mean[kind] += factor * other.mean[kind]
            variance[kind] += factor * other.variance[kind]
        }
    }
}

/// Mean and variance of each kind's count of crossbars.
private struct Moments {
    let table: LayerTable
    var mean, variance: [Double]
    /// Σ_o p_l(o)·n_{l,k}(o), `[layer][kind]`.
    var layerMeans: [[Double]]

    init(_ table: LayerTable, _ probabilities: [[Double]]) {
        self.table = table
        let kinds = table.resources.count
        mean = [Double](repeating: 0, count: kinds)
        variance = mean
        layerMeans = []
        for (layer, p) in probabilities.enumerated() {
            var means = [Double](repeating: 0, count: kinds), squares = means
            for (option, share) in p.enumerated() where share != 0 {
                for kind in 0..<kinds {
                    let count = table.count(layer, option, kind)
                    means[kind] += share * count
                    squares[kind] += share * count * count
                }
            }
            for kind in 0..<kinds {
                mean[kind] += means[kind]
                variance[kind] += max(0, squares[kind] - means[kind] * means[kind])
            }
            layerMeans.append(means)
        }
    }

    /// Adds slopes by the counts' moments as slopes by probabilities.
    func spread(_ slopes: CountSlopes, to result: inout [[Double]]) {
        for layer in result.indices {
            for option in result[layer].indices {
                for kind in mean.indices {
                    let count = table.count(layer, option, kind)
                    result[layer][option] +=
                        slopes.mean[kind] * count
                        + slopes.variance[kind] * (count * count - 2 * layerMeans[layer][kind] * count)
                }
            }
        }
    }
}

/// P(any count is above its limit), with its slopes.
private struct Tail {
    private var within = 1.0
    private var withinSlopes: CountSlopes

    init(_ kinds: Int) { withinSlopes = CountSlopes(kinds) }

    var survival: Double { 1 - within }

    var slopes: CountSlopes {
        var result = withinSlopes
        for kind in result.mean.indices {
            (result.mean[kind], result.variance[kind]) = (-result.mean[kind], -result.variance[kind])
        }
        return result
    }

    mutating func include(_ kind: Int, limit: Double, _ moments: Moments) {
        let deviation = moments.variance[kind].squareRoot()
        // Certain to rounding: a step, whose slope is 0 off the step itself.
        guard deviation > 1e-6 else {
            scale(by: moments.mean[kind] < limit ? 1 : 0)
            return
        }
        let z = (limit - moments.mean[kind]) / deviation
        let share = normalDistribution(z), density = normalDensity(z)
        let others = within
        scale(by: share)
        withinSlopes.mean[kind] -= others * density / deviation
        withinSlopes.variance[kind] -= others * density * z / (2 * deviation * deviation)
    }

    private mutating func scale(by factor: Double) {
        within *= factor
        for kind in withinSlopes.mean.indices {
            withinSlopes.mean[kind] *= factor
            withinSlopes.variance[kind] *= factor
        }
    }
}

extension LayerTable {
    /// Crossbars of a kind that an option takes.
    fileprivate func count(_ layer: Int, _ option: Int, _ kind: Int) -> Double {
        Double(counts[(layers[layer].firstRow + option) * resources.count + kind])
    }
}
