import Optimisation

/// One layer's step of an ``Extension``.
struct Stage {
    let relaxation: Relaxation
    let layer: Int
    let step: DelayGraph.Step
    let width: Int
    let energyToCome: Double
    let leastToCome: [Int32]
    /// The longest path after each slot with the least delays.
    let tails: [Double]
    /// For each bound the weight of each slot and of each kind, and how much may be left in each state, `[bound ×
    /// state]`.
    let slotWeights: [Double]
    let countWeights: [Double]
    let rooms: [Double]

    init(_ parent: Extension, layer: Int, energyToCome: Double, leastToCome: [Int32], tails pathTails: [Double]) {
        let relaxation = parent.relaxation, graph = relaxation.graph
        self.relaxation = relaxation
        self.layer = layer
        step = graph.steps[layer]
        let cut = graph.cuts[layer + 1]
        width = cut.width
        self.energyToCome = energyToCome
        self.leastToCome = leastToCome
        tails =
            cut.layers.map { before in
                graph.successors[before].filter { $0 > layer }.map { pathTails[$0] + relaxation.choices.leastDelay[$0] }
                    .max() ?? 0
            } + (cut.hasOutput ? [0] : [])
        // Of a unit of flow, what crosses the cut from each slot.
        slotWeights = zip(parent.bounds, parent.multipliers).flatMap { value, multipliers in
            let weight = relaxation.delayWeight(multipliers)
            var crossing = cut.layers.map { before in
                graph.successors[before].filter { $0 > layer }.reduce(0.0) { sum, after in
                    sum + multipliers.flows[after][graph.predecessors[after].firstIndex(of: before)!]
                }
            }
            if cut.hasOutput {
                crossing.append(
                    (0...layer).filter { graph.successors[$0].isEmpty }.reduce(0) { $0 + multipliers.flow(through: $1) }
                )
            }
            return crossing.map { weight * $0 }
        }
        countWeights = parent.bounds.flatMap(\.countWeights)
        let states = relaxation.agreement.firstState[layer + 1]..<relaxation.agreement.firstState[layer + 2]
        rooms = parent.bounds.flatMap { value in
            states.map { relaxation.bound + value.constant + value.tolerance - value.toCome[$0] }
        }
    }

    /// All extensions of the labels by this layer's rows that may become of use.
    func extend(_ labels: Labels) -> Labels {
        let choices = relaxation.choices, kinds = choices.kinds, width = width, oldWidth = labels.width
        let slowest = relaxation.box.slowest * (1 + 1e-12), energyWeight = relaxation.energyWeight
        let target = relaxation.target, leakage = target.leakage * (1 - 1e-12)
        let rows = choices.first[layer]..<choices.first[layer + 1]
        let next = Array(relaxation.agreement.steps(layer)), classes = relaxation.agreement.classes(layer),
            states = relaxation.agreement.states(layer + 1)
        let bounds = rooms.count / states
        let chip = relaxation.chip, box = relaxation.box
        let isAreaLimited = chip.size(instances: box.most).area > box.largest
        var atLeast = leastToCome, instances = box.fewest
        var result = Labels(width: width, kinds: kinds)
        var slots = Array(repeating: 0.0, count: width), counts = Array(repeating: Int32(0), count: kinds)
        slots.withUnsafeMutableBufferPointer { slots in
            counts.withUnsafeMutableBufferPointer { counts in
                relaxation.budgets.withUnsafeBufferPointer { budgets in
                    slotWeights.withUnsafeBufferPointer { slotWeights in
                        countWeights.withUnsafeBufferPointer { countWeights in
                            for label in 0..<labels.count {
                                var start = 0.0
                                for slot in step.starts { start = max(start, labels.slots[label * oldWidth + slot]) }
                                let before = Int(labels.state[label]) * classes
                                rows: for row in rows {
                                    let after = next[before + choices.classes[row]]
                                    if after < 0 { continue }
                                    for kind in 0..<kinds {
                                        counts[kind] =
                                            labels.counts[label * kinds + kind] + choices.counts[row * kinds + kind]
                                        if counts[kind] + leastToCome[kind] > budgets[kind] { continue rows }
                                    }
                                    let finish = choices.delay[row] + start
                                    var total = 0.0
                                    for slot in 0..<width {
                                        let source = step.sources[slot]
                                        var time = source < 0 ? finish : labels.slots[label * oldWidth + source]
                                        if step.isOutput, slot == width - 1 { time = max(time, finish) }
                                        slots[slot] = time
                                        total = max(total, time + tails[slot])
                                    }
                                    if total > slowest { continue }
                                    let energy = labels.energy[label] + choices.energy[row]
                                    if energy + energyToCome + leakage * total > target.ceiling(delay: total)
                                        * (1 + 1e-10)
                                    {
                                        continue
                                    }
                                    var score = -Double.infinity
                                    for bound in 0..<bounds {
                                        var value = energyWeight * energy - rooms[bound * states + Int(after)]
                                        for slot in 0..<width {
                                            value += slotWeights[bound * width + slot] * slots[slot]
                                        }
                                        for kind in 0..<kinds {
                                            value += countWeights[bound * kinds + kind] * Double(counts[kind])
                                        }
                                        if value > 0 { continue rows }
                                        score = max(score, value)
                                    }
                                    if isAreaLimited {
                                        for kind in 0..<kinds { atLeast[kind] = counts[kind] + leastToCome[kind] }
                                        for group in instances.indices {
                                            instances[group] = max(
                                                box.fewest[group], chip.groups[group].instances(counts: atLeast))
                                        }
                                        if chip.size(instances: instances).area > box.largest { continue }
                                    }
                                    result.energy.append(energy)
                                    result.slots.append(contentsOf: slots)
                                    result.counts.append(contentsOf: counts)
                                    result.parent.append(Int32(label))
                                    result.row.append(Int32(row))
                                    result.score.append(score)
                                    result.state.append(after)
                                }
                            }
                        }
                    }
                }
            }
        }
        return result
    }
}
