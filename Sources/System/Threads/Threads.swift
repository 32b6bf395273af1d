import Glibc

/// Runs an action on so many threads at once, the calling one among them, and
/// waits for all.
///
/// Threads of the system, and not tasks of Swift's pool, as evaluators may
/// block on other programs and a user may ask for more threads than cores.
public func onThreads(_ count: Int, _ action: @escaping @Sendable () -> Void) {
    guard count > 1 else { return action() }
    let run = SharedRun(action)
    var threads: [pthread_t] = []
    for _ in 1..<count {
        let argument = Unmanaged.passRetained(run).toOpaque()
        var thread = pthread_t()
        let failed =
            pthread_create(
                &thread, nil,
                {
                    Unmanaged<SharedRun>.fromOpaque($0!).takeRetainedValue().action()
                    return nil
                }, argument) != 0
        if !failed { threads.append(thread) }
        // Without another thread those that there are do the work.
        if failed { Unmanaged<SharedRun>.fromOpaque(argument).release() }
    }
    run.action()
    for thread in threads { pthread_join(thread, nil) }
}

private final class SharedRun: Sendable {
    let action: @Sendable () -> Void

    init(_ action: @escaping @Sendable () -> Void) { self.action = action }
}

/// Lets a thread sleep.
public func pause(seconds: Double) { usleep(UInt32(seconds * 1e6)) }

/// Cores that this process may use.
public var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
