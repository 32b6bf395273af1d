import System

/// One thing that a user's input is to blame for.
public struct Fault: Hashable, Sendable {
    /// Printed between the place and the words.
    public var severity = Diagnostic.Severity.error
    /// Nil for what stands in no file: a name on the command line, a study.
    public var place: SourceLocation?
    /// What is wrong.
    public var problem: String
    /// What would be right; "" where the problem says it.
    public var remedy = ""

    /// - Parameter remedy: what would be right; "" where the problem says it.
    public init(_ problem: String, remedy: String = "", at place: SourceLocation? = nil) {
        self.problem = problem
        self.remedy = remedy
        self.place = place
    }

    /// The same, told as a fault.
    public init(_ diagnostic: Diagnostic) {
        severity = diagnostic.severity
        place = diagnostic.location
        problem = diagnostic.message
        remedy = diagnostic.hint
    }

    /// `place: error: what is wrong; what would be right`
    public var line: String {
        "\(place?.description ?? "naxdse"): \(severity.rawValue): \(words)".visibleOnOneLine
    }

    /// Problem and remedy.
    public var words: String { remedy.isEmpty ? problem : "\(problem); \(remedy)" }
}
