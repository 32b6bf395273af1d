import Optimisation

extension LocalSearch {
    /// Deb's rules, and the weighted sum of relative changes of the costs.
    func isBetter(_ new: Outcome, _ old: Outcome) -> Bool {
        if new.excess != old.excess { return new.excess < old.excess }
        return new.excess.isFinite && change(from: old, to: new) < 0
    }

    /// The weighted sum of the costs' relative changes; less than 0 where `new` is better.
    func change(from old: Outcome, to new: Outcome) -> Double {
        zip(weights, zip(old.costs, new.costs)).reduce(0) { sum, item in
            let (weight, (old, new)) = item
            let mean = 0.5 * (abs(old) + abs(new))
            return sum + weight
                * (mean == 0 || !mean.isFinite ? (new > old ? 2 : new < old ? -2 : 0) : (new - old) / mean)
        }
    }

    /// Remembers what the one change that led to a trial did.
    mutating func note(_ trial: Trial, beside incumbent: Trial) {
        let changed = trial.point.values.indices.filter { trial.point[$0] != incumbent.point[$0] }
        guard let parameter = changed.first else { return }
        let worth =
            trial.outcome.isFeasible || !incumbent.outcome.isFeasible
            ? change(from: incumbent.outcome, to: trial.outcome) : 2
        let effect = Effect(parameter: parameter, value: trial.point[parameter], change: worth)
        if let place = effects.firstIndex(where: { $0.parameter == effect.parameter && $0.value == effect.value }) {
            effects[place] = effect
        } else {
            effects.append(effect)
        }
    }

    /// The pairs of changes whose single effects add up to the least.
    func promisingPairs(of point: Point, most: Int, in space: Space, using random: inout SeededRandom) -> [Point] {
        let useful = effects.filter { point[$0.parameter] != $0.value && point[$0.parameter] != .inactive }
            .sorted { ($0.change, $0.parameter) < ($1.change, $1.parameter) }
        var pairs: [(sum: Double, first: Int, second: Int)] = []
        for second in useful.indices {
            for first in 0..<second where useful[first].parameter != useful[second].parameter {
                pairs.append((useful[first].change + useful[second].change, first, second))
            }
        }
        pairs.sort { ($0.sum, $0.first, $0.second) < ($1.sum, $1.first, $1.second) }
        return pairs.prefix(most).map { pair in
            var changed = point
            for effect in [useful[pair.first], useful[pair.second]] { changed[effect.parameter] = effect.value }
            return space.repaired(changed) { space.parameters[$0].sample(using: &random) }
        }
    }

    /// Changes of many alike parameters at once, which a step function of their
    /// sum may reward where no single change pays: all holders of a value take
    /// another one, or each its best other one, or only those do that lose least by it;
    /// and those that would take a value most gladly take it together.
    func jointChanges(of point: Point, in space: Space, using random: inout SeededRandom) -> [Point] {
        var result: [Point] = []
        func add(_ changes: [(parameter: Int, value: Value)]) {
            guard changes.count > 1 else { return }
            var changed = point
            for change in changes { changed[change.parameter] = change.value }
            let repaired = space.repaired(changed) { space.parameters[$0].sample(using: &random) }
            if !result.contains(repaired) { result.append(repaired) }
        }
        for (domain, parameters) in space.alike(at: point) {
            let values = (0..<domain.count!).map { domain.value(at: $0) }
            for value in values {
                let holders = parameters.filter { point[$0] == value }
                for other in values where other != value { add(holders.map { ($0, other) }) }
                let leaving = holders.compactMap { holder in
                    effects.filter { $0.parameter == holder && $0.value != value }.min { $0.change < $1.change }
                }.sorted { ($0.change, $0.parameter) < ($1.change, $1.parameter) }
                for count in [2, 3, 4, 5, 6, 8, 10, 12] where count < leaving.count {
                    add(leaving.prefix(count).map { ($0.parameter, $0.value) })
                }
                add(leaving.map { ($0.parameter, $0.value) })
                let willing = effects.filter {
                    $0.value == value && parameters.contains($0.parameter) && point[$0.parameter] != value
                }
                .sorted { ($0.change, $0.parameter) < ($1.change, $1.parameter) }
                for count in [3, 5, 8, 12] where count <= willing.count {
                    add(willing.prefix(count).map { ($0.parameter, value) })
                }
            }
        }
        return result
    }
}
