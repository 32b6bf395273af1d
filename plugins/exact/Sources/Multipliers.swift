import Optimisation

/// Prices for what the layers share: with them, the least cost of a box falls
/// apart into one minimum a layer.
///
/// A path through the layer graph of length ≤ D for every design is a convex
/// combination of paths, that is, a unit **flow** from the start to the outputs:
///
///     D ≥ Σ_l flow_l · d_l
///
/// and instances of a group are bounded from below by convex combinations of
/// what the kinds ask for (and of the box's fewest):
///
///     T_g ≥ Σ_k share_gk · n_k / capacity_gk + share_g· · fewest_g
struct Multipliers: Sendable {
    /// Of the limit on delay, J/s.
    var delay = 0.0
    /// Of the limit on area, J/m².
    var area = 0.0
    /// Of each kind's budget, J a crossbar.
    var counts: [Double]
    /// Flow into each layer from each of its predecessors, in their order.
    var flows: [[Double]]
    /// Flow from the start into each layer that has no predecessor.
    var sources: [Double]
    /// For each group a share for each kind, and one for the box's fewest.
    var shares: [[Double]]

    init(kinds: Int, graph: DelayGraph, chip: ChipSize) {
        counts = Array(repeating: 0, count: kinds)
        shares = chip.groups.map { _ in Array(repeating: 0, count: kinds) + [1] }
        let paths = graph.predecessors.indices.filter { graph.predecessors[$0].isEmpty }.count
        flows = graph.predecessors.map { Array(repeating: 0, count: $0.count) }
        sources = graph.predecessors.map { $0.isEmpty ? 1 / Double(paths) : 0 }
        // Evenly out of every layer, to begin with.
        for layer in graph.predecessors.indices {
            for (index, before) in graph.predecessors[layer].enumerated() {
                let through = sources[before] + flows[before].reduce(0, +)
                flows[layer][index] = through / Double(graph.successors[before].count)
            }
        }
    }

    func flow(through layer: Int) -> Double { sources[layer] + flows[layer].reduce(0, +) }

    /// Moves some of the flow to the longest path under these delays.
    mutating func shiftFlow(to delays: [Double], graph: DelayGraph, by step: Double) {
        var finish = delays, previous = Array(repeating: -1, count: delays.count)
        var last = 0
        for layer in delays.indices {
            for (index, before) in graph.predecessors[layer].enumerated()
            where previous[layer] < 0 || finish[before] > finish[graph.predecessors[layer][previous[layer]]] {
                previous[layer] = index
            }
            if previous[layer] >= 0 { finish[layer] += finish[graph.predecessors[layer][previous[layer]]] }
            if finish[layer] > finish[last] || !graph.successors[last].isEmpty { last = layer }
        }
        for layer in delays.indices {
            sources[layer] *= 1 - step
            for index in flows[layer].indices { flows[layer][index] *= 1 - step }
        }
        var layer = last
        while previous[layer] >= 0 {
            flows[layer][previous[layer]] += step
            layer = graph.predecessors[layer][previous[layer]]
        }
        sources[layer] += step
    }

    /// Moves some of each group's share to the kind that asks for the most instances.
    mutating func shiftShares(to totals: [Int32], box: Box, chip: ChipSize, by step: Double) {
        for (index, group) in chip.groups.enumerated() {
            var place = totals.count, most = Double(box.fewest[index])
            for kind in totals.indices where group.capacities[kind] > 0 {
                let asked = Double(totals[kind]) / Double(group.capacities[kind])
                if asked > most { (place, most) = (kind, asked) }
            }
            for slot in shares[index].indices { shares[index][slot] *= 1 - step }
            shares[index][place] += step
        }
    }
}
