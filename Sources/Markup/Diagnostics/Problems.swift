/// Diagnostics collected while reading, so that a file's errors are told all at once.
///
/// ```swift
/// var problems = Problems()
/// let area = element.quantity("area", as: Area.self, &problems)    // nil and a diagnostic when it is wrong
/// …
/// try problems.throwIfAny()
/// ```
public struct Problems: Sendable {
    public private(set) var diagnostics: [Diagnostic] = []

    public init() {}

    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// What did not stop the reading.
    public var warnings: [Diagnostic] { diagnostics.filter { $0.severity == .warning } }

    public mutating func error(at location: SourceLocation, _ message: String, hint: String) {
        diagnostics.append(Diagnostic(.error, at: location, message, hint: hint))
    }

    public mutating func warning(at location: SourceLocation, _ message: String, hint: String) {
        diagnostics.append(Diagnostic(.warning, at: location, message, hint: hint))
    }

    public mutating func append(_ others: [Diagnostic]) {
        diagnostics += others
    }

    /// Throws all diagnostics when one of them is an error.
    public func throwIfAny() throws(InvalidInput) {
        if hasErrors { throw InvalidInput(diagnostics) }
    }
}
