import Markup

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Largest file of numbers that is read, in bytes: a 4096×4096 crossbar at 24 characters a cell, twice.
let gridSizeLimit = 800 << 20

/// The bytes of a regular file.
///
/// - Parameter content: what is wanted, for messages.
/// - Throws: a diagnostic at its first character when there is none, or it cannot be read.
func bytesOfFile(
    _ path: String, of content: String = "comma-separated values", limit: Int = gridSizeLimit
) throws(InvalidInput) -> [UInt8] {
    func failure(_ message: String, _ hint: String) -> InvalidInput {
        InvalidInput([Diagnostic(at: SourceLocation(file: path, line: 1, column: 1), message, hint: hint)])
    }
    let unreadable = "give the path of a file of \(content) that can be read"
    guard !path.utf8.contains(0) else { throw failure("the path holds a NUL character", unreadable) }
    // Opening a pipe that nobody writes to would wait for ever without O_NONBLOCK.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure("cannot be opened: \(String(cString: strerror(errno)))", unreadable) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        throw failure("is not a regular file", unreadable)
    }
    guard status.st_size <= limit else { throw failure("is larger than \(limit >> 20) MiB", "give a smaller one") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw failure("cannot be read: \(String(cString: strerror(errno)))", unreadable) }
        if count == 0 { return bytes }
        bytes += buffer[..<count]
        guard bytes.count <= limit else { throw failure("is larger than \(limit >> 20) MiB", "give a smaller one") }
    }
}
