import Search

/// A part of the design space: those designs whose instances of each group and
/// whose delay lie within bounds.
struct Box: Sendable {
    /// Instances of each group of the chip.
    var fewest: [Int]
    var most: [Int]
    /// s.
    var fastest: Double
    var slowest: Double
    /// How near to useless it looked when it was made; less is more promising.
    var rank: Double

    /// Whether all its designs have the same area and leakage.
    var hasOneSize: Bool { fewest == most }

    /// The most crossbars of each kind that so many instances and the chip's
    /// limits allow.
    static func budgets(_ instances: [Int], chip: ChipSize) -> [Int32] {
        chip.limits.indices.map { kind in
            var budget = chip.limits[kind] ?? .max
            for (group, count) in zip(chip.groups, instances) where group.capacities[kind] > 0 {
                budget = min(budget, count.multipliedReportingOverflow(by: group.capacities[kind]).overflow ? .max : count * group.capacities[kind])
            }
            return Int32(clamping: min(budget, Int(Int32.max / 2)))
        }
    }

    /// The two halves across the widest side, or nil for a box that has become a point.
    func halves(chip: ChipSize) -> [Box]? {
        let low = chip.size(instances: fewest), high = chip.size(instances: most)
        var widest = slowest > 0 ? (slowest - fastest) / slowest : 0
        if widest < 1e-9 { widest = 0 }
        var side = -1
        for group in chip.groups.indices where most[group] > fewest[group] {
            let instances = Double(most[group] - fewest[group])
            let area = high.area > low.area ? instances * chip.groups[group].leastArea / high.area : 0
            let leakage = high.leakage > low.leakage ? instances * chip.groups[group].leastLeakage / high.leakage : 0
            let width = max(area, 0.1 * leakage, 1e-6)
            if width > widest { (widest, side) = (width, group) }
        }
        if widest == 0 { return nil }
        var lower = self, upper = self
        if side < 0 {
            let middle = fastest > 0 ? (fastest * slowest).squareRoot() : 0.5 * slowest
            guard fastest < middle, middle < slowest else { return nil }
            lower.slowest = middle
            upper.fastest = middle
        } else {
            let middle = (fewest[side] + most[side]) / 2
            lower.most[side] = middle
            upper.fewest[side] = middle + 1
        }
        return [lower, upper]
    }
}
