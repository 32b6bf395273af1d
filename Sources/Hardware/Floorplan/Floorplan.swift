import Quantities

/// The hierarchy laid out flat: which level holds which crossbars, how many instances of each
/// level a number of crossbars asks for, and what that takes in area and leakage.
///
/// Levels are in preorder: a parent stands before its children. Area and leakage are those of the core; the way off the
/// chip (``Component/isIO``) is apart, unless the floorplan is made to count it as well.
public struct Floorplan: Sendable {
    /// In preorder; 0 is the chip. All lists of `instances` are in this order.
    public let levels: [FloorplanLevel]
    /// For each crossbar kind, the level that holds it and how many of it one instance holds; nil when unplaced.
    public let places: [Place?]
    /// Whether ``area(instances:)`` and ``leakage(instances:)`` count I/O.
    public let withIO: Bool

    /// Where the crossbars of a kind lie.
    public struct Place: Sendable, Hashable {
        /// Index of the level that holds them, in ``Floorplan/levels``.
        public var level: Int
        /// Crossbars in one instance of that level.
        public var perInstance: Int
        /// Levels from the one that holds the crossbar out to the chip.
        public var path: [Int]
    }

    /// - Parameter withIO: whether links count in area and leakage.
    public init(_ architecture: Architecture, withIO: Bool = false) {
        self.withIO = withIO
        var levels: [FloorplanLevel] = []
        var places = [Place?](repeating: nil, count: architecture.crossbars.count)
        func visit(_ level: Level, parent: Int?) {
            let index = levels.count
            levels.append(FloorplanLevel(level, parent: parent, in: architecture, withIO: withIO))
            for group in level.crossbars {
                places[group.kind] = Place(
                    level: index, perInstance: group.count,
                    path: Array(sequence(first: index) { levels[$0].parent }))
            }
            for child in level.levels { visit(child, parent: index) }
        }
        visit(architecture.root, parent: nil)
        self.levels = levels
        self.places = places
    }

    /// Crossbars of a kind on the largest chip the file allows; nil when there is no limit.
    public func capacity(of kind: Int) -> Int? {
        guard let place = places[kind] else { return 0 }
        return place.path.reduce(place.perInstance) { product, level -> Int? in
            guard let product, let limit = levels[level].limit else { return nil }
            return product * limit
        }
    }

    /// Writes to `instances` how many of each level a chip needs that holds `crossbars[kind]` crossbars of each kind.
    ///
    /// Complexity: O(levels), without allocation. Counts beyond a fixed level's capacity
    /// ask for more than one instance of the levels above; ``overflows(crossbars:)`` names them.
    ///
    /// - Parameter least: of each level, where more are wanted than crossbars ask for; empty where not.
    @inline(__always)
    public func countInstances(
        crossbars: UnsafeBufferPointer<Int>, atLeast least: [Int] = [], into instances: UnsafeMutableBufferPointer<Int>
    ) {
        for index in instances.indices { instances[index] = least.isEmpty ? 0 : least[index] }
        // Children come after their parents: going backwards every demand is complete when it is passed up.
        for index in levels.indices.reversed() {
            var demand = instances[index]
            for group in levels[index].crossbars {
                demand = max(demand, (crossbars[group.kind] + group.count - 1) / group.count)
            }
            instances[index] = demand
            guard let parent = levels[index].parent else { continue }
            let perParent = levels[index].limit ?? max(1, demand)
            instances[parent] = max(instances[parent], (demand + perParent - 1) / perParent)
        }
        for index in levels.indices {
            let inParent = levels[index].parent.map { instances[$0] } ?? 1
            switch levels[index].count {
            case .fixed(let count): instances[index] = max(instances[index], inParent * count)
            case .asNeeded: if levels[index].parent == nil { instances[index] = max(1, instances[index]) }
            }
        }
    }

    /// Instances of each level for a chip with that many crossbars of each kind.
    ///
    /// - Parameter least: of each level, where maps need more than crossbars do; empty where not.
    public func instances(crossbars: [Int], atLeast least: [Int] = []) -> [Int] {
        var result = [Int](repeating: 0, count: levels.count)
        crossbars.withUnsafeBufferPointer { counts in
            result.withUnsafeMutableBufferPointer { countInstances(crossbars: counts, atLeast: least, into: $0) }
        }
        return result
    }

    /// Instances of each level on the largest chip the file allows; levels without a limit count once per parent.
    public func fullChip() -> [Int] {
        var result: [Int] = []
        for level in levels {
            result.append((level.parent.map { result[$0] } ?? 1) * (level.limit ?? 1))
        }
        return result
    }

    /// The most instances of a level that a chip can have; nil without a limit.
    public func limit(of level: Int) -> Int? {
        var most = 1
        for index in sequence(first: level, next: { levels[$0].parent }) {
            guard let limit = levels[index].limit else { return nil }
            most *= limit
        }
        return most
    }

    /// - Parameter instances: of each level, as ``instances(crossbars:atLeast:)`` gives them.
    public func area(instances: [Int]) -> Area {
        zip(levels, instances).reduce(Area(si: 0)) { $0 + $1.0.area(instances: $1.1) }
    }

    /// Static power while all parts are on; what is unknown counts as 0 W.
    public func leakage(instances: [Int]) -> Power {
        zip(levels, instances).reduce(Power(si: 0)) { $0 + $1.0.leakage(instances: $1.1) }
    }

    /// Area of the way off the chip alone, whether or not it is counted.
    public func ioArea(instances: [Int]) -> Area {
        zip(levels, instances).reduce(Area(si: 0)) { $0 + $1.0.ioArea(instances: $1.1) }
    }

    /// What is left of the leakage while every part that can be is switched off.
    public func idleLeakage(instances: [Int]) -> Power {
        zip(levels, instances).reduce(Power(si: 0)) { sum, place in
            place.0.counted.reduce(sum) { $0 + $1.idleLeakage * Double($1.total(instances: place.1)) }
        }
    }

    /// Power at full activity, leakage included.
    public func peakPower(instances: [Int]) -> Power {
        zip(levels, instances).reduce(Power(si: 0)) { sum, place in
            place.0.counted.reduce(sum) { $0 + $1.power * Double($1.total(instances: place.1)) }
        }
    }

    /// Crossbar kinds that ask for more than the largest chip has.
    public func overflows(crossbars: [Int]) -> [Overflow] {
        crossbars.indices.compactMap { kind in
            guard let capacity = capacity(of: kind), crossbars[kind] > capacity else { return nil }
            return Overflow(kind: kind, needed: crossbars[kind], available: capacity)
        }
    }

    /// A crossbar kind of which the chip has too few.
    public struct Overflow: Sendable, Hashable {
        /// Index in ``Architecture/crossbars``.
        public var kind: Int
        /// Crossbars that were asked for.
        public var needed: Int
        /// Crossbars of the largest chip, ``Floorplan/capacity(of:)``.
        public var available: Int
    }
}

/// One level of a ``Floorplan``.
public struct FloorplanLevel: Sendable {
    /// As the hardware file has it: "tile".
    public let name: String
    /// Index of the level around it in ``Floorplan/levels``; nil for the chip.
    public let parent: Int?
    /// Instances in one instance of the parent.
    public let count: LevelCount
    /// Components of one instance, at their places.
    public let parts: [Part]
    /// Crossbars of one instance, by kind.
    public let crossbars: [CrossbarGroup]
    /// Everything one instance holds itself, without the levels below.
    public let items: [FloorplanItem]
    /// Those of them that area and leakage count.
    public let counted: [FloorplanItem]
    private let ownArea: Double
    private let ownLeakage: Double
    private let shared: [FloorplanItem]

    init(_ level: Level, parent: Int?, in architecture: Architecture, withIO: Bool) {
        name = level.name
        self.parent = parent
        count = level.count
        parts = level.parts
        crossbars = level.crossbars
        items =
            level.parts.map { FloorplanItem($0.component, count: $0.count, sharedBy: $0.sharedBy) }
            + level.crossbars.flatMap { architecture.crossbars[$0.kind].items(index: $0.kind, count: $0.count) }
        counted = items.filter { (withIO || !$0.isIO) && !$0.isOffChip }
        let own = counted.filter { $0.sharedBy == 1 }
        ownArea = own.reduce(0) { $0 + $1.area.si * Double($1.count) }
        ownLeakage = own.reduce(0) { $0 + $1.leakage.si * Double($1.count) }
        shared = counted.filter { $0.sharedBy > 1 }
    }

    /// Most instances one parent may hold; nil without a limit.
    public var limit: Int? {
        switch count {
        case .fixed(let count): count
        case .asNeeded(let atMost): atMost
        }
    }

    /// Area of I/O in so many instances of this level.
    public func ioArea(instances: Int) -> Area {
        items.reduce(Area(si: 0)) {
            $1.isIO && !$1.isOffChip ? $0 + $1.area * Double($1.total(instances: instances)) : $0
        }
    }

    /// Area of so many instances of this level, without the levels below.
    @inline(__always)
    public func area(instances: Int) -> Area {
        var total = ownArea * Double(instances)
        for item in shared { total += item.area.si * Double(item.total(instances: instances)) }
        return Area(si: total)
    }

    /// Leakage of so many instances of this level, without the levels below.
    @inline(__always)
    public func leakage(instances: Int) -> Power {
        var total = ownLeakage * Double(instances)
        for item in shared { total += item.leakage.si * Double(item.total(instances: instances)) }
        return Power(si: total)
    }
}

extension Architecture {
    /// - Parameter withIO: whether links count in area and leakage.
    public func floorplan(withIO: Bool = false) -> Floorplan { Floorplan(self, withIO: withIO) }
}
