import Cost
import DesignSearch
import Diagnostics
import Optimisation

/// Where a study's search is read from again.
package struct StudySource {
    package let bench: Workbench
    /// Where its search file is now; nil for where it was. It has to mean the same.
    package let search: String?

    package init(_ bench: Workbench, search: String? = nil) {
        self.bench = bench
        self.search = search
    }

    /// The search of a study, to go on with it.
    /// - Throws: all that is wrong with its files, and where they mean something else than when the study was begun.
    package func session(of record: StudyRecord) throws -> SearchSession {
        let kept = "what it found can still be read and written (naxdse search show, best, front and export)"
        guard let meaning = record.meaning else {
            // Nothing says that the numbers would be of the same kind.
            throw InputError(
                "study '\(record.name)' is of an earlier version (\(record.version)), which kept no texts of its inputs and had another cost model than this one",
                hint:
                    "evaluate its points anew (naxdse search reevaluate \(record.name)), or begin another study; \(kept)"
            )
        }
        guard meaning.costModel == CostModel.version else {
            throw InputError(
                "study '\(record.name)' was begun with version \(meaning.costModel) of the cost model, and this naxdse has version \(CostModel.version): their numbers are not to be compared",
                hint:
                    "evaluate its points anew (naxdse search reevaluate \(record.name)), or begin another study; \(kept)"
            )
        }
        let session = try SearchSession(try file(of: record), bench)
        let changes = try MeaningChanges(from: meaning, to: session.meaning)
        guard changes.list.isEmpty else {
            throw InputError(
                "study '\(record.name)' was begun with other inputs: \(changes.words)",
                hint: "restore what changed, or begin another study; \(kept)")
        }
        guard session.setup.problem.space == record.space else {
            throw InputError(
                "study '\(record.name)' was begun by naxdse \(record.version), which made another space of the same inputs",
                hint: "go on with it by that version, or begin another study; \(kept)")
        }
        return session
    }

    /// The search of a study, to write its designs: as it was when the study was begun, whatever its files say now.
    /// - Throws: where a study of an earlier version kept no texts, and its files changed.
    package func sessionOfDesigns(_ record: StudyRecord) throws -> SearchSession {
        if search != nil, record.meaning != nil { return try session(of: record) }
        if let meaning = record.meaning { return try SearchSession(kept: meaning, bench) }
        let session = try SearchSession(try file(of: record), bench)
        guard session.inputs.map(\.sha256) != record.inputs.map(\.sha256) || session.setup.problem.space != record.space
        else { return session }
        let changed = record.inputs.filter { old in !session.inputs.contains { $0.sha256 == old.sha256 } }.map(\.path)
        throw InputError(
            "study '\(record.name)' is of an earlier version (\(record.version)), which kept no texts of its inputs, and "
                + (changed.isEmpty ? "the network or the tool" : changed.joined(separator: ", ")) + " changed since",
            hint: "restore what changed, byte by byte, or write the design by that version")
    }

    /// The search of a study as its files say it now, where that means what it meant.
    package func sessionAsWritten(_ record: StudyRecord) throws -> SearchSession {
        let session = try SearchSession(try file(of: record), bench)
        guard let meaning = record.meaning else { return session }
        let changes = try MeaningChanges(from: meaning, to: session.meaning)
        guard changes.list.isEmpty else {
            throw InputError(
                "study '\(record.name)' was begun with other inputs: \(changes.words)", hint: "restore what changed")
        }
        return session
    }

    private func file(of record: StudyRecord) throws -> String {
        guard let file = search ?? record.inputs.first?.path else {
            throw InputError("study '\(record.name)' names no search file", hint: "give its search file with --search")
        }
        return file
    }
}
