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
/// - Parameter path: of the file whose folder is locked.
func withFolderLock<T, E: Error>(of path: String, _ action: () throws(E) -> T) throws(E) -> T {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
    let descriptor = open(String(folder), O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    if descriptor >= 0 {
        while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    }
    return try action()
}
