#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// All bytes of a file.
func readFile(_ path: String) throws(SafeTensorsError) -> [UInt8] {
    func failure() -> SafeTensorsError { SafeTensorsError(path, "it cannot be read: \(lastReason())", hint: "give the path of a file") }
    let file = open(path, O_RDONLY)
    guard file >= 0 else { throw failure() }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure() }
    guard status.st_mode & S_IFMT == S_IFREG else {
        throw SafeTensorsError(path, "it is not a file", hint: "give the path of a file")
    }
    let size = Int(status.st_size)
    var done = 0
    var failed = false
    let content = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        while done < size {
            let more = read(file, buffer.baseAddress! + done, size - done)
            if more < 0, errno == EINTR { continue }
            if more < 0 { failed = true }
            guard more > 0 else { break }
            done += more
        }
        count = done
    }
    if failed { throw failure() }
    return content
}

/// Writes to a new file beside the path, and gives it the path's name when all of it is on the disk.
func writeFile(_ content: [UInt8], to path: String) throws(SafeTensorsError) {
    func failure() -> SafeTensorsError {
        SafeTensorsError(path, "it cannot be written: \(lastReason())", hint: "give a path that can be written")
    }
    let temporary = "\(path).\(getpid()).part"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    guard file >= 0 else { throw failure() }
    let isWritten = writeAll(content, to: file) && fsync(file) == 0
    let error = failure()
    close(file)
    guard isWritten else {
        unlink(temporary)
        throw error
    }
    guard rename(temporary, path) == 0 else {
        let error = failure()
        unlink(temporary)
        throw error
    }
}

private func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
    bytes.withUnsafeBytes { bytes in
        var done = 0
        while done < bytes.count {
            let count = write(file, bytes.baseAddress! + done, bytes.count - done)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }
}

private func lastReason() -> String { String(cString: strerror(errno)) }
