import Optimisation
import Random

/// What the architecture that the gates stand for is expected to cost, and how that changes with each probability.
///
/// With p_l(o) the probability of candidate o at layer l, and the numbers of the ``Optimisation/LayerTable``,
///
///     energy = Σ_l Σ_o p_l(o)·e_l(o) + leakage·delay
///     delay  = the longest path of d_l = Σ_o p_l(o)·d_l(o); where layers share parts (branches, pipelines), the mean of what the
///              parts' times are with each option: `SharedTiming.expectedDelay`
///     area, leakage = those of the expected chip (``ExpectedChip``)
///
/// Where every layer is certain these are exactly the numbers of `evaluate`.
/// The probabilities count as independent variables; they need not add up to 1.
public struct ExpectedCost: Sendable {
    /// What each candidate of each layer costs.
    public let table: LayerTable
    private let chip: ExpectedChip

    /// - Parameter table: its options are the gates' candidates.
    public init(_ table: LayerTable) {
        self.table = table
        chip = ExpectedChip(table)
    }

    /// Expected cost and its gradient.
    public struct Value: Hashable, Sendable {
        /// In J, s and m², with the excess; the loss is left out.
        public var cost: DesignCost
        /// ∂/∂p_l(o), `[layer][candidate]`; the delay's along the longest path (of equals the first).
        public var energySlopes, delaySlopes, areaSlopes: [[Double]]
        /// Σ_k max(0, expected crossbars of kind k / limit − 1), and its slopes: how far beyond the largest chip.
        public var excess: Double
        /// ∂/∂p_l(o) of the excess, `[layer][candidate]`.
        public var excessSlopes: [[Double]]

        /// log(energy · delay · area), in J·s·m².
        public var logEDAP: Double { logarithm(cost.energy) + logarithm(cost.delay) + logarithm(cost.area) }

        /// ∂ logEDAP/∂p_l(o).
        public var logEDAPSlopes: [[Double]] {
            energySlopes.indices.map { layer in
                energySlopes[layer].indices.map { option in
                    energySlopes[layer][option] / cost.energy + delaySlopes[layer][option] / cost.delay
                        + areaSlopes[layer][option] / cost.area
                }
            }
        }
    }

    /// - Parameter probabilities: `[layer][candidate]`, as many as the table has options.
    public func value(_ probabilities: [[Double]]) -> Value {
        precondition(
            probabilities.map(\.count) == table.layers.map(\.options), "one probability for each option of each layer")
        var energy = 0.0
        var delays = [Double](repeating: 0, count: table.layers.count)
        for (index, layer) in table.layers.enumerated() {
            for (option, p) in probabilities[index].enumerated() {
                energy += p * table.energy[layer.firstRow + option]
                delays[index] += p * table.delay[layer.firstRow + option]
            }
        }
        let (delay, allDelaySlopes) = table.expectedDelay(probabilities) ?? path(delays)
        let size = chip.size(probabilities)
        var value = Value(
            cost: DesignCost(energy: energy + size.leakage * delay, delay: delay, area: size.area, excess: size.excess),
            energySlopes: [], delaySlopes: [], areaSlopes: size.areaSlopes, excess: size.excess,
            excessSlopes: size.excessSlopes)
        for (index, layer) in table.layers.enumerated() {
            let rows = layer.firstRow..<layer.firstRow + layer.options
            let delaySlopes = allDelaySlopes[index]
            value.delaySlopes.append(delaySlopes)
            value.energySlopes.append(
                rows.map { row in
                    let option = row - layer.firstRow
                    return table.energy[row] + size.leakage * delaySlopes[option] + size.leakageSlopes[index][option]
                        * delay
                })
        }
        addCrowding(probabilities, to: &value)
        return value
    }

    /// What it takes to hold maps elsewhere than beside their crossbars: that of the likeliest design, and where that
    /// has any, for each option of a layer by how much it changes that. It is no sum over layers; to first order around
    /// a design it is.
    private func addCrowding(_ probabilities: [[Double]], to value: inout Value) {
        var design = probabilities.map { layer in Int32(layer.indices.max { (layer[$0], -$0) < (layer[$1], -$1) } ?? 0)
        }
        guard let base = table.crowdingCost(design) else { return }
        guard base.energy != 0 || base.delay != 0 || base.area != 0 else { return }
        value.cost.energy += base.energy
        value.cost.delay += base.delay
        value.cost.area += base.area
        for layer in probabilities.indices {
            let likeliest = design[layer]
            for option in probabilities[layer].indices where option != Int(likeliest) {
                design[layer] = Int32(option)
                guard let other = table.crowdingCost(design) else { continue }
                let share = probabilities[layer][option]
                value.cost.energy += share * (other.energy - base.energy)
                value.cost.delay += share * (other.delay - base.delay)
                value.cost.area += share * (other.area - base.area)
                value.energySlopes[layer][option] += other.energy - base.energy
                value.delaySlopes[layer][option] += other.delay - base.delay
                value.areaSlopes[layer][option] += other.area - base.area
            }
            design[layer] = likeliest
        }
    }

    /// The longest path, and its slopes by the probabilities.
    private func path(_ delays: [Double]) -> (delay: Double, slopes: [[Double]]) {
        let (delay, critical) = completion(delays)
        return (
            delay,
            table.layers.enumerated().map { index, layer in
                (layer.firstRow..<layer.firstRow + layer.options).map { critical[index] ? table.delay[$0] : 0 }
            }
        )
    }

    /// When the last layer ends, and which layers lie on the longest path.
    private func completion(_ delays: [Double]) -> (delay: Double, critical: [Bool]) {
        var critical = [Bool](repeating: false, count: delays.count)
        func latest(_ times: [Double], among layers: some Sequence<Int>) -> Int? {
            layers.max { (times[$0], -$0) < (times[$1], -$1) }
        }
        guard case .criticalPath(let predecessors) = table.timing else {
            guard let slowest = latest(delays, among: delays.indices) else { return (0, critical) }
            critical[slowest] = true
            return (delays[slowest], critical)
        }
        var ends = delays
        var before = [Int?](repeating: nil, count: delays.count)
        for layer in delays.indices {
            before[layer] = latest(ends, among: predecessors[layer])
            if let previous = before[layer] { ends[layer] = ends[previous] + delays[layer] }
        }
        guard let last = latest(ends, among: ends.indices) else { return (0, critical) }
        for layer in sequence(first: last, next: { before[$0] }) { critical[layer] = true }
        return (ends[last], critical)
    }
}
