import Markup
import Networks
import Registration
import Reports
import Search
import System

/// What a user's input is to blame for: told as it stands, exit code 1.
protocol BadInput: Error {
    /// In the order in which they are told.
    var faults: [Fault] { get }
}

extension BadInput {
    /// One line or several, each as `place: error: what is wrong; what would be right`; a line for each cause.
    var report: String { FaultText(faults).text(on: .plain) }
}

/// Input that is wrong outside any file: a name on the command line, a folder.
struct InputError: BadInput {
    var problem: String
    var hint: String

    init(_ problem: String, hint: String) {
        self.problem = problem
        self.hint = hint
    }

    var faults: [Fault] { [Fault(problem, remedy: hint)] }
}

extension InvalidInput: BadInput {
    var faults: [Fault] { diagnostics.map(Fault.init) }
}

extension FileError: BadInput {
    var faults: [Fault] { [Fault("cannot be written: \(reason)", remedy: hint, at: SourceLocation(file: path))] }
}

extension RegistrationError: BadInput {
    var faults: [Fault] { [Fault(message, remedy: hint)] }
}

extension FileNotFound: BadInput {
    var faults: [Fault] { [Fault(message, remedy: hint)] }
}

extension NetworkError: BadInput {
    var faults: [Fault] { [Fault((layer.map { "layer '\($0)': " } ?? "") + problem, remedy: remedy)] }
}

extension StorageError: BadInput {
    var faults: [Fault] { [Fault(message, remedy: hint)] }
}

extension StudyError: BadInput {
    var faults: [Fault] { [Fault(description)] }
}

extension StrategyError: BadInput {
    var faults: [Fault] { [Fault(description)] }
}

extension AttributePathError: BadInput {
    var faults: [Fault] { [Fault(message, remedy: hint)] }
}

extension SweepError: BadInput {
    var faults: [Fault] { [Fault(problem, remedy: hint)] }
}
