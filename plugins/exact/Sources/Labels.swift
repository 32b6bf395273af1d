import Optimisation

/// Partial designs after the same number of layers, in columns.
struct Labels {
    let width: Int
    let kinds: Int
    var energy: [Double] = []
    /// Finishing times, `[label × width]`; see ``DelayGraph``.
    var slots: [Double] = []
    /// `[label × kinds]`.
    var counts: [Int32] = []
    /// The label of the layer before that this extends, and by which row.
    var parent: [Int32] = []
    var row: [Int32] = []
    /// How far the tightest bound is beyond what is useful; negative, and less is more promising.
    var score: [Double] = []
    /// Which choices its layers agree about; see ``Agreement``.
    var state: [Int32] = []

    var count: Int { energy.count }

    init(width: Int, kinds: Int) {
        self.width = width
        self.kinds = kinds
    }

    /// Only the labels at these places, in this order.
    func picked(_ places: [Int32]) -> Labels {
        var result = Labels(width: width, kinds: kinds)
        result.energy.reserveCapacity(places.count)
        result.slots.reserveCapacity(places.count * width)
        result.counts.reserveCapacity(places.count * kinds)
        result.parent.reserveCapacity(places.count)
        result.row.reserveCapacity(places.count)
        result.score.reserveCapacity(places.count)
        for place in places {
            let place = Int(place)
            result.energy.append(energy[place])
            result.slots.append(contentsOf: slots[(place * width)..<((place + 1) * width)])
            result.counts.append(contentsOf: counts[(place * kinds)..<((place + 1) * kinds)])
            result.parent.append(parent[place])
            result.row.append(row[place])
            result.score.append(score[place])
            result.state.append(state[place])
        }
        return result
    }
}

extension Labels {
    /// The `limit` most promising labels, in their order.
    func mostPromising(_ limit: Int) -> Labels {
        var order = (0..<Int32(count)).map { $0 }
        order.sort { (score[Int($0)], $0) < (score[Int($1)], $1) }
        return picked(order[..<limit].sorted())
    }

    /// The labels that no other of their state equals or betters in energy, all slots and all
    /// counts, where a count below `floors` is as good as one of `floors`.
    ///
    /// In order of energy, a label is dominated when an earlier one has no later
    /// finishing time and no more crossbars. Labels are kept by their counts, so
    /// that one comparison settles many.
    ///
    /// Complexity: O(labels × distinct counts) in the worst case.
    func undominated(floors: [Int32]) -> Labels {
        let all = (0..<Int32(count)).map { $0 }
        guard let first = state.first, state.contains(where: { $0 != first }) else {
            return picked(undominated(all, floors: floors))
        }
        let groups = Dictionary(grouping: all) { state[Int($0)] }
        return picked(groups.keys.sorted().flatMap { undominated(groups[$0]!, floors: floors) })
    }

    /// - Parameter places: labels of one state.
    private func undominated(_ places: [Int32], floors: [Int32]) -> [Int32] {
        let kinds = kinds, width = width
        var order = places
        energy.withUnsafeBufferPointer { energy in
            slots.withUnsafeBufferPointer { slots in
                order.sort { a, b in
                    let a = Int(a), b = Int(b)
                    if energy[a] != energy[b] { return energy[a] < energy[b] }
                    for slot in 0..<width where slots[a * width + slot] != slots[b * width + slot] {
                        return slots[a * width + slot] < slots[b * width + slot]
                    }
                    return a < b
                }
            }
        }
        var groups = CountGroups(kinds: kinds)
        var excess = Array(repeating: Int32(0), count: kinds), words = groups.emptyWords
        // The kept labels' slots, group by group; with one slot only the least.
        var fronts: [[Double]] = []
        var least: [Double] = []
        var kept: [Int32] = []
        for place in order {
            let base = Int(place) * kinds, start = Int(place) * width
            for kind in 0..<kinds { excess[kind] = max(counts[base + kind] - floors[kind], 0) }
            guard groups.packed(excess, into: &words) else {
                kept.append(place)
                continue
            }
            let group = groups.find(words)
            if width == 1 {
                let slot = slots[start]
                if group == least.count { least.append(.infinity) }
                if least[group] <= slot { continue }
                let covered = least.withUnsafeBufferPointer { least in
                    groups.contains(within: words, until: least.count) { least[$0] <= slot }
                }
                if covered { continue }
                least[group] = slot
            } else {
                if group == fronts.count { fronts.append([]) }
                if fronts[group].covers(slots, start, width) { continue }
                if groups.contains(
                    within: words, until: fronts.count, where: { fronts[$0].covers(slots, start, width) })
                {
                    continue
                }
                fronts[group].append(contentsOf: slots[start..<(start + width)])
            }
            kept.append(place)
        }
        return kept
    }
}

extension [Double] {
    /// Whether one of the vectors held here is nowhere more than the one at `start`.
    fileprivate func covers(_ slots: [Double], _ start: Int, _ width: Int) -> Bool {
        var place = 0
        while place < count {
            var covers = true
            for slot in 0..<width where self[place + slot] > slots[start + slot] {
                covers = false
                break
            }
            if covers { return true }
            place += width
        }
        return false
    }
}
