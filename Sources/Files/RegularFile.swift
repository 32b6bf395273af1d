#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads regular files: no folder, pipe or device, which could wait for ever or have no end.
///
/// ```swift
/// let bytes = try RegularFile.bytes(of: "conductances.csv", limit: 800 << 20)
/// ```
public enum RegularFile {
    /// All bytes of a file.
    ///
    /// - Parameter limit: bytes that it may have at most.
    public static func bytes(of path: String, limit: Int = .max) throws(ReadingError) -> [UInt8] {
        var bytes: [UInt8] = []
        try read(path, limit: limit, begin: { bytes.reserveCapacity($0) }, piece: { bytes += $0 })
        return bytes
    }

    /// Reads a file of any size, piece by piece.
    public static func read(_ path: String, piece: (UnsafeBufferPointer<UInt8>) -> Void) throws(ReadingError) {
        try read(path, limit: .max, begin: { _ in }, piece: piece)
    }

    /// - Parameter begin: is told how large the file is; a file that grows meanwhile has more.
    private static func read(
        _ path: String, limit: Int, begin: (Int) -> Void, piece: (UnsafeBufferPointer<UInt8>) -> Void
    ) throws(ReadingError) {
        guard !path.utf8.contains(0) else { throw .pathWithNUL }
        // Without O_NONBLOCK opening a pipe that nobody writes to would wait for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .system(code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(code: errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .folder
        default: throw .notRegular
        }
        guard status.st_size <= limit else { throw .tooLarge }
        begin(Int(status.st_size))
        var total = 0
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
        defer { buffer.deallocate() }
        while true {
            let count = unistd_read(descriptor, buffer.baseAddress!, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(code: errno) }
            guard count > 0 else { return }
            total += count
            guard total <= limit else { throw .tooLarge }
            piece(UnsafeBufferPointer(rebasing: buffer[..<count]))
        }
    }
}

/// Inside ``RegularFile`` its own `read` is nearer.
private func unistd_read(_ file: Int32, _ buffer: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    read(file, buffer, count)
}

/// Why a file could not be read. What would be right depends on what was wanted of it.
public enum ReadingError: Error, Hashable, Sendable {
    case pathWithNUL
    case folder
    /// A pipe, a socket, a device.
    case notRegular
    case tooLarge
    /// The system's `errno`.
    case system(code: Int32)

    /// A predicate of the file: "is a folder".
    public var reason: String {
        switch self {
        case .pathWithNUL: "has a NUL character in its path"
        case .folder: "is a folder"
        case .notRegular: "is not a regular file"
        case .tooLarge: "is too large"
        case .system(let code): "cannot be read: \(String(cString: strerror(code)))"
        }
    }
}
