import Quantities

/// Part of a breakdown: its own figures are the sums over its children, where it has any.
public struct BreakdownNode: Hashable, Sendable {
    /// A group of components, a component's id, a layer or a level.
    public var name: String
    /// Of one inference: every action.
    public var dynamicEnergy: Energy
    /// Of one inference: what leaks during its delay; of what is known where ``isLeakageKnown`` is false.
    public var leakageEnergy: Energy
    /// Silicon; of a layer its share of the chip's.
    public var area: Area
    /// Static power, mean over an inference.
    public var leakage: Power
    /// Whether the leakage of all its parts is stated or assumed.
    public var isLeakageKnown: Bool
    /// How long one inference keeps it working; nil where the word has no meaning (a group of parts).
    public var delay: Time?
    /// What it is the sum of; empty where it is not divided further.
    public var children: [BreakdownNode]

    /// Of one inference, leakage included.
    public var energy: Energy { dynamicEnergy + leakageEnergy }

    /// Figures that are left out are 0.
    public init(
        name: String, dynamicEnergy: Energy = .zero, leakageEnergy: Energy = .zero, area: Area = .zero,
        leakage: Power = .zero,
        isLeakageKnown: Bool = true, delay: Time? = nil, children: [BreakdownNode] = []
    ) {
        self.name = name
        self.dynamicEnergy = dynamicEnergy
        self.leakageEnergy = leakageEnergy
        self.area = area
        self.leakage = leakage
        self.isLeakageKnown = isLeakageKnown
        self.delay = delay
        self.children = children
    }

    /// Adds a part that is shown with it as one.
    mutating func merge(_ other: BreakdownNode) {
        dynamicEnergy += other.dynamicEnergy
        leakageEnergy += other.leakageEnergy
        area += other.area
        leakage += other.leakage
        isLeakageKnown = isLeakageKnown && other.isLeakageKnown
    }

    /// A node that is the sum of others.
    public init(name: String, delay: Time? = nil, sumOf children: [BreakdownNode]) {
        self.init(
            name: name, dynamicEnergy: children.map(\.dynamicEnergy).sum(),
            leakageEnergy: children.map(\.leakageEnergy).sum(),
            area: children.map(\.area).sum(), leakage: children.map(\.leakage).sum(),
            isLeakageKnown: children.allSatisfy(\.isLeakageKnown), delay: delay, children: children)
    }
}

/// The same totals, cut three ways.
public struct Breakdown: Hashable, Sendable {
    /// By component: arrays, each sort of converter, registers, buffers, interconnect…; children are component ids.
    public var byComponent: BreakdownNode
    /// By layer of the network, each by component; area and leakage by the share of crossbars.
    public var byLayer: BreakdownNode
    /// By level of the hierarchy, nested as the levels are.
    public var byLevel: BreakdownNode

    /// The three have the same totals, to rounding.
    public init(byComponent: BreakdownNode, byLayer: BreakdownNode, byLevel: BreakdownNode) {
        self.byComponent = byComponent
        self.byLayer = byLayer
        self.byLevel = byLevel
    }
}
