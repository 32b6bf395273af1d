import Reports
import Search
import Synchronization
import System

/// The line that tells how a search is going, on a terminal alone.
final class SearchProgress: Sendable {
    let isShown: Bool
    private let objectives: [Objective]
    private let line: Mutex<ProgressLine>

    init(_ study: Study, target: Int?) {
        let terminal = Terminal.standardError
        isShown = terminal.isInteractive
        objectives = study.record.objectives
        line = Mutex(ProgressLine(of: "trials", total: target, alreadyDone: study.trials, on: terminal) { text in
            Output.progress(text)
        })
    }

    func update(_ progress: StudyProgress) {
        // On a narrow terminal the end is cut off: what tells most about the whole front comes first.
        var notes = progress.hypervolume.map { ["hypervolume \($0.text(significant: 4))"] } ?? []
        notes += zip(objectives, progress.best).compactMap { objective, best in
            best.map { "\(objective.measure) \(MeasureScale(objective.measure, of: [$0]).labelled($0))" }
        }
        if objectives.count > 1 { notes.append("front \(progress.front)") }
        line.withLock { $0.update(done: progress.trials, note: notes.joined(separator: "  ")) }
    }

    /// What a strategy says of itself while it works for long before it answers.
    func update(_ words: String) { line.withLock { $0.update(words: words) } }

    func finish() { line.withLock { $0.finish() } }
}
