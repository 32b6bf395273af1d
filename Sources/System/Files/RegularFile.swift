import Glibc

/// Reads regular files: no folder, pipe or device, which could wait for ever or have no end. What is read is told to
/// the current ``ReadLog``.
///
/// ```swift
/// let bytes = try RegularFile.bytes(of: "conductances.csv", limit: 800 << 20)
/// ```
public enum RegularFile {
    /// All bytes of a file.
    ///
    /// - Parameters:
    ///   - limit: bytes that it may have at most.
    ///   - use: what it is read for.
    ///   - log: the log that is told.
    ///   - folder: stands in the log for this file and others below it.
    public static func bytes(
        of path: String, limit: Int = .max, as use: ReadLog.Use = .input, to log: ReadLog? = .current,
        under folder: String? = nil
    ) throws(ReadingError) -> [UInt8] {
        var bytes: [UInt8] = []
        try read(path, limit: limit, begin: { bytes.reserveCapacity($0) }, piece: { bytes += $0 })
        if let log, use != .state { log.note(path, sha256: sha256(bytes), as: use, under: folder) }
        return bytes
    }

    /// The first bytes of a file, for a look at what it is; not told to the log.
    public static func beginning(of path: String, count: Int) throws(ReadingError) -> [UInt8] {
        let descriptor = try opened(path).descriptor
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let read = bytes.withUnsafeMutableBufferPointer {
                unistd_read(descriptor, $0.baseAddress! + done, count - done)
            }
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else { throw .system(code: errno) }
            if read == 0 { break }
            done += read
        }
        return Array(bytes[..<done])
    }

    /// Reads a file of any size, piece by piece.
    public static func read(
        _ path: String, as use: ReadLog.Use = .input, piece: (UnsafeBufferPointer<UInt8>) -> Void
    ) throws(ReadingError) {
        guard let log = ReadLog.current, use != .state else {
            return try read(path, limit: .max, begin: { _ in }, piece: piece)
        }
        var digest = SHA256()
        try read(path, limit: .max, begin: { _ in }) { bytes in
            digest.update(UnsafeRawBufferPointer(bytes))
            piece(bytes)
        }
        log.note(path, sha256: digest.finish(), as: use)
    }

    /// - Parameter begin: is told how large the file is; a file that grows meanwhile has more.
    private static func read(
        _ path: String, limit: Int, begin: (Int) -> Void, piece: (UnsafeBufferPointer<UInt8>) -> Void
    ) throws(ReadingError) {
        let (descriptor, size) = try opened(path)
        defer { close(descriptor) }
        guard size <= limit else { throw .tooLarge }
        begin(size)
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

    /// A descriptor of a regular file, which the caller closes, and the file's size.
    static func opened(_ path: String) throws(ReadingError) -> (descriptor: Int32, size: Int) {
        guard !path.utf8.contains(0) else { throw .pathWithNUL }
        // Without O_NONBLOCK opening a pipe that nobody writes to would wait for ever.
        let descriptor = withPath(path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else { throw .system(code: errno) }
        var status = stat()
        var problem: ReadingError?
        if fstat(descriptor, &status) != 0 {
            problem = .system(code: errno)
        } else if status.st_mode & S_IFMT == S_IFDIR {
            problem = .folder
        } else if status.st_mode & S_IFMT != S_IFREG {
            problem = .notRegular
        }
        if let problem {
            close(descriptor)
            throw problem
        }
        return (descriptor, Int(status.st_size))
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
        case .system(let code): "cannot be read: \(SystemError(code: code).reason)"
        }
    }

    /// What the system refused; nil where it is the file that is of another kind than wanted.
    public var systemKind: SystemError.Kind? {
        if case .system(let code) = self { SystemError(code: code).kind } else { nil }
    }

    /// Whether there is nothing at the path.
    public var isOfMissingFile: Bool { systemKind == .missing }
}
