import Markup
import Networks
import Registration
import Reports
import Search
import System

/// What a user's input is to blame for: told as it stands, exit code 1.
protocol BadInput: Error {
    /// One line or several, each as `place: error: what is wrong; what would be right`.
    var report: String { get }
}

/// Input that is wrong outside any file: a name on the command line, a folder.
struct InputError: BadInput {
    var problem: String
    var hint: String

    init(_ problem: String, hint: String) {
        self.problem = problem
        self.hint = hint
    }

    var report: String { "naxdse: error: \(problem); \(hint)".visibleOnOneLine }
}

extension InvalidInput: BadInput {
    var report: String { description }
}

extension FileError: BadInput {
    var report: String { description.visibleOnOneLine }
}

extension RegistrationError: BadInput {
    var report: String { "naxdse: error: \(message); \(hint)".visibleOnOneLine }
}

extension FileNotFound: BadInput {
    var report: String { "naxdse: error: \(message); \(hint)".visibleOnOneLine }
}

extension NetworkError: BadInput {
    var report: String { "naxdse: error: \(description)".visibleOnOneLine }
}

extension StorageError: BadInput {
    var report: String { "naxdse: error: \(message); \(hint)".visibleOnOneLine }
}

extension StudyError: BadInput {
    var report: String { "naxdse: error: \(description)".visibleOnOneLine }
}

extension StrategyError: BadInput {
    var report: String { "naxdse: error: \(description)".visibleOnOneLine }
}

extension AttributePathError: BadInput {
    var report: String { "naxdse: error: \(message); \(hint)".visibleOnOneLine }
}

extension SweepError: BadInput {
    var report: String { "naxdse: error: \(problem); \(hint)".visibleOnOneLine }
}
