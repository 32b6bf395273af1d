/// The points that no other dominates, kept while trials come in.
///
/// ```swift
/// var front = ParetoFront<Trial>()
/// front.insert(trial, costs: trial.outcome.costs)
/// for member in front.members { print(member.costs) }
/// ```
///
/// Less is better in every cost. Of members with equal costs the first stays.
public struct ParetoFront<Element: Sendable>: Sendable {
    public struct Member: Sendable {
        public var element: Element
        public var costs: [Double]
    }

    /// Sorted by their costs, lexicographically.
    public private(set) var members: [Member] = []

    public init() {}

    public var isEmpty: Bool { members.isEmpty }

    /// Whether no member dominates or equals a point. O(members before it in order).
    public func admits(_ costs: [Double]) -> Bool {
        let place = members.partition(before: costs)
        for member in members[..<place] where member.costs.dominates(costs) { return false }
        return place == members.count || members[place].costs != costs
    }

    /// Adds a point unless a member dominates or equals it, and drops the members it dominates.
    ///
    /// Complexity: O(members): those before it in order are the only ones that
    /// can dominate it, those after it the only ones it can dominate.
    /// - Returns: whether the point is now a member.
    @discardableResult
    public mutating func insert(_ element: Element, costs: [Double]) -> Bool {
        guard admits(costs) else { return false }
        let place = members.partition(before: costs)
        var kept = place
        for index in place..<members.count where !costs.dominates(members[index].costs) {
            members.swapAt(kept, index)
            kept += 1
        }
        members.removeSubrange(kept...)
        members.insert(Member(element: element, costs: costs), at: place)
        return true
    }
}

// So that a strategy can keep a front in its state.
extension ParetoFront: Codable where Element: Codable {}
extension ParetoFront.Member: Codable where Element: Codable {}

extension Array {
    /// The first index whose costs are not lexicographically less. O(log n).
    fileprivate func partition<E>(before costs: [Double]) -> Int where Element == ParetoFront<E>.Member {
        var low = 0, high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].costs.lexicographicallyPrecedes(costs) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The ranks of non-dominated sorting: 0 for the front, 1 for the front without it, and so on.
///
/// Complexity: O(objectives × n²), as in NSGA-II (Deb et al., IEEE TEC 6, 2002).
public func paretoRanks<C: Collection>(_ items: C, dominates: (C.Element, C.Element) -> Bool) -> [Int] {
    let items = Array(items)
    var dominated = Array(repeating: [Int](), count: items.count)
    var above = Array(repeating: 0, count: items.count)
    for i in items.indices {
        for j in items.indices where j > i {
            if dominates(items[i], items[j]) {
                dominated[i].append(j)
                above[j] += 1
            } else if dominates(items[j], items[i]) {
                dominated[j].append(i)
                above[i] += 1
            }
        }
    }
    var ranks = Array(repeating: 0, count: items.count)
    var current = items.indices.filter { above[$0] == 0 }
    var rank = 0
    while !current.isEmpty {
        var next: [Int] = []
        for i in current {
            ranks[i] = rank
            for j in dominated[i] {
                above[j] -= 1
                if above[j] == 0 { next.append(j) }
            }
        }
        current = next
        rank += 1
    }
    return ranks
}
