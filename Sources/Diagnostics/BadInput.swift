import System

/// What a user's input is to blame for: told as it stands, with exit code 1. Anything else that is thrown is a bug.
///
/// Errors of every module are this where a user can meet them, so that one place says how each is told.
public protocol BadInput: Error {
    /// In the order in which they are told.
    var faults: [Fault] { get }
}

/// Input that is wrong outside any file: a name on the command line, a folder.
public struct InputError: BadInput {
    /// What is wrong.
    public var problem: String
    /// What would be right.
    public var hint: String

    /// - Parameter hint: what would be right.
    public init(_ problem: String, hint: String) {
        self.problem = problem
        self.hint = hint
    }

    public var faults: [Fault] { [Fault(problem, remedy: hint)] }
}

extension InvalidInput: BadInput {
    public var faults: [Fault] { diagnostics.map(Fault.init) }
}

extension FileError: BadInput {
    public var faults: [Fault] { [Fault("cannot be written: \(reason)", remedy: hint, at: SourceLocation(file: path))] }
}
