import Markup
import System

/// One thing that a user's input is to blame for.
struct Fault: Hashable, Sendable {
    var severity = Diagnostic.Severity.error
    /// Nil for what stands in no file: a name on the command line, a study.
    var place: SourceLocation?
    /// What is wrong.
    var problem: String
    /// What would be right; "" where the problem says it.
    var remedy = ""

    init(_ problem: String, remedy: String = "", at place: SourceLocation? = nil) {
        self.problem = problem
        self.remedy = remedy
        self.place = place
    }

    init(_ diagnostic: Diagnostic) {
        severity = diagnostic.severity
        place = diagnostic.location
        problem = diagnostic.message
        remedy = diagnostic.hint
    }

    /// `place: error: what is wrong; what would be right`
    var line: String {
        "\(place?.description ?? "naxdse"): \(severity.rawValue): \(words)".visibleOnOneLine
    }

    /// Problem and remedy.
    var words: String { remedy.isEmpty ? problem : "\(problem); \(remedy)" }
}
