/// What a storage knows of a worker.
public struct WorkerRecord: Hashable, Sendable {
    /// Whether a worker still works on its study.
    public enum State: String, Hashable, Sendable {
        case working
        /// It ended of itself.
        case left
        /// It was killed, or has not been heard of for longer than its lease.
        case lost
    }

    /// The process, and the machine on which it runs or ran.
    public var worker: Worker
    /// By its heartbeat and, on the same machine, by whether its process still runs.
    public var state: State
    /// Trials that it evaluated and stored.
    public var stored: Int
    /// Trials that it had claimed when it was lost, and that others were given.
    public var released: Int

    /// The machine, as it calls itself.
    public var host: String { worker.host.split(separator: " ").first.map(String.init) ?? worker.host }
}
