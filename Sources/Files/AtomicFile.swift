#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Writes whole files: who reads the path sees the old content or the new, never a part.
///
/// ```swift
/// try AtomicFile.write(figure.text, to: "breakdown.svg")
/// ```
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
        var status = stat()
        let exists = stat(path, &status) == 0
        let isRegular = exists && status.st_mode & S_IFMT == S_IFREG
        if exists, !isRegular {
            let file = open(path, O_WRONLY)
            guard file >= 0 else { throw FileError(writing: path) }
            defer { close(file) }
            guard writeAll(bytes, to: file) else { throw FileError(writing: path) }
            return
        }
        // A symbolic link stays one: it is what it leads to that gets replaced.
        let target = exists ? resolved(path) : path
        let temporary = "\(target).\(getpid()).part"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o666)
        guard file >= 0 else { throw FileError(writing: path) }
        if exists { fchmod(file, status.st_mode & 0o7777) }
        let isWritten = writeAll(bytes, to: file) && fsync(file) == 0
        let error = FileError(writing: path)
        close(file)
        guard isWritten else {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, target) == 0 else {
            let error = FileError(writing: path)
            unlink(temporary)
            throw error
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

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}

private func unistd_write(_ file: Int32, _ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
    write(file, bytes, count)
}
