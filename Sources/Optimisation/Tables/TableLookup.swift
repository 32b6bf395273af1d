/// A ``LayerTable``'s chip and timing laid out flat for the loop over points.
///
/// Arrays of arrays cost a reference count an access, which threads that look up
/// at the same time would pass to and fro; here each call takes its few
/// flat arrays once.
struct TableLookup: Sendable {
    struct Group {
        var area: Double
        var leakage: Double
        /// Its kinds, in ``holdings``.
        var firstHolding: Int
        var endHolding: Int
        /// Its shared parts, in ``shared``.
        var firstShared: Int
        var endShared: Int
    }

    struct Holding {
        var kind: Int
        var capacity: Int32
    }

    struct Shared {
        var sharedBy: Int
        var area: Double
        var leakage: Double
    }

    struct Limit {
        var kind: Int
        var count: Int
    }

    let area: Double
    let leakage: Double
    let groups: [Group]
    let holdings: [Holding]
    let shared: [Shared]
    let limits: [Limit]
    /// `predecessors[firstPredecessor[l] ..< firstPredecessor[l + 1]]` come before layer l;
    /// empty where delays do not follow paths.
    let firstPredecessor: [Int]
    let predecessors: [Int]

    init(_ chip: ChipSize, _ timing: LayerTable.Timing) {
        area = chip.area
        leakage = chip.leakage
        var groups: [Group] = [], holdings: [Holding] = [], shared: [Shared] = []
        for group in chip.groups {
            let (holding, part) = (holdings.count, shared.count)
            for (kind, capacity) in group.capacities.enumerated() where capacity > 0 {
                holdings.append(Holding(kind: kind, capacity: Int32(truncatingIfNeeded: capacity)))
            }
            shared += group.shared.map { Shared(sharedBy: $0.sharedBy, area: $0.area, leakage: $0.leakage) }
            groups.append(
                Group(
                    area: group.area, leakage: group.leakage, firstHolding: holding, endHolding: holdings.count,
                    firstShared: part,
                    endShared: shared.count))
        }
        self.groups = groups
        self.holdings = holdings
        self.shared = shared
        limits = chip.limits.enumerated().compactMap { kind, limit in limit.map { Limit(kind: kind, count: $0) } }
        var first: [Int] = [], all: [Int] = []
        if case .criticalPath(let predecessors) = timing {
            for before in predecessors {
                first.append(all.count)
                all += before
            }
            first.append(all.count)
        }
        firstPredecessor = first
        predecessors = all
    }

    /// The tables in place for as long as the action runs.
    func withView<T>(_ action: (View) -> T) -> T {
        groups.withUnsafeBufferPointer { groups in
            holdings.withUnsafeBufferPointer { holdings in
                shared.withUnsafeBufferPointer { shared in
                    limits.withUnsafeBufferPointer { limits in
                        firstPredecessor.withUnsafeBufferPointer { first in
                            predecessors.withUnsafeBufferPointer { predecessors in
                                action(
                                    View(
                                        area: area, leakage: leakage, groups: groups, holdings: holdings,
                                        shared: shared, limits: limits,
                                        firstPredecessor: first, predecessors: predecessors))
                            }
                        }
                    }
                }
            }
        }
    }

    struct View {
        let area: Double
        let leakage: Double
        let groups: UnsafeBufferPointer<Group>
        let holdings: UnsafeBufferPointer<Holding>
        let shared: UnsafeBufferPointer<Shared>
        let limits: UnsafeBufferPointer<Limit>
        let firstPredecessor: UnsafeBufferPointer<Int>
        let predecessors: UnsafeBufferPointer<Int>

        /// As ``ChipSize/size(counts:)``, in the same order of summation.
        @inline(__always)
        func size(_ counts: UnsafeMutableBufferPointer<Int32>) -> (area: Double, leakage: Double) {
            var total = (area: area, leakage: leakage)
            for index in groups.indices {
                let group = groups[index]
                var instances: Int32 = 0
                for place in group.firstHolding..<group.endHolding {
                    let holding = holdings[place]
                    instances = max(instances, (counts[holding.kind] &+ holding.capacity &- 1) / holding.capacity)
                }
                total.area += Double(instances) * group.area
                total.leakage += Double(instances) * group.leakage
                for place in group.firstShared..<group.endShared {
                    let part = shared[place]
                    let blocks = Double((Int(instances) &+ part.sharedBy &- 1) / part.sharedBy)
                    total.area += blocks * part.area
                    total.leakage += blocks * part.leakage
                }
            }
            return total
        }

        /// As ``ChipSize/excess(counts:)``.
        @inline(__always)
        func excess(_ counts: UnsafeMutableBufferPointer<Int32>) -> Double {
            var sum = 0.0
            for index in limits.indices {
                let limit = limits[index]
                let count = Int(counts[limit.kind])
                if count > limit.count { sum += Double(count - limit.count) / Double(max(limit.count, 1)) }
            }
            return sum
        }

        /// The network's delay, from `finish` holding each layer's own, which it overwrites.
        @inline(__always)
        func completion(_ finish: UnsafeMutableBufferPointer<Double>) -> Double {
            var last = 0.0
            guard !firstPredecessor.isEmpty else {
                for layer in finish.indices { last = max(last, finish[layer]) }
                return last
            }
            for layer in finish.indices {
                var start = 0.0
                for place in firstPredecessor[layer]..<firstPredecessor[layer + 1] {
                    start = max(start, finish[predecessors[place]])
                }
                finish[layer] += start
                last = max(last, finish[layer])
            }
            return last
        }
    }
}
