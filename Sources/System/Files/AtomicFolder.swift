import Glibc

/// Writes new folders whole: a folder is there with all its files, or not at all.
///
/// ```swift
/// try AtomicFolder.write([("README.md", text), ("Sources/Climb.swift", code)], to: "plugins/climb")
/// ```
public enum AtomicFolder {
    /// Writes all files to a folder beside the path, and gives that the path's name when all are on the disk.
    ///
    /// - Parameters:
    ///   - files: each with its path inside the folder; folders on the way are made.
    ///   - path: nothing, or an empty folder; the folder that it is in has to be there.
    /// - Throws: ``FileError`` where something is there already or cannot be written; nothing is then left behind.
    public static func write(_ files: [(path: String, text: String)], to path: String) throws(FileError) {
        try write(files.map { (path: $0.path, bytes: Array($0.text.utf8)) }, to: path)
    }

    /// As ``write(_:to:)`` where some of it is no text.
    public static func write(_ files: [(path: String, bytes: [UInt8])], to path: String) throws(FileError) {
        var target = path
        while target.count > 1, target.hasSuffix("/") { target.removeLast() }
        PartName.removeLeftovers(of: target)
        let temporary = PartName.new(for: target)
        try make(temporary, for: path)
        // Tells others that it is no leftover, until it has its name.
        let lock = withPath(temporary) { open($0, O_RDONLY | O_CLOEXEC) }
        flock(lock, LOCK_EX | LOCK_NB)
        defer { close(lock) }
        do throws(FileError) {
            for folder in folders(of: files.map(\.path)) { try make("\(temporary)/\(folder)", for: path) }
            for file in files { try AtomicFile.write(bytes: file.bytes, to: "\(temporary)/\(file.path)") }
            // An empty folder gives way, anything else stays as it is.
            let isRenamed = withPath(temporary) { temporary in withPath(target) { rename(temporary, $0) } } == 0
            guard isRenamed else { throw FileError(writing: path) }
        } catch {
            remove(files.map(\.path), from: temporary)
            throw error
        }
    }

    /// Removes these files and the folders that are then empty, the folder itself among them; nothing else.
    public static func remove(_ files: [String], from path: String) {
        for file in files { withPath("\(path)/\(file)") { _ = unlink($0) } }
        for folder in folders(of: files).reversed() { withPath("\(path)/\(folder)") { _ = rmdir($0) } }
        withPath(path) { _ = rmdir($0) }
    }

    private static func make(_ folder: String, for path: String) throws(FileError) {
        guard withPath(folder, { mkdir($0, 0o777) }) == 0 else { throw FileError(writing: path) }
    }

    /// The folders that paths lead through, outer ones first.
    private static func folders(of paths: [String]) -> [String] {
        var folders: [String] = []
        for path in paths {
            for slash in path.indices where path[slash] == "/" {
                let folder = String(path[..<slash])
                if !folders.contains(folder) { folders.append(folder) }
            }
        }
        return folders
    }
}
