import Glibc

/// The bytes of a regular file in memory that the system fills as it is read; freed with the last reference.
///
/// ```swift
/// let file = try MappedFile("resnet18.onnx.data")
/// file.bytes[4096..<8192]
/// ```
public final class MappedFile: Sendable {
    /// As it was given.
    public let path: String
    private let start: UInt
    /// Bytes of the file.
    public let count: Int

    /// Maps a file and tells the log of its digest, where there is one.
    public init(_ path: String, as use: ReadLog.Use = .input, to log: ReadLog? = .current) throws(ReadingError) {
        let (descriptor, size) = try RegularFile.opened(path)
        defer { close(descriptor) }
        self.path = path
        count = size
        if size == 0 {
            start = 0
        } else {
            guard let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), memory != MAP_FAILED else {
                throw .system(code: errno)
            }
            start = UInt(bitPattern: memory)
        }
        if let log, use != .state {
            var digest = SHA256()
            digest.update(bytes)
            log.note(path, sha256: digest.finish(), as: use)
        }
    }

    /// As long as the file lives.
    public var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: start), count: count)
    }

    deinit {
        if count > 0 { munmap(UnsafeMutableRawPointer(bitPattern: start), count) }
    }
}
