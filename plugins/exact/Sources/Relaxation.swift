import Optimisation

/// The Lagrangian relaxation of "is there a design of use in this box?".
///
/// For multipliers ≥ 0 every design of the box has
///
///     e + slope·D + Σ price_g·T_g
///       ≥ Σ_l min_o ( e_l(o) + (slope + λ)·flow_l·d_l(o) + Σ_k m_k·n_lk(o) )
///         − λ·slowest − Σ_k μ_k·budget_k − ν·(largest − area₀) + Σ_g p_g·share_g·fewest_g
///
/// with p_g = price_g + ν·leastArea_g and m_k = μ_k + Σ_g p_g·share_gk/capacity_gk (Geoffrion, "Lagrangean
/// relaxation for integer programming", 1974; Fisher, Management Science 27,
/// 1981). Where layers depend on the same choices, the sum of minima is the least sum over designs whose layers agree
/// (``Agreement``). Where that is more than the target's bound, the box holds nothing of
/// use; and with one option's own term in place of its layer's minimum, the
/// same shows that no design of use has that option.
struct Relaxation: Sendable {
    let choices: Choices
    let agreement: Agreement
    let graph: DelayGraph
    let chip: ChipSize
    let box: Box
    let target: Target
    let budgets: [Int32]
    /// 1, or 0 where energy is not bounded and only the limits count.
    let energyWeight: Double
    let bound: Double
    private let slope: Double
    private let prices: [Double]

    init(
        choices: Choices, agreement: Agreement, graph: DelayGraph, chip: ChipSize, box: Box, target: Target,
        budgets: [Int32]
    ) {
        self.choices = choices
        self.agreement = agreement
        self.graph = graph
        self.chip = chip
        self.box = box
        self.target = target
        self.budgets = budgets
        let bounded = target.bound < .infinity
        energyWeight = bounded ? 1 : 0
        bound = bounded ? target.bound : 0
        slope = bounded ? target.slope : 0
        prices = bounded ? target.prices : Array(repeating: 0, count: chip.groups.count)
    }

    /// What a set of multipliers says.
    struct Value: Sendable {
        /// Weight of each layer's delay, and of each kind's crossbars.
        var delayWeights: [Double]
        var countWeights: [Double]
        /// The least term of each class of each layer, and the least sum of terms from each layer and state on; see
        /// ``Agreement``.
        var terms: [Double]
        var toCome: [Double]
        /// Where the least sum is taken: a row a layer; empty where no layers agree.
        var rows: [Int]
        /// What is subtracted for the limits.
        var constant: Double
        /// The lower bound itself, and how exact its arithmetic is.
        var bound: Double
        var tolerance: Double
    }

    func value(_ multipliers: Multipliers) -> Value {
        let kinds = choices.kinds
        let delayWeights = (0..<choices.layers).map { (slope + multipliers.delay) * multipliers.flow(through: $0) }
        var constant = multipliers.delay * box.slowest + multipliers.area * (box.largest - chip.area), fixed = 0.0
        let prices = zip(prices, chip.groups).map { $0 + multipliers.area * $1.leastArea }
        let countWeights = (0..<kinds).map { kind in
            constant += multipliers.counts[kind] * Double(budgets[kind])
            return zip(chip.groups, prices).enumerated().reduce(multipliers.counts[kind]) { sum, item in
                let (index, (group, price)) = item
                return group.capacities[kind] > 0
                    ? sum + price * multipliers.shares[index][kind] / Double(group.capacities[kind]) : sum
            }
        }
        for index in prices.indices {
            fixed += prices[index] * multipliers.shares[index][kinds] * Double(box.fewest[index])
        }
        // Of each class of each layer the least term, and where it is taken.
        var terms = [Double](repeating: .infinity, count: agreement.firstClass.last!)
        var places = [Int](repeating: -1, count: terms.count)
        for layer in 0..<choices.layers {
            let first = agreement.firstClass[layer]
            for row in choices.first[layer]..<choices.first[layer + 1] {
                let term = self.term(row, delayWeight: delayWeights[layer], countWeights: countWeights),
                    own = first + choices.classes[row]
                if term < terms[own] { (terms[own], places[own]) = (term, row) }
            }
        }
        let toCome = agreement.sumsToCome(terms), sum = toCome[0]
        guard let best = agreement.best(terms, toCome: toCome) else {
            return Value(
                delayWeights: delayWeights, countWeights: countWeights, terms: terms, toCome: toCome, rows: [],
                constant: constant - fixed, bound: .infinity,
                tolerance: 0)
        }
        let bound = sum - constant + fixed
        return Value(
            delayWeights: delayWeights, countWeights: countWeights, terms: terms, toCome: toCome,
            rows: best.enumerated().map { places[agreement.firstClass[$0] + $1] }, constant: constant - fixed,
            bound: bound,
            tolerance: 1e-10 * (sum + constant + fixed + abs(bound)))
    }

    /// The weight of the network's delay as a whole.
    func delayWeight(_ multipliers: Multipliers) -> Double { slope + multipliers.delay }

    @inline(__always)
    func term(_ row: Int, delayWeight: Double, countWeights: [Double]) -> Double {
        var term = energyWeight * choices.energy[row] + delayWeight * choices.delay[row]
        for kind in 0..<choices.kinds {
            term += countWeights[kind] * Double(choices.counts[row * choices.kinds + kind])
        }
        return term
    }

    /// Improves the bound by subgradient steps (Held, Wolfe, Crowder,
    /// Mathematical Programming 6, 1974), stopping once it exceeds the target.
    /// - Parameters:
    ///   - isFirst: whether `start` is no result of an ascent.
    ///   - look: is shown the rows of every improving solution.
    func ascend(from start: Multipliers, isFirst: Bool, iterations: Int, look: ([Int]) -> Void) -> Multipliers {
        var current = start, best = start
        var highest = -Double.infinity, pace = 1.0, idle = 0
        let kinds = choices.kinds
        let scale = bound > 0 ? bound : 1
        for iteration in 0..<iterations {
            let value = self.value(current)
            if value.rows.isEmpty { return current }
            if value.bound > highest {
                if value.bound > highest + 1e-4 * abs(highest) { idle = 0 }
                (highest, best) = (value.bound, current)
                look(value.rows)
            } else {
                idle += 1
                if idle > 3 { (pace, idle) = (pace * 0.6, 0) }
            }
            if highest > bound + value.tolerance { break }
            // What the relaxed solution asks for beyond the limits, as shares of them.
            let delays = value.rows.map { choices.delay[$0] }
            var totals = Array(repeating: Int32(0), count: kinds)
            for row in value.rows { for kind in 0..<kinds { totals[kind] += choices.counts[row * kinds + kind] } }
            var length = 0.0
            for layer in delays.indices { length += current.flow(through: layer) * delays[layer] }
            let late = box.slowest > 0 ? length / box.slowest - 1 : 0
            let over = (0..<kinds).map { budgets[$0] > 0 ? Double(totals[$0]) / Double(budgets[$0]) - 1 : 0 }
            var area = chip.area
            for (index, group) in chip.groups.enumerated() {
                var instances = current.shares[index][kinds] * Double(box.fewest[index])
                for kind in 0..<kinds where group.capacities[kind] > 0 {
                    instances += current.shares[index][kind] * Double(totals[kind]) / Double(group.capacities[kind])
                }
                area += instances * group.leastArea
            }
            let large = box.largest > 0 ? area / box.largest - 1 : 0
            // Only what would move counts for the length of the step.
            var norm = late > 0 || current.delay > 0 ? late * late : 0
            for kind in 0..<kinds where over[kind] > 0 || current.counts[kind] > 0 { norm += over[kind] * over[kind] }
            if large > 0 || current.area > 0 { norm += large * large }
            let missing = max(bound - value.bound, 0.002 * scale)
            if norm > 0 {
                let step = pace * missing / norm
                if box.largest > 0 { current.area = max(0, current.area + step * large / box.largest) }
                if box.slowest > 0 { current.delay = max(0, current.delay + step * late / box.slowest) }
                for kind in 0..<kinds where budgets[kind] > 0 {
                    current.counts[kind] = max(0, current.counts[kind] + step * over[kind] / Double(budgets[kind]))
                }
            }
            let turn = pace * 2 / Double(iteration + (isFirst ? 4 : 30))
            if !graph.isChain { current.shiftFlow(to: delays, graph: graph, by: turn) }
            current.shiftShares(to: totals, box: box, chip: chip, by: turn)
        }
        return best
    }
}
