import Synchronization
import System

/// What a strategy that works for long within one `ask` owes to whoever waits for it: to say how far it is, and to end
/// when it is told to.
///
/// ```swift
/// while let part = parts.popLast() {
///     try Thinking.pause("\(parts.count) parts left")
///     examine(part)
/// }
/// ```
public enum Thinking {
    /// The run that asks; nil where nobody waits, as in a test of the strategy alone.
    @TaskLocal static var run: Run?

    struct Run: Sendable {
        var stop: StopSignal
        var tell: (@Sendable (String) -> Void)?
        /// When something was told last, so that a terminal is written to a few times a second.
        let last = LastTold()
    }

    final class LastTold: Sendable {
        private let time = Mutex<ContinuousClock.Instant?>(nil)

        /// Whether a quarter of a second has passed since the last time that this said so.
        func isLongAgo() -> Bool {
            let now = ContinuousClock.now
            return time.withLock { last in
                if let last, last.duration(to: now) < .milliseconds(250) { return false }
                last = now
                return true
            }
        }
    }

    /// To be called at least a few times a second; costs some tens of nanoseconds.
    ///
    /// - Parameter words: how far it is, for the line of progress.
    /// - Throws: ``StopRequest`` where the run is to stop. A strategy lets it through: nothing of an ask that throws is
    ///   kept.
    public static func pause(_ words: @autoclosure () -> String) throws(StopRequest) {
        guard let run else { return }
        if run.stop.isStopped { throw StopRequest() }
        if let tell = run.tell, run.last.isLongAgo() { tell(words()) }
    }
}

/// A run was told to stop while its strategy was at work. No fault of anybody's.
public struct StopRequest: Error, Hashable {}
