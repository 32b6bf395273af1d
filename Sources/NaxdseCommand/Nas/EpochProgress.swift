import CoSearch
import Quantities
import Reports
import Synchronization
import System
import Workbench

/// The line that tells how training is going, on a terminal alone.
final class EpochProgress: Sendable {
    private let line: Mutex<ProgressLine>
    private let steps: Int

    init(_ training: TrainingRun) {
        steps = training.stepsPerEpoch
        let (epochs, done) = (training.recipe.epochs, training.reports.count)
        line = Mutex(ProgressLine(of: "steps", total: epochs * steps, alreadyDone: done * steps))
    }

    func update(_ progress: RunFolder.Progress) {
        let notes = progress.last.map { ["epoch \($0.epoch)", $0.words] } ?? []
        line.withLock { $0.update(done: progress.epochs * steps + progress.step, notes: notes) }
    }

    func finish() { line.withLock { $0.finish() } }
}

extension RunFolder {
    /// Does the epochs that are left, and shows on a terminal how far they are.
    func runShown(_ training: TrainingRun) throws {
        let display = EpochProgress(training)
        defer { display.finish() }
        try run(training, progress: display.update)
    }
}
