#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Runs an action while no other process runs one under the same folder's lock.
///
/// Making a new study file takes several transactions (SQLite's journal mode, the migrator's own table, each
/// migration), and two processes that begin a study at the same moment must not see each other's half. The lock is on
/// the folder, not on the file: closing a descriptor of the file would drop the locks that SQLite holds on it. It leaves
/// nothing behind, and ends with the process. A file system without such locks goes without.
///
/// Whoever started this process under the folder's own lock (`flock . naxdse …`, as in a line of cron) holds it for as
/// long as this process runs, on a descriptor that this process has from it: the action then runs under that.
///
/// - Parameters:
///   - path: of the file whose folder is locked.
///   - patience: seconds to wait for the lock.
///   - notice: told that it is waited for, after a second.
/// - Throws: what the action throws; `StorageError` where another process holds the lock for longer than that.
func withFolderLock<T>(
    of path: String, patience: Double, notice: (@Sendable (String) -> Void)? = nil, _ action: () throws(StorageError) -> T
) throws(StorageError) -> T {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    if descriptor >= 0, !isLocked(descriptor, within: 0), !holdsInheritedLock(on: descriptor) {
        if isLocked(descriptor, within: min(patience, 1)) { return try action() }
        notice?("waiting up to \(patience) s for another program that has locked folder \(folder)")
        guard isLocked(descriptor, within: patience - 1) else {
            throw StorageError(
                .locked, "another program has held a lock on folder \(folder) for \(patience) s, and \(path) cannot be opened",
                hint: "end that program; a job of your own is better kept single by a lock on another file than on this folder: flock /tmp/NAME.lock naxdse …")
        }
    }
    return try action()
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
        guard descriptor != folder, fstat(descriptor, &found) == 0, found.st_dev == wanted.st_dev, found.st_ino == wanted.st_ino,
            fcntl(descriptor, F_GETFD) & FD_CLOEXEC == 0 else { return false }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }
}
