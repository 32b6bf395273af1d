import Glibc

/// A lock on the folder of a file, held as long as the value lives.
///
/// The lock is on the folder, not on the file: closing a descriptor of a file would drop the locks that another library
/// holds on it. It leaves nothing behind, and ends with the process. A file system without such locks goes without.
///
/// Whoever started this process under the folder's own lock (`flock . naxdse …`, as in a line of cron) holds it for as
/// long as this process runs, on a descriptor that this process has from it: that counts as holding it.
public final class FolderLock {
    private let descriptor: Int32

    /// Locks the folder that a path is in.
    ///
    /// - Parameters:
    ///   - path: of a file in the folder.
    ///   - patience: seconds to wait for the lock.
    ///   - notice: told the folder when it has been waited for for a second.
    /// - Returns: nil where another process holds the lock for longer than that.
    public init?(beside path: String, patience: Double, notice: ((String) -> Void)? = nil) {
        let folder = folder(of: path)
        descriptor = withPath(folder) { open($0, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0, !isLocked(descriptor, within: 0), !holdsInheritedLock(on: descriptor) else { return }
        if isLocked(descriptor, within: min(patience, 1)) { return }
        notice?(folder)
        if !isLocked(descriptor, within: patience - 1) { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}

/// Tries to lock a folder, again and again until so many seconds have passed.
/// - Returns: whether it is locked now, or cannot be locked by anybody.
private func isLocked(_ descriptor: Int32, within seconds: Double) -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var wait = 0.001
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        guard errno == EWOULDBLOCK || errno == EINTR else { return true }
        guard .now < deadline else { return false }
        pause(seconds: wait)
        wait = min(2 * wait, 0.1)
    }
    return true
}

/// Whether a descriptor that was open when this process began holds the folder's lock. Such a lock belongs to the open
/// file, not to a process: taking it again by that descriptor succeeds, and by any other it fails.
private func holdsInheritedLock(on folder: Int32) -> Bool {
    var wanted = stat()
    guard fstat(folder, &wanted) == 0 else { return false }
    // flock(1) hands on a low number; scripts choose one up to 255 (`exec 200< .`).
    return (Int32(3)..<256).contains { descriptor in
        var found = stat()
        guard descriptor != folder, fstat(descriptor, &found) == 0, found.st_dev == wanted.st_dev,
            found.st_ino == wanted.st_ino,
            fcntl(descriptor, F_GETFD) & FD_CLOEXEC == 0
        else { return false }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }
}
