import Diagnostics

/// One level of the hierarchy (chip, tile, core, …): what one instance of it holds.
public struct Level: Sendable, Hashable {
    public var name: String
    public var count: LevelCount
    /// Components of one instance of this level.
    public var parts: [Part]
    /// Crossbars of one instance of this level.
    public var crossbars: [CrossbarGroup]
    public var levels: [Level]
    public var location: SourceLocation

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
    public var component: Component
    public var role: Role
    /// Instances per instance of the level.
    public var count: Int
    /// Instances of the level that share one set of these components (a router for four tiles: 4).
    public var sharedBy: Int
    /// Reads per MVM of an instruction memory; unused by other roles.
    public var accessesPerMVM: Int
    public var location: SourceLocation

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
    public var count: Int
    public var location: SourceLocation

    public init(kind: Int, count: Int, location: SourceLocation) {
        self.kind = kind
        self.count = count
        self.location = location
    }
}
