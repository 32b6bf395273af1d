/// What a strategy is asked to solve.
public struct Problem: Sendable {
    /// What may vary.
    public var space: Space
    /// At least one; an outcome's values and costs are in this order.
    public var objectives: [Objective]
    /// Limits that a feasible point keeps to, all of them.
    public var constraints: [Constraint]
    /// The costs behind the space, where every parameter is a per-layer choice;
    /// nil otherwise. Strategies that look inside (``exact``) need it, black-box
    /// ones leave it alone.
    public var costs: TabulatedSpace?

    /// - Precondition: there is an objective.
    public init(space: Space, objectives: [Objective], constraints: [Constraint] = [], costs: TabulatedSpace? = nil) {
        precondition(!objectives.isEmpty, "a search wants something")
        self.space = space
        self.objectives = objectives
        self.constraints = constraints
        self.costs = costs
    }
}
