import Glibc

/// One end of a pipe, closed with the value.
public final class PipeEnd: Sendable {
    /// How far a read or write came: so many bytes, none for now, or never again.
    public enum Progress { case done(Int), later, broken }

    let descriptor: Int32

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
        // Not for other programs that this process starts.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { _ = close(descriptor) }

    /// A new pipe.
    /// - Throws: where the system has no more of them.
    public static func pair() throws(SystemError) -> (reading: PipeEnd, writing: PipeEnd) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw .last }
        return (PipeEnd(ends[0]), PipeEnd(ends[1]))
    }

    /// Ends the pipe before the value goes: the other side sees its end.
    public func detach() {
        let nowhere = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard nowhere >= 0 else { return }
        _ = dup2(nowhere, descriptor)
        _ = close(nowhere)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    /// Reads and writes then never wait.
    public func makeNonBlocking() { _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) }

    /// Writes what the pipe takes.
    public func write(_ bytes: ArraySlice<UInt8>) -> Progress {
        withoutBrokenPipeSignal {
            bytes.withUnsafeBytes { progress(systemWrite(descriptor, $0.baseAddress, $0.count)) }
        }
    }

    /// Adds what there is to read.
    public func read(into buffer: inout [UInt8]) -> Progress {
        var result = Progress.later
        buffer += [UInt8](unsafeUninitializedCapacity: 65536) { bytes, count in
            let got = systemRead(descriptor, bytes.baseAddress, 65536)
            result = progress(got)
            count = max(0, got)
        }
        return result
    }

    /// Waits until the pipe is ready or broken, or a second has passed.
    /// - Returns: false when the deadline passed.
    public func wait(toWrite: Bool, until deadline: ContinuousClock.Instant) -> Bool {
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { return false }
        var request = pollfd(fd: descriptor, events: Int16(toWrite ? POLLOUT : POLLIN), revents: 0)
        _ = poll(&request, 1, Int32(min(left / .milliseconds(1), 1000).rounded(.up)))
        return true
    }

    private func progress(_ count: Int) -> Progress {
        if count > 0 { return .done(count) }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? .later : .broken
    }
}

// The methods above have the names of the C library's functions.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, bytes, count)
}

/// A write to a pipe that nobody reads raises SIGPIPE, which would end the process;
/// it is held back in this thread alone and taken out again.
private func withoutBrokenPipeSignal<T>(_ action: () -> T) -> T {
    var brokenPipe = sigset_t(), old = sigset_t(), pending = sigset_t()
    sigemptyset(&brokenPipe)
    sigaddset(&brokenPipe, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &brokenPipe, &old)
    let result = action()
    sigpending(&pending)
    if sigismember(&pending, SIGPIPE) == 1 {
        var number: Int32 = 0
        sigwait(&brokenPipe, &number)
    }
    pthread_sigmask(SIG_SETMASK, &old, nil)
    return result
}
