/// The chip that holds given numbers of crossbars: area and leakage power as
/// step functions, since a chip is built of whole tiles.
///
/// A **group** is a sort of level that comes as often as needed (a tile): it
/// holds up to `capacities[k]` crossbars of kind k, of all its kinds at once, so
/// that counts n ask for T = max_k ⌈n_k / capacity_k⌉ of it. Then
///
///     area(n)    = area₀    + Σ_g T_g·area_g    + Σ_shared ⌈T_g / sharedBy⌉·area
///     leakage(n) = leakage₀ + Σ_g T_g·leakage_g + Σ_shared ⌈T_g / sharedBy⌉·leakage
///
/// Both grow with every count, which the exact strategy relies on.
public struct ChipSize: Hashable, Sendable, Codable {
    /// Something of which there is one for several instances of a group.
    public struct Shared: Hashable, Sendable, Codable {
        /// Instances of the group that share one, at least 1.
        public var sharedBy: Int
        /// Square metres of one.
        public var area: Double
        /// Watts of one.
        public var leakage: Double

        public init(sharedBy: Int, area: Double, leakage: Double) {
            self.sharedBy = sharedBy
            self.area = area
            self.leakage = leakage
        }
    }

    /// A level of the hierarchy that comes as often as the crossbars in it need.
    public struct Group: Hashable, Sendable, Codable {
        /// Of each resource of the table, how many one instance holds: crossbars of a kind; 0 for what it does not
        /// hold.
        public var capacities: [Int]
        /// Square metres of one instance.
        public var area: Double
        /// Watts of one instance.
        public var leakage: Double
        /// What stands outside the group's instances and is needed once for several of them.
        public var shared: [Shared]

        public init(capacities: [Int], area: Double, leakage: Double, shared: [Shared] = []) {
            self.capacities = capacities
            self.area = area
            self.leakage = leakage
            self.shared = shared
        }

        /// Area per instance with shared parts by their fraction: never more
        /// than the true area per instance.
        public var leastArea: Double { shared.reduce(area) { $0 + $1.area / Double($1.sharedBy) } }

        /// Leakage per instance with shared parts by their fraction.
        public var leastLeakage: Double { shared.reduce(leakage) { $0 + $1.leakage / Double($1.sharedBy) } }

        /// Instances for given crossbar counts.
        @inlinable
        public func instances(counts: UnsafePointer<Int32>) -> Int {
            var most: Int32 = 0
            for kind in capacities.indices where capacities[kind] > 0 {
                let capacity = Int32(truncatingIfNeeded: capacities[kind])
                most = max(most, (counts[kind] &+ capacity &- 1) / capacity)
            }
            return Int(most)
        }
    }

    /// Square metres that every chip has.
    public var area: Double
    /// Watts that every chip leaks.
    public var leakage: Double
    /// All sorts of level that come as often as needed; see above for how their numbers add up.
    public var groups: [Group]
    /// The most of each resource that a design may have; nil for no limit.
    public var limits: [Int?]

    /// - Precondition: every group names a capacity for each resource.
    public init(area: Double, leakage: Double, groups: [Group], limits: [Int?]) {
        precondition(groups.allSatisfy { $0.capacities.count == limits.count }, "a group has one capacity a resource")
        self.area = area
        self.leakage = leakage
        self.groups = groups
        self.limits = limits
    }

    /// Area and leakage of a chip with so many instances of each group.
    public func size(instances: [Int]) -> (area: Double, leakage: Double) {
        var total = (area: area, leakage: leakage)
        for (group, count) in zip(groups, instances) { group.add(count, to: &total) }
        return total
    }

    /// Area and leakage of a chip with so many crossbars of each kind. O(groups × kinds), no allocation.
    @inlinable
    public func size(counts: UnsafePointer<Int32>) -> (area: Double, leakage: Double) {
        var total = (area: area, leakage: leakage)
        for index in groups.indices {
            groups[index].add(groups[index].instances(counts: counts), to: &total)
        }
        return total
    }

    /// By how many crossbars, relative to the limit, the counts are beyond the largest chip.
    @inlinable
    public func excess(counts: UnsafePointer<Int32>) -> Double {
        var sum = 0.0
        for kind in limits.indices {
            guard let limit = limits[kind], Int(counts[kind]) > limit else { continue }
            sum += Double(Int(counts[kind]) - limit) / Double(max(limit, 1))
        }
        return sum
    }
}

extension ChipSize.Group {
    @inlinable @inline(__always)
    func add(_ count: Int, to total: inout (area: Double, leakage: Double)) {
        total.area += Double(count) * area
        total.leakage += Double(count) * leakage
        for index in shared.indices {
            let blocks = Double((count + shared[index].sharedBy - 1) / shared[index].sharedBy)
            total.area += blocks * shared[index].area
            total.leakage += blocks * shared[index].leakage
        }
    }
}
