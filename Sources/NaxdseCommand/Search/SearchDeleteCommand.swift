import ArgumentParser
import Diagnostics
import Optimisation
import System
import Workbench

/// `naxdse search delete STUDY`
struct SearchDeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete a study and all its trials; processes that work on it end with an error.",
        discussion: "On a terminal it asks first; elsewhere --yes has to say that it may.")

    @OptionGroup var study: StudyOptions

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    func run() throws {
        try study.storage.use(.existing) { storage in
            let found = try storage.study(named: study.study)
            let what = "study '\(found.record.name)' with \(found.trials) trial\(found.trials == 1 ? "" : "s")"
            if !yes {
                guard isTerminal(0), isTerminal(2) else {
                    throw InputError(
                        "\(what) in \(storage.location) is not deleted without being told so",
                        hint: "add --yes if it is to go for ever")
                }
                guard try hasAgreed("Delete \(what) from \(storage.location) for ever? [y/N] ") else {
                    throw InputError("\(what) was not deleted", hint: "answer y to delete it")
                }
            }
            try storage.delete(found)
            try Output.write("deleted \(what) from \(storage.location)\n")
        }
    }

    private func hasAgreed(_ question: String) throws -> Bool {
        Output.progress(question)
        return ["y", "yes"].contains(readLine()?.lowercased())
    }
}
