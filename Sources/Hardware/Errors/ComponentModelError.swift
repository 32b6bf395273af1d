/// Why a model has no figures for a component.
public struct ComponentModelError: Error, Sendable {
    /// What is wrong.
    public var problem: String
    /// What would be right.
    public var hint: String
    /// The parameter that is wrong, where it is one.
    public var parameter: String?

    /// - Parameter parameter: its name, so that the error is told at its place in the file; nil where none is at fault.
    public init(_ problem: String, hint: String, parameter: String? = nil) {
        self.problem = problem
        self.hint = hint
        self.parameter = parameter
    }
}
