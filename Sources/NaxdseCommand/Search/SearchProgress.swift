import Optimisation
import Reports
import Synchronization
import System
import Workbench

/// The line that tells how a search is going, on a terminal alone.
final class SearchProgress: Sendable {
    let isShown: Bool
    private let objectives: [Objective]
    private let line: Mutex<ProgressLine>

    init(_ study: Study, target: Int?) {
        isShown = Terminal.standardError.isInteractive
        objectives = study.record.objectives
        line = Mutex(ProgressLine(of: "trials", total: target, alreadyDone: study.trials))
    }

    func update(_ progress: StudyProgress) {
        var notes = zip(objectives, progress.best).compactMap { objective, best in
            best.map { "\(objective.measure) \(MeasureScale(objective.measure, of: [$0]).labelled($0))" }
        }
        if objectives.count > 1 { notes.append("front \(progress.front)") }
        if let hypervolume = progress.hypervolume { notes.append("hypervolume \(hypervolume.text(significant: 4))") }
        line.withLock { $0.update(done: progress.trials, notes: notes) }
    }

    /// What a strategy says of itself while it works for long before it answers.
    func update(_ words: String) { line.withLock { $0.update(words: words) } }

    func finish() { line.withLock { $0.finish() } }

    /// Runs something at a pace that tells a line on a terminal how it is going.
    static func shown<T>(_ study: Study, _ pace: SearchPace, _ run: (SearchPace) throws -> T) rethrows -> T {
        let display = SearchProgress(study, target: pace.trials)
        defer { display.finish() }
        var pace = pace
        if display.isShown {
            pace.progress = { display.update($0) }
            pace.thinks = { display.update($0) }
        }
        return try run(pace)
    }
}

extension SearchSession {
    /// Goes on with a study as far as wanted, shows on a terminal how it is going, and says what came of it.
    func run(
        _ study: Study, in storage: any StudyStorage, strategy: StrategyPlugin, pace: PaceOptions, page: PageOptions
    ) throws {
        try Outputs(page: page).check()
        let report = try SearchProgress.shown(study, pace.pace) {
            try carriedOn(study, in: storage, strategy: strategy, pace: $0)
        }
        try page.write { Page(try report.page(in: storage)) }
        try Output.write(pace.json ? report.json.text : report.text(on: .standardOutput))
    }
}
