import Glibc

/// What a path leads to, links followed.
public enum PathKind: Hashable, Sendable {
    case file
    case folder
    /// A pipe, a socket, a device.
    case other

    /// Nil where it leads to nothing.
    public init?(_ path: String) {
        var status = stat()
        guard !path.utf8.contains(0), withPath(path, { stat($0, &status) }) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .folder
        default: self = .other
        }
    }
}

/// The absolute path without links and `..`, or nil when it leads to nothing.
public func realPath(_ path: String) -> String? {
    guard !path.utf8.contains(0), let resolved = withPath(path, { realpath($0, nil) }) else { return nil }
    defer { free(resolved) }
    return text(ofName: resolved)
}

/// The path that a file would have there: that of its folder where there is no file yet, or nil where that is missing
/// too.
public func realPath(ofNew path: String) -> String? {
    if let real = realPath(path) { return real }
    // A link that leads to nothing yet is followed: what gets written is what it names.
    let name = lastComponent(of: path)
    guard !name.isEmpty, let folder = realPath(folder(of: path)) else { return nil }
    return folder == "/" ? "/" + name : folder + "/" + name
}

/// The folder of a path: "." for a plain name, "/" for a file at the root.
public func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// What stands behind the last slash.
public func lastComponent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
}

/// The names in a folder, sorted; empty when it cannot be read.
public func names(inFolder path: String) -> [String] {
    guard !path.utf8.contains(0), let directory = withPath(path, { opendir($0) }) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { text(ofName: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
}

/// Makes a folder where there is none.
/// - Throws: ``FileError`` where it cannot be made; its parent has to be there.
public func makeFolder(_ path: String) throws(FileError) {
    guard PathKind(path) != .folder else { return }
    guard !path.utf8.contains(0), withPath(path, { mkdir($0, 0o777) }) == 0 else { throw FileError(writing: path) }
}
