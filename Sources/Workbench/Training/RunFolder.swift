import CoSearch
import Diagnostics
import Optimisation
import Reports
import System
import Tensors

/// The folder of a run: `run.json`, what it was begun with, and `checkpoint.safetensors`, where it stands.
package struct RunFolder {
    package let path: String

    package var recordPath: String { "\(path)/run.json" }
    package var checkpointPath: String { "\(path)/checkpoint.safetensors" }

    /// Begins a run in a folder that is made where it is not there.
    /// - Throws: where a run is there already, or the folder cannot be made.
    package init(creating path: String, _ record: RunRecord) throws {
        self.path = path
        guard PathKind("\(path)/run.json") == nil else {
            throw InputError(
                "'\(path)' holds a run already",
                hint: "go on with it (naxdse nas resume \(path)), or give another folder")
        }
        guard PathKind("\(path)/checkpoint.safetensors") == nil else {
            throw InputError(
                "'\(path)' holds a checkpoint.safetensors that is of no run there",
                hint: "move it, or give another folder")
        }
        do throws(FileError) { try makeFolder(path) } catch {
            throw InputError(
                "folder '\(path)' cannot be made: \(error.reason)", hint: "give a path in a folder that can be written")
        }
        try AtomicFile.write(record.text(), to: recordPath)
    }

    /// A run that there is.
    package init(_ path: String) { self.path = path }

    package func record() throws -> RunRecord { try RunRecord(reading: recordPath).located(in: absolute(path)) }

    /// Whether an epoch has ended, so that there are weights.
    package var hasCheckpoint: Bool { PathKind(checkpointPath) != nil }

    /// Recipe and reports of the checkpoint; nil before the first epoch has ended.
    /// - Throws: where it is no checkpoint of what `run.json` says.
    package func notes() throws -> CheckpointNotes? {
        guard hasCheckpoint else { return nil }
        let notes = try CheckpointNotes(SafeTensors(checkpointPath)), record = try record()
        guard notes.recipe == record.recipe, try notes.decision == nil || notes.decision == record.decision(),
            notes.reports.count <= record.recipe.epochs
        else {
            throw InputError(
                "\(recordPath) does not say what \(checkpointPath) is of: another recipe, other choices, or another kind of run",
                hint: "restore the file that was changed, or begin another run")
        }
        return notes
    }

    /// The checkpoint as it is now, to begin another run with.
    /// - Throws: before the first epoch has ended.
    package func checkpoint() throws -> InputFile {
        _ = try record()
        guard let file = InputFile(hashing: checkpointPath) else {
            throw InputError(
                "the run in '\(path)' has not ended an epoch: there are no weights to begin with",
                hint: "go on with it: naxdse nas resume \(path)")
        }
        return InputFile(path: absolute(checkpointPath), sha256: file.sha256)
    }

    /// How far a run is.
    package struct Progress {
        /// Epochs that have ended.
        package var epochs: Int
        /// Steps of the next.
        package var step: Int
        /// What the last epoch gave.
        package var last: EpochReport?
    }

    /// Does the epochs that are left, each stored when it ends; Ctrl-C and SIGTERM stop it.
    /// - Throws: `Stopped` where it was stopped.
    package func run(_ training: TrainingRun, progress: (Progress) -> Void) throws {
        let decision = try record().decision()
        let stop = StopSignal(onInterrupt: true)
        while !training.isDone {
            let before = training.reports.count
            let report: EpochReport
            do {
                report = try training.epoch { step, _ in
                    progress(Progress(epochs: before, step: step, last: training.reports.last))
                    if stop.isStopped { throw Interrupted() }
                }
            } catch is Interrupted {
                throw Stopped(
                    "stopped in epoch \(before + 1) of \(training.recipe.epochs)",
                    next: before > 0
                        ? "go on after epoch \(before) with `naxdse nas resume \(path)`"
                        : "begin again with `naxdse nas resume \(path)`", isKept: true)
            }
            try training.save(to: checkpointPath, decision: decision)
            progress(Progress(epochs: report.epoch, step: 0, last: report))
        }
    }

    private struct Interrupted: Error {}
}
