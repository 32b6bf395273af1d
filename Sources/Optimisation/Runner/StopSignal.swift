import Synchronization
import System

/// Asks a running study to stop when what it is evaluating has been stored.
public final class StopSignal: Sendable {
    private let flag = Atomic(false)
    private let heedsInterrupts: Bool

    /// - Parameter onInterrupt: whether Ctrl-C (SIGINT) and SIGTERM stop the
    ///   study as well. A second Ctrl-C then ends the process at once, which
    ///   loses nothing that was stored.
    public init(onInterrupt: Bool = false) {
        heedsInterrupts = onInterrupt
        if onInterrupt { Interrupts.heed() }
    }

    /// Gives the signal, which cannot be taken back. May be called from any thread.
    public func stop() { flag.store(true, ordering: .relaxed) }

    /// Whether the signal was given, or an interrupt came where those are heeded.
    public var isStopped: Bool { flag.load(ordering: .relaxed) || (heedsInterrupts && Interrupts.areRaised) }
}
