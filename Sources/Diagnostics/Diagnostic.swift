import System

/// One thing that is wrong in a file, with what would be right.
///
///     hardware/mine.xml:12:17: error: '64 ns' is a time; an energy is wanted, such as '1.67 pJ'
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
    public enum Severity: String, Hashable, Sendable {
        case error, warning
    }

    public var severity: Severity
    public var location: SourceLocation
    /// What is wrong.
    public var message: String
    /// What would be right.
    public var hint: String

    public init(_ severity: Severity = .error, at location: SourceLocation, _ message: String, hint: String) {
        self.severity = severity
        self.location = location
        self.message = message
        self.hint = hint
    }

    /// On one line, with what a terminal would act on made visible.
    public var description: String { "\(location): \(severity.rawValue): \(message); \(hint)".visibleOnOneLine }
}

/// Everything that is wrong with an input, in the order of its files and lines.
public struct InvalidInput: Error, Hashable, Sendable, CustomStringConvertible {
    public var diagnostics: [Diagnostic]

    public init(_ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }

    /// One line a diagnostic.
    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
