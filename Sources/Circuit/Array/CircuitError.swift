import Diagnostics

/// Why a circuit has no answer: what is wrong, and what would be right.
public struct CircuitError: Error, Hashable, Sendable, CustomStringConvertible {
    public var problem: String
    public var remedy: String

    public init(_ problem: String, remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }

    public var description: String { problem + "; " + remedy }
}

extension CircuitError: BadInput {
    public var faults: [Fault] { [Fault(problem, remedy: remedy)] }
}
