import Dispatch

/// Says from time to time, from another thread, that a worker is alive.
final class Heartbeat {
    private let timer: any DispatchSourceTimer
    /// Of its own, so that the end of a beat can be waited for.
    private let queue = DispatchQueue(label: "naxdse.heartbeat")

    init(_ storage: any StudyStorage, _ worker: Worker) {
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + storage.lease / 3, repeating: storage.lease / 3)
        // A beat that fails is no harm: the next may succeed, and without any
        // the work is done by another process as well, to the same result.
        timer.setEventHandler { try? storage.beat(worker) }
        timer.resume()
    }

    /// When this returns no beat is under way and none follows: the storage may be closed.
    func stop() {
        timer.cancel()
        queue.sync {}
    }
}
