import Diagnostics
import Foundation
import Optimisation
import Synchronization

/// Begins to evaluate when so many processes have come to evaluate something, each with a claim: all of them do a part,
/// however the machine divides its time.
final class TogetherEvaluator<Inner: Evaluator>: Evaluator {
    let inner: Inner
    var grain: Int { inner.grain }
    private let processes: Int
    private let folder: URL
    private let isComplete = Mutex(false)

    /// - Parameter folder: one of theirs alone, by which they know of each other.
    init(of processes: Int, in folder: String, _ inner: Inner) {
        self.processes = processes
        self.folder = URL(filePath: folder)
        self.inner = inner
    }

    func evaluate(_ points: ArraySlice<Point>, problem: Problem) throws -> [Outcome] {
        try isComplete.withLock { isComplete in
            if isComplete { return }
            try mark("begun", in: folder)
            try wait(for: processes, "begun", in: folder)
            isComplete = true
        }
        return try inner.evaluate(points, problem: problem)
    }
}

/// Notes for other processes that this one has come to something.
func mark(_ what: String, in folder: URL) throws { try Data().write(to: folder.appending(path: "\(what) \(getpid())")) }

/// Returns when so many processes have noted it.
func wait(for processes: Int, _ what: String, in folder: URL) throws {
    while try FileManager.default.contentsOfDirectory(atPath: folder.path).count(where: { $0.hasPrefix("\(what) ") })
        < processes
    { usleep(1000) }
}
