import Dispatch

/// Something that another thread does from time to time.
public final class RepeatedAction {
    private let timer: any DispatchSourceTimer
    /// Of its own, so that the end of an action can be waited for.
    private let queue = DispatchQueue(label: "naxdse.repeated")

    /// - Parameter seconds: from one to the next; the first is after as long.
    public init(every seconds: Double, _ action: @escaping @Sendable () -> Void) {
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + seconds, repeating: seconds)
        timer.setEventHandler(handler: action)
        timer.resume()
    }

    /// When this returns none is under way and none follows.
    public func stop() {
        timer.cancel()
        queue.sync {}
    }
}
