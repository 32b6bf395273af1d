import Quantities

/// The hierarchy as `show` prints it: area, power and leakage of each level and component.
///
/// Figures of a node are of one instance of it; a level's are the sum over its children of `count` × child.
public struct HierarchyNode: Sendable {
    /// A level's name, a component's id, or "crossbar ID".
    public var name: String
    /// Instances in one instance of the parent. A component shared by several instances of its level has a fraction.
    public var count: Double
    /// Whether `count` is as many as a network needs (then the count shown is the limit, or 1).
    public var isAsNeeded: Bool
    /// Whether it is a level; else a component, without children.
    public var isLevel: Bool
    /// Whether it is beyond the chip, and in no sum.
    public var isOffChip = false
    /// Bits that it holds; nil where it holds none, or does not say.
    public var capacity: Information?
    /// Of one instance, with all that is in it; a level's has the I/O as well.
    public var area: Area
    /// At full activity, leakage included.
    public var power: Power
    /// Of one instance, with all that is in it; what is unknown counts as 0 W.
    public var leakage: Power
    /// A level's components and crossbars, then the levels in it; empty for a component.
    public var children: [HierarchyNode]
}

extension Architecture {
    /// The hierarchy with the figures of every level, at the largest size the file allows.
    public func hierarchy() -> HierarchyNode {
        node(of: root)
    }

    private func node(of level: Level) -> HierarchyNode {
        let flat = FloorplanLevel(level, parent: nil, in: self, withIO: true)
        // Of a digital array's converters there are none.
        var children = flat.items.filter { $0.count > 0 }.map { item in
            HierarchyNode(
                name: item.name, count: Double(item.count) / Double(item.sharedBy), isAsNeeded: false, isLevel: false,
                isOffChip: item.isOffChip,
                capacity: level.parts.first { $0.component.id == item.name }?.component.capacity,
                area: item.area, power: item.power, leakage: item.leakage, children: [])
        }
        children += level.levels.map(node(of:))
        let counted = children.filter { !$0.isOffChip }
        let isAsNeeded = if case .asNeeded = level.count { true } else { false }
        return HierarchyNode(
            name: level.name, count: Double(flat.limit ?? 1), isAsNeeded: isAsNeeded, isLevel: true,
            area: counted.reduce(Area(si: 0)) { $0 + $1.area * $1.count },
            power: counted.reduce(Power(si: 0)) { $0 + $1.power * $1.count },
            leakage: counted.reduce(Power(si: 0)) { $0 + $1.leakage * $1.count },
            children: children)
    }
}
