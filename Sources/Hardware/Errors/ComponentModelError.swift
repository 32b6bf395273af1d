/// Why a model has no figures for a component.
public struct ComponentModelError: Error, Sendable {
    /// What is wrong.
    public var problem: String
    /// What would be right.
    public var hint: String
    /// The parameter that is wrong, where it is one.
    public var parameter: String?

    public init(_ problem: String, hint: String, parameter: String? = nil) {
        self.problem = problem
        self.hint = hint
        self.parameter = parameter
    }
}
