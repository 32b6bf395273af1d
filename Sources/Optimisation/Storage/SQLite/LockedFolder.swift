import System

/// Runs an action while no other process runs one under the same folder's lock (``System/FolderLock``).
///
/// Making a new study file takes several transactions (SQLite's journal mode, the migrator's own table, each
/// migration), and two processes that begin a study at the same moment must not see each other's half.
///
/// - Parameters:
///   - path: of the file whose folder is locked.
///   - patience: seconds to wait for the lock.
///   - notice: told that it is waited for, after a second.
/// - Throws: what the action throws; `StorageError` where another process holds the lock for longer than that.
func withFolderLock<T>(
    of path: String, patience: Double, notice: (@Sendable (String) -> Void)? = nil,
    _ action: () throws(StorageError) -> T
) throws(StorageError) -> T {
    let lock = FolderLock(beside: path, patience: patience) { folder in
        notice?("waiting up to \(patience) s for another program that has locked folder \(folder)")
    }
    guard let lock else {
        throw StorageError(
            .locked,
            "another program has held a lock on folder \(folder(of: path)) for \(patience) s, and \(path) cannot be opened",
            hint:
                "end that program; a job of your own is better kept single by a lock on another file than on this folder: flock /tmp/NAME.lock naxdse …"
        )
    }
    return try withExtendedLifetime(lock) { () throws(StorageError) in try action() }
}
