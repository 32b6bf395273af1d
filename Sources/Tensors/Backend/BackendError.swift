import Diagnostics

/// Why there is no backend, and how to get one.
public struct BackendError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public var problem: String
    /// What would be right.
    public var hint: String

    init(_ problem: String, hint: String) {
        self.problem = problem
        self.hint = hint
    }

    public var description: String { "\(problem); \(hint)" }
}

/// Why an operation on tensors failed: shapes that do not fit, or a device that is out of memory.
public struct TensorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The operation, as in the table of functions.
    public var operation: String
    /// The shapes of its operands.
    public var shapes: [[Int]]
    /// What the library says.
    public var problem: String

    /// - Parameter problem: what the library says.
    public init(operation: String, shapes: [[Int]] = [], problem: String) {
        self.operation = operation
        self.shapes = shapes
        self.problem = problem
    }

    public var description: String {
        let of = shapes.map { $0.isEmpty ? "a number" : $0.map(String.init).joined(separator: "×") }.joined(
            separator: ", ")
        return "\(operation)\(of.isEmpty ? "" : " of \(of)"): \(problem)"
    }
}

extension TensorError: BadInput {
    public var faults: [Fault] {
        [
            Fault(
                "the training library failed: \(description)",
                remedy: "use a smaller --batch where memory ran out, and `naxdse nas resume`")
        ]
    }
}
