import System

/// Diagnostics collected while reading, so that a file's errors are told all at once.
///
/// ```swift
/// var problems = Problems()
/// let area = element.quantity("area", as: Area.self, &problems)    // nil and a diagnostic when it is wrong
/// …
/// try problems.throwIfAny()
/// ```
public struct Problems: Sendable {
    /// Errors and warnings, in the order in which they were found.
    public private(set) var diagnostics: [Diagnostic] = []

    /// Nothing has been found yet.
    public init() {}

    /// Whether there is more than warnings.
    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// What did not stop the reading.
    public var warnings: [Diagnostic] { diagnostics.filter { $0.severity == .warning } }

    /// Notes what is wrong, to be thrown with all else by ``throwIfAny()``.
    public mutating func error(at location: SourceLocation, _ message: String, hint: String) {
        diagnostics.append(Diagnostic(.error, at: location, message, hint: hint))
    }

    /// Notes what is odd but can be read.
    public mutating func warning(at location: SourceLocation, _ message: String, hint: String) {
        diagnostics.append(Diagnostic(.warning, at: location, message, hint: hint))
    }

    /// Adds what was found elsewhere, after what was found here.
    public mutating func append(_ others: [Diagnostic]) {
        diagnostics += others
    }

    /// Throws all diagnostics when one of them is an error.
    public func throwIfAny() throws(InvalidInput) {
        if hasErrors { throw InvalidInput(diagnostics) }
    }

    /// The same in the order of the files, and in a file of lines and columns; what stands at one place stays in its
    /// order. Of several with the same words at one place (a schema and a reader may both find a value wrong) the first
    /// stays.
    public func ordered(as files: [InputFile]) -> Problems {
        func stands(_ first: SourceLocation, before second: SourceLocation) -> Bool {
            if first.file == second.file { return (first.line, first.column) < (second.line, second.column) }
            let ranks = [first, second].map { place in files.firstIndex { $0.path == place.file } ?? files.count }
            return ranks[0] < ranks[1]
        }
        var result = Problems()
        struct Said: Hashable { var location: SourceLocation, message: String }
        var said: Set<Said> = []
        // The standard library's sort is stable.
        for diagnostic in diagnostics.sorted(by: { stands($0.location, before: $1.location) })
        where said.insert(Said(location: diagnostic.location, message: diagnostic.message)).inserted {
            result.diagnostics.append(diagnostic)
        }
        return result
    }
}
