import CoSearch
import Quantities
import Reports
import Synchronization
import System

/// The line that tells how training is going, on a terminal alone.
final class EpochProgress: Sendable {
    private let line: Mutex<ProgressLine>
    private let steps: Int

    init(epochs: Int, done: Int, steps: Int) {
        self.steps = steps
        line = Mutex(ProgressLine(of: "steps", total: epochs * steps, alreadyDone: done * steps, on: .standardError) { text in
            Output.progress(text)
        })
    }

    /// - Parameters:
    ///   - epoch: epochs that have ended.
    ///   - last: what the last of them gave.
    func update(epoch: Int, step: Int, last: EpochReport?) {
        let note = last.map { "epoch \($0.epoch)  \($0.words)" } ?? ""
        line.withLock { $0.update(done: epoch * steps + step, note: note) }
    }

    func finish() { line.withLock { $0.finish() } }
}

extension EpochReport {
    /// "loss 0.52  accuracy 81.2 %  validation 79.0 %  energy 412 µJ  …  gates 0.61 open"
    var words: String {
        var words = ["loss \(loss.text(significant: 3))", "accuracy \(percent(accuracy))", "validation \(percent(validation))"]
        if let energy, let delay, let area { words.append("\(Energy(si: energy)) \(Time(si: delay)) \(Area(si: area))") }
        if let entropy { words.append("gates \(entropy.text(significant: 2)) open") }
        return words.joined(separator: "  ")
    }
}

/// "81.25 %"
func percent(_ share: Double) -> String { "\((share * 100).text(significant: 4)) %" }
