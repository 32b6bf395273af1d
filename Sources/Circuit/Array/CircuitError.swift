import Diagnostics

/// Why a circuit has no answer: what is wrong, and what would be right.
public struct CircuitError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public var problem: String
    /// What would be right.
    public var remedy: String

    /// - Parameter remedy: what would be right.
    public init(_ problem: String, remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }

    public var description: String { problem + "; " + remedy }
}

extension CircuitError: BadInput {
    public var faults: [Fault] { [Fault(problem, remedy: remedy)] }
}
