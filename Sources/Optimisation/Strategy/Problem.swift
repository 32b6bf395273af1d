/// What a strategy is asked to solve.
public struct Problem: Sendable {
    public var space: Space
    public var objectives: [Objective]
    public var constraints: [Constraint]
    /// The costs behind the space, where every parameter is a per-layer choice;
    /// nil otherwise. Strategies that look inside (``exact``) need it, black-box
    /// ones leave it alone.
    public var costs: TabulatedSpace?

    public init(space: Space, objectives: [Objective], constraints: [Constraint] = [], costs: TabulatedSpace? = nil) {
        precondition(!objectives.isEmpty, "a search wants something")
        self.space = space
        self.objectives = objectives
        self.constraints = constraints
        self.costs = costs
    }
}
