#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import Registration

/// What may be read at most. Files beyond are refused, so that no input takes the memory of the machine.
enum Limits {
    /// Bytes of one file.
    static let fileSize = 8 << 20
    /// Files of one document, the first included.
    static let files = 256
    /// Elements of a document with everything it includes.
    static let elements = 1_000_000
    /// Elements inside each other, with everything included.
    static let depth = 100
}

/// Why a file could not be read: what is wrong and what would be right.
struct FileProblem: Error {
    var message: String
    var hint: String
}

/// The bytes of a regular file.
///
/// - Throws: when there is none, when it is a folder or device, may not be read, or is larger than ``Limits/fileSize``.
func fileBytes(_ path: String) throws(FileProblem) -> [UInt8] {
    if path.utf8.contains(0) {
        throw FileProblem(message: "the path holds a NUL character", hint: "give the path of an XML file")
    }
    // Without O_NONBLOCK opening a pipe that nobody writes to would wait for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw openingProblem(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw openingProblem(path, errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw FileProblem(message: "'\(path)' is a folder", hint: "name an XML file in it")
    default: throw FileProblem(message: "'\(path)' is not a regular file", hint: "save its content to a file and name that")
    }
    let tooLarge = FileProblem(
        message: "'\(path)' is larger than \(Limits.fileSize >> 20) MiB", hint: "split it into files that include each other")
    guard status.st_size <= Limits.fileSize else { throw tooLarge }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0 {
            if errno == EINTR { continue }
            throw openingProblem(path, errno)
        }
        if count == 0 { return bytes }
        bytes += buffer[..<count]
        guard bytes.count <= Limits.fileSize else { throw tooLarge }
    }
}

/// The digest of a regular file, which may be large: it is read piece by piece. Nil where it cannot be read.
func fileDigest(_ path: String) -> String? {
    guard !path.utf8.contains(0) else { return nil }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var digest = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { return nil }
        guard count > 0 else { return digest.finish() }
        buffer.withUnsafeBufferPointer { digest.update(UnsafeBufferPointer(rebasing: $0[..<count])) }
    }
}

/// The path with symbolic links followed, or nil when there is no such file.
func realPath(_ path: String) -> String? {
    guard !path.utf8.contains(0), let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
}

/// The folder of a path: "." for a plain name, "/" for a file at the root.
func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// The names in a folder, sorted; empty when it cannot be read.
func names(inFolder path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
}

private func openingProblem(_ path: String, _ code: Int32) -> FileProblem {
    switch code {
    case ENOENT, ENOTDIR:
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let near = nearest(to: name, in: names(inFolder: folder(of: path)))
        let start = path.contains("/") ? folder(of: path) + (folder(of: path) == "/" ? "" : "/") : ""
        return FileProblem(
            message: "there is no file '\(path)'",
            hint: near.map { "did you mean '\(start)\($0)'?" } ?? "give the path of an XML file")
    case EACCES, EPERM:
        return FileProblem(message: "'\(path)' may not be read", hint: "give yourself permission to read it")
    case ENAMETOOLONG:
        return FileProblem(message: "the path is too long", hint: "give the path of an XML file")
    case ELOOP:
        return FileProblem(message: "'\(path)' is a symbolic link to itself", hint: "let it point at an XML file")
    default:
        return FileProblem(
            message: "'\(path)' cannot be read: \(String(cString: strerror(code)))", hint: "give the path of an XML file")
    }
}
