import Optimisation

/// The places of the best trials, by Deb's rules and rank; of the last rank that
/// does not fit as a whole, those with the most room around them.
///
/// Complexity: O(trials × members of the ranks looked at); nothing but the
/// ranks that are needed is sorted.
func bestTrials(_ trials: [Trial], count: Int) -> [Int] {
    let excess = trials.map(\.outcome.excess)
    // Less excess first, then the first objective: whoever dominates comes earlier.
    var rest = trials.indices.sorted { a, b in
        if excess[a] != excess[b] { return excess[a] < excess[b] }
        let left = trials[a].outcome.costs, right = trials[b].outcome.costs
        return left == right ? a < b : left.lexicographicallyPrecedes(right)
    }
    if trials.first?.outcome.costs.count == 1 { return Array(rest.prefix(count)) }
    var best: [Int] = []
    while best.count < count, !rest.isEmpty {
        var front: [Int] = [], later: [Int] = []
        for trial in rest {
            if front.contains(where: { trials[$0].outcome.dominates(trials[trial].outcome) }) {
                later.append(trial)
            } else {
                front.append(trial)
            }
        }
        best += front.count <= count - best.count ? front : roomiest(front, trials, count: count - best.count)
        rest = later
    }
    return best
}

/// The members with the greatest crowding distance (Deb et al., IEEE TEC 6, 2002).
private func roomiest(_ front: [Int], _ trials: [Trial], count: Int) -> [Int] {
    var room = Array(repeating: 0.0, count: front.count)
    for objective in trials[front[0]].outcome.costs.indices {
        func cost(_ place: Int) -> Double { trials[front[place]].outcome.costs[objective] }
        let order = front.indices.sorted { (cost($0), $0) < (cost($1), $1) }
        let extent = cost(order.last!) - cost(order[0])
        room[order[0]] = .infinity
        room[order.last!] = .infinity
        guard extent > 0, extent.isFinite else { continue }
        for place in order.indices.dropFirst().dropLast() {
            room[order[place]] += (cost(order[place + 1]) - cost(order[place - 1])) / extent
        }
    }
    return front.indices.sorted { (room[$0], -$0) > (room[$1], -$1) }.prefix(count).map { front[$0] }
}
