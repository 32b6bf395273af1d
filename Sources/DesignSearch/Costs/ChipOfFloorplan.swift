import Hardware
import Optimisation

extension ChipSize {
    /// The area and leakage of a floorplan's chips as sums over groups.
    ///
    /// A group is a level that comes as often as needed, or the chip itself, with
    /// the levels of fixed count inside. Rounding up level by level is rounding up
    /// once by the product of what they hold, ⌈⌈n/a⌉/b⌉ = ⌈n/(ab)⌉, so that each
    /// group's instances follow from the counts of crossbars directly.
    ///
    /// nil where a part is shared by a number of instances that neither divides nor is a
    /// multiple of the instances in a group: then no such sum is the chip.
    public init?(_ floorplan: Floorplan) {
        let levels = floorplan.levels
        var groups: [Group] = []
        // For each level its group and how many of it one instance of the group holds.
        var place: [(group: Int, count: Int)] = []
        for (index, level) in levels.enumerated() {
            if let parent = level.parent, case .fixed(let count) = level.count {
                place.append((place[parent].group, place[parent].count * count))
            } else {
                place.append((groups.count, 1))
                groups.append(
                    Group(
                        capacities: floorplan.places.map { Self.capacity(of: $0, in: index, levels) }, area: 0,
                        leakage: 0))
            }
            let (group, count) = place[index]
            for item in level.counted {
                let area = item.area.si * Double(item.count), leakage = item.idleLeakage.si * Double(item.count)
                if count % item.sharedBy == 0 {
                    groups[group].area += Double(count / item.sharedBy) * area
                    groups[group].leakage += Double(count / item.sharedBy) * leakage
                } else if item.sharedBy % count == 0 {
                    groups[group].shared.append(Shared(sharedBy: item.sharedBy / count, area: area, leakage: leakage))
                } else {
                    return nil
                }
            }
        }
        self.init(
            area: 0, leakage: 0, groups: groups, limits: floorplan.places.indices.map { floorplan.capacity(of: $0) })
    }

    /// Crossbars of a kind that one instance of a level holds; 0 where it holds none.
    private static func capacity(of place: Floorplan.Place?, in level: Int, _ levels: [FloorplanLevel]) -> Int {
        // A level without a limit inside holds any number; more than any network has crossbars.
        let any = 1 << 30
        guard let place, let depth = place.path.firstIndex(of: level) else { return 0 }
        return place.path[..<depth].reduce(place.perInstance) { product, inner in
            guard let limit = levels[inner].limit else { return any }
            let (result, overflow) = product.multipliedReportingOverflow(by: limit)
            return overflow ? any : min(result, any)
        }
    }
}
