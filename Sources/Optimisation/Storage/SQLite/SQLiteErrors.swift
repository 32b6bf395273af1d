import GRDB

/// Runs an action and puts whatever SQLite complains about into the user's words.
func translated<T>(_ path: String, _ action: () throws -> T) throws(StorageError) -> T {
    do {
        return try action()
    } catch let error as StorageError {
        throw error
    } catch let error as DatabaseError {
        throw StorageError(error, path)
    } catch {
        throw StorageError(
            .damaged, "\(path) holds what no study holds: \(error)", hint: "restore the file from a copy")
    }
}

extension StorageError {
    init(_ error: DatabaseError, _ path: String) {
        let said = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_NOTADB:
            self.init(.damaged, "\(path) is no study file", hint: "name a file that naxdse made, or a new one")
        case .SQLITE_CORRUPT:
            self.init(
                .damaged, "\(path) is damaged (\(said))",
                hint: "restore it from a copy, or recover what is left with `sqlite3 \(path) .recover`")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.locked, "\(path) is locked by another process", hint: "wait for that process, or end it")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(
                .readOnly, "\(path) cannot be written (\(said))",
                hint: "give yourself the right to write it and its folder, or copy it")
        case .SQLITE_FULL:
            self.init(
                .full, "the disk is full: \(path) could not grow",
                hint: "make room and resume; nothing that was stored is lost")
        case .SQLITE_CANTOPEN:
            self.init(
                .inaccessible, "\(path) cannot be opened (\(said))",
                hint: "check that its folder exists and that you may write there")
        case .SQLITE_IOERR:
            self.init(
                .inaccessible, "\(path) cannot be read or written (\(said))",
                hint: "check the disk; nothing that was stored before is lost")
        case .SQLITE_ERROR, .SQLITE_SCHEMA, .SQLITE_MISMATCH, .SQLITE_CONSTRAINT, .SQLITE_TOOBIG:
            self.init(
                .damaged, "\(path) is not in the form that this version writes (\(said))",
                hint: "restore it from a copy")
        default:
            self.init(.inaccessible, "\(path): \(said)", hint: "check the file and the disk")
        }
    }
}
