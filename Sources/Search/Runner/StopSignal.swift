import Synchronization
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Asks a running study to stop when what it is evaluating has been stored.
public final class StopSignal: Sendable {
    private let flag = Atomic(false)
    private let heedsInterrupts: Bool

    /// - Parameter onInterrupt: whether Ctrl-C (SIGINT) and SIGTERM stop the
    ///   study as well. A second Ctrl-C then ends the process at once, which
    ///   loses nothing that was stored.
    public init(onInterrupt: Bool = false) {
        heedsInterrupts = onInterrupt
        guard onInterrupt else { return }
        interrupted.store(false, ordering: .relaxed)
        // Whoever started this process may have blocked them.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                interrupted.store(true, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
        }
    }

    public func stop() { flag.store(true, ordering: .relaxed) }

    public var isStopped: Bool {
        flag.load(ordering: .relaxed) || (heedsInterrupts && interrupted.load(ordering: .relaxed))
    }
}

/// A signal handler reaches globals alone; a lock-free store is what it may do.
private let interrupted = Atomic(false)
