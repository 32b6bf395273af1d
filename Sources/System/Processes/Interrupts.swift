import Glibc
import Synchronization

/// Ctrl-C (SIGINT) and SIGTERM as a flag that long work looks at between its steps.
public enum Interrupts {
    /// From now on the first of them raises the flag; a second ends the process at once.
    public static func heed() {
        raised.store(false, ordering: .relaxed)
        // Whoever started this process may have blocked them.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                raised.store(true, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
        }
    }

    /// Whether a signal has come since ``heed()``; never false again.
    public static var areRaised: Bool { raised.load(ordering: .relaxed) }

    /// A file that may not grow is then an error of the write, told like a full disk, and not the end of the process.
    public static func ignoreFileSizeLimit() { signal(SIGXFSZ, SIG_IGN) }
}

/// A signal handler reaches globals alone; a lock-free store is what it may do.
private let raised = Atomic(false)
