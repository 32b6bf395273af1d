import System

/// One thing that is wrong in a file, with what would be right.
///
///     hardware/mine.xml:12:17: error: '64 ns' is a time; an energy is wanted, such as '1.67 pJ'
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
    /// An error stops the reading; a warning does not.
    public enum Severity: String, Hashable, Sendable {
        case error, warning
    }

    /// Printed between the place and the words.
    public var severity: Severity
    /// Where it is wrong: of an attribute's value its first character.
    public var location: SourceLocation
    /// What is wrong.
    public var message: String
    /// What would be right.
    public var hint: String

    /// - Parameter hint: what would be right, after a semicolon.
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
    /// Errors and warnings, in the order in which they are told.
    public var diagnostics: [Diagnostic]

    /// - Parameter diagnostics: at least one of them an error.
    public init(_ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }

    /// One line a diagnostic.
    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
