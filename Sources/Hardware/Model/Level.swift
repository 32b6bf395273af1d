import Diagnostics

/// One level of the hierarchy (chip, tile, core, …): what one instance of it holds.
public struct Level: Sendable, Hashable {
    /// As results name it: "chip", "tile", "core".
    public var name: String
    /// Instances in one instance of the level around it.
    public var count: LevelCount
    /// Components of one instance of this level.
    public var parts: [Part]
    /// Crossbars of one instance of this level.
    public var crossbars: [CrossbarGroup]
    /// Levels inside it, whose counts are for one instance of this one.
    public var levels: [Level]
    /// Of its `<level>`.
    public var location: SourceLocation

    /// One instance of a level, and how many there are.
    public init(
        name: String, count: LevelCount, parts: [Part], crossbars: [CrossbarGroup], levels: [Level],
        location: SourceLocation
    ) {
        self.name = name
        self.count = count
        self.parts = parts
        self.crossbars = crossbars
        self.levels = levels
        self.location = location
    }
}

/// How many instances of a level one instance of its parent holds.
public enum LevelCount: Sendable, Hashable {
    case fixed(Int)
    /// As many as the network needs, up to a limit where there is one.
    case asNeeded(atMost: Int?)
}

/// A component at its place in a level.
public struct Part: Sendable, Hashable {
    /// What stands there, with its figures.
    public var component: Component
    /// The work that it does there.
    public var role: Role
    /// Instances per instance of the level.
    public var count: Int
    /// Instances of the level that share one set of these components (a router for four tiles: 4).
    public var sharedBy: Int
    /// Reads per MVM of an instruction memory; unused by other roles.
    public var accessesPerMVM: Int
    /// Of the `<component ref="…">`.
    public var location: SourceLocation

    /// - Parameter accessesPerMVM: of an instruction memory alone.
    public init(
        component: Component, role: Role, count: Int = 1, sharedBy: Int = 1, accessesPerMVM: Int = 0,
        location: SourceLocation
    ) {
        self.component = component
        self.role = role
        self.count = count
        self.sharedBy = sharedBy
        self.accessesPerMVM = accessesPerMVM
        self.location = location
    }
}

/// A number of crossbars of one kind in a level.
public struct CrossbarGroup: Sendable, Hashable {
    /// Index in ``Architecture/crossbars``.
    public var kind: Int
    /// In one instance of the level; sets of weights behind one periphery count each.
    public var count: Int
    /// Of the `<crossbar ref="…">`.
    public var location: SourceLocation

    /// - Parameter kind: an index in ``Architecture/crossbars``.
    public init(kind: Int, count: Int, location: SourceLocation) {
        self.kind = kind
        self.count = count
        self.location = location
    }
}
