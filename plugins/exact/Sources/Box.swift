import Optimisation

/// A part of the design space: those designs whose instances of each group, area
/// and delay lie within bounds.
struct Box: Sendable {
    /// Instances of each group of the chip.
    var fewest: [Int]
    var most: [Int]
    /// m². Areas are bounded beside instances, since many groups may share a budget.
    var smallest: Double
    var largest: Double
    /// s.
    var fastest: Double
    var slowest: Double
    /// How near to useless it looked when it was made; less is more promising.
    var rank: Double
    /// How often a box was halved to get it.
    var depth = 0
    /// Good multipliers of the box it is a half of, to begin with.
    var multipliers: Multipliers?

    /// Whether all its designs have the same area and leakage.
    var hasOneSize: Bool { fewest == most }

    /// The most crossbars of each kind that so many instances and the chip's
    /// limits allow.
    static func budgets(_ instances: [Int], chip: ChipSize) -> [Int32] {
        chip.limits.indices.map { kind in
            var budget = chip.limits[kind] ?? .max
            for (group, count) in zip(chip.groups, instances) where group.capacities[kind] > 0 {
                budget = min(
                    budget,
                    count.multipliedReportingOverflow(by: group.capacities[kind]).overflow
                        ? .max : count * group.capacities[kind])
            }
            return Int32(clamping: min(budget, Int(Int32.max / 2)))
        }
    }

    /// The ways of dividing it in two, across delay, area and each group's
    /// instances; none for a box that has become a point.
    /// - Parameter byArea: whether dividing the area helps: with one objective it does.
    func divisions(chip: ChipSize, byArea: Bool) -> [[Box]] {
        var result: [[Box]] = []
        // Delay is divided on only where nothing else can be.
        let narrowest = fewest == most ? 1e-9 : 1e-3
        let middle = fastest > 0 ? (fastest * slowest).squareRoot() : 0.5 * slowest
        if slowest - fastest > narrowest * slowest, fastest < middle, middle < slowest {
            var lower = self, upper = self
            lower.slowest = middle
            upper.fastest = middle
            result.append([lower, upper])
        }
        let half = smallest > 0 ? (smallest * largest).squareRoot() : 0.5 * largest
        if byArea, !hasOneSize, largest - smallest > narrowest * largest, smallest < half, half < largest {
            var lower = self, upper = self
            lower.largest = half
            upper.smallest = half
            result.append([lower, upper])
        }
        for group in chip.groups.indices where most[group] > fewest[group] {
            // In the middle, and also where the group is not used at all.
            let middle = (fewest[group] + most[group]) / 2
            for last in fewest[group] == 0 && middle > 0 ? [0, middle] : [middle] {
                var lower = self, upper = self
                lower.most[group] = last
                upper.fewest[group] = last + 1
                result.append([lower, upper])
            }
        }
        return result
    }
}
