import Synchronization

/// For how long others have not been heard of, by this process's own clock.
///
/// A beat is a number that changes; when it changed is not read from it. So nothing depends on clocks that agree
/// between machines, or on a wall clock that is set: what counts is the time that this process has watched the same
/// number, on a clock that only goes forward and stands still while the machine sleeps.
final class Silence: Sendable {
    private let clock: @Sendable () -> Double
    private let seen = Mutex<[String: (beat: Double, since: Double)]>([:])

    /// - Parameter clock: seconds from any beginning.
    init(clock: @escaping @Sendable () -> Double = Silence.monotonic) { self.clock = clock }

    /// Seconds since a beat was first seen by this process.
    func seconds(of id: String, beat: Double) -> Double {
        let now = clock()
        return seen.withLock { seen in
            if let last = seen[id], last.beat == beat { return now - last.since }
            seen[id] = (beat, now)
            return 0
        }
    }

    private static let origin = SuspendingClock.now
    @Sendable static func monotonic() -> Double { origin.duration(to: .now) / .seconds(1) }
}
