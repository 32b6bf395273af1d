import Optimisation

/// The layer graph cut after each layer: what a partial design has to remember
/// of its delays.
///
/// Layers are decided in order. After the first p of them, a design's delay
/// depends only on the finishing times of the layers that still feed a later
/// one, and on the latest of the outputs already finished: the **slots** of cut
/// p. A chain has one slot. A pipelined table is a graph without edges, whose
/// cuts have the one slot "latest so far".
struct DelayGraph: Sendable {
    struct Cut: Sendable {
        /// The layers whose finishing time is a slot, in order.
        var layers: [Int]
        /// Whether there is a last slot for the latest finished output.
        var hasOutput: Bool
        var width: Int { layers.count + (hasOutput ? 1 : 0) }
    }

    /// How slots change when a layer is decided.
    struct Step: Sendable {
        /// The slots that it waits for.
        var starts: [Int]
        /// For each slot of the next cut the slot it copies; −1 for the layer's own finishing time.
        var sources: [Int]
        /// Whether the last slot also takes the layer's finishing time.
        var isOutput: Bool
        /// Whether the last slot had a value before.
        var hadOutput: Bool
    }

    let predecessors: [[Int]]
    let successors: [[Int]]
    /// `0 ... layers`.
    let cuts: [Cut]
    let steps: [Step]

    /// Whether there is one path, through every layer.
    var isChain: Bool { predecessors.indices.allSatisfy { predecessors[$0] == ($0 == 0 ? [] : [$0 - 1]) } }

    init(_ timing: LayerTable.Timing, layers count: Int) {
        switch timing {
        case .criticalPath(let given): predecessors = given
        case .interval: predecessors = Array(repeating: [], count: count)
        }
        var successors = Array(repeating: [Int](), count: count)
        for layer in 0..<count {
            for before in predecessors[layer] { successors[before].append(layer) }
        }
        self.successors = successors
        let cuts = (0...count).map { cut in
            Cut(
                layers: (0..<cut).filter { successors[$0].contains { $0 >= cut } },
                hasOutput: (0..<cut).contains { successors[$0].isEmpty })
        }
        let predecessors = predecessors
        self.cuts = cuts
        steps = (0..<count).map { layer in
            let old = cuts[layer], new = cuts[layer + 1]
            var sources = new.layers.map { $0 == layer ? -1 : old.layers.firstIndex(of: $0)! }
            if new.hasOutput { sources.append(old.hasOutput ? old.layers.count : -1) }
            return Step(
                starts: predecessors[layer].map { old.layers.firstIndex(of: $0)! },
                sources: sources, isOutput: successors[layer].isEmpty, hadOutput: old.hasOutput)
        }
    }

    /// The longest path from the start to each layer, without and with it, and
    /// the longest after it.
    func paths(_ delays: [Double]) -> (heads: [Double], tails: [Double], total: Double) {
        var heads = Array(repeating: 0.0, count: delays.count), tails = heads
        var total = 0.0
        for layer in delays.indices {
            for before in predecessors[layer] { heads[layer] = max(heads[layer], heads[before] + delays[before]) }
            total = max(total, delays[layer] + heads[layer])
        }
        for layer in delays.indices.reversed() {
            for after in successors[layer] { tails[layer] = max(tails[layer], tails[after] + delays[after]) }
        }
        return (heads, tails, total)
    }
}
