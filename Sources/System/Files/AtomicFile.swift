import Glibc

/// Writes whole files: who reads the path sees the old content or the new, never a part.
///
/// ```swift
/// try AtomicFile.write(figure.svg(width: .column), to: "breakdown.svg")
/// ```
///
/// A file that was read as an input (``ReadLog``) is never replaced.
public enum AtomicFile {
    /// Writes to a new file beside the path and gives it the path's name when all of it is on the disk.
    /// What is there and is no regular file (a pipe, `/dev/stdout`) is written to directly.
    ///
    /// - Throws: ``FileError`` when the file cannot be written; what was there before is then untouched.
    public static func write(_ text: String, to path: String) throws(FileError) {
        try write(bytes: Array(text.utf8), to: path)
    }

    /// As ``write(_:to:)`` for what is no text.
    public static func write(bytes: [UInt8], to path: String) throws(FileError) {
        guard !path.utf8.contains(0) else { throw FileError(path, "its path has a NUL character", hint: "take it out") }
        var status = stat()
        let exists = withPath(path) { stat($0, &status) } == 0
        let isRegular = exists && status.st_mode & S_IFMT == S_IFREG
        if exists, !isRegular {
            let file = withPath(path) { open($0, O_WRONLY | O_CLOEXEC) }
            guard file >= 0 else { throw FileError(writing: path) }
            defer { close(file) }
            guard writeAll(bytes, to: file) else { throw FileError(writing: path) }
            return
        }
        // A symbolic link stays one: it is what it leads to that gets replaced.
        let target = exists ? realPath(path) ?? path : path
        if exists, ReadLog.current?.protects(target) == true { throw FileError(replacingInput: path) }
        var tries = 0
        while true {
            let part = try Part(of: target, for: path)
            defer { part.close() }
            if exists { fchmod(part.descriptor, status.st_mode & 0o7777) }
            if writeAll(bytes, to: part.descriptor), fsync(part.descriptor) == 0, part.becomes(target) { return }
            let error = FileError(writing: path)
            let isGone = errno == ENOENT && PathKind(folder(of: target)) == .folder
            part.discard()
            tries += 1
            // Another process that began at the same moment may have taken it for a leftover.
            guard isGone, tries < 3 else { throw error }
        }
    }

    /// Writes all of a text to an open file.
    /// - Parameter name: what errors call it.
    public static func write(_ text: String, to descriptor: Int32, named name: String) throws(FileError) {
        guard writeAll(Array(text.utf8), to: descriptor) else { throw FileError(writing: name) }
    }

    private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            var done = 0
            while done < bytes.count {
                let count = unistd_write(file, bytes.baseAddress! + done, bytes.count - done)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
    }
}

private func unistd_write(_ file: Int32, _ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
    write(file, bytes, count)
}
