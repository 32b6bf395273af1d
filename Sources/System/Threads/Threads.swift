import Glibc
import Synchronization

/// Runs an action on so many threads at once, the calling one among them, and
/// waits for all.
///
/// Threads of the system, and not tasks of Swift's pool, as evaluators may
/// block on other programs and a user may ask for more threads than cores.
/// - Throws: the first error of an action, after all have ended.
public func onThreads(_ count: Int, _ action: @escaping @Sendable () throws -> Void) throws {
    guard count > 1 else { return try action() }
    let run = SharedRun(action)
    var threads: [pthread_t] = []
    for _ in 1..<count {
        let argument = Unmanaged.passRetained(run).toOpaque()
        var thread = pthread_t()
        let failed =
            pthread_create(
                &thread, nil,
                {
                    Unmanaged<SharedRun>.fromOpaque($0!).takeRetainedValue().perform()
                    return nil
                }, argument) != 0
        if !failed { threads.append(thread) }
        // Without another thread those that there are do the work.
        if failed { Unmanaged<SharedRun>.fromOpaque(argument).release() }
    }
    run.perform()
    for thread in threads { pthread_join(thread, nil) }
    try run.rethrow()
}

private final class SharedRun: Sendable {
    private let action: @Sendable () throws -> Void
    private let failure = Mutex<(any Error)?>(nil)

    init(_ action: @escaping @Sendable () throws -> Void) { self.action = action }

    func perform() {
        do { try action() } catch { failure.withLock { $0 = $0 ?? error } }
    }

    func rethrow() throws {
        if let error = failure.withLock({ $0 }) { throw error }
    }
}

/// Lets a thread sleep.
public func pause(seconds: Double) { usleep(UInt32(seconds * 1e6)) }

/// Cores that this process may use.
public var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
