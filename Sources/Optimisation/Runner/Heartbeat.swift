import System

/// Says from time to time, from another thread, that a worker is alive.
struct Heartbeat {
    private let beats: RepeatedAction

    init(_ storage: any StudyStorage, _ worker: Worker) {
        // A beat that fails is no harm: the next may succeed, and without any
        // the work is done by another process as well, to the same result.
        beats = RepeatedAction(every: storage.lease / 3) { try? storage.beat(worker) }
    }

    /// When this returns no beat is under way and none follows: the storage may be closed.
    func stop() { beats.stop() }
}
