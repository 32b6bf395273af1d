import Glibc

/// A file that is being written, before it gets its name.
///
/// It has none at all where the system can do that (`O_TMPFILE`), so that nothing stays of a process that dies; until
/// it replaces what is there it then has a name of its own for a moment. Elsewhere it has that name from the start. A
/// lock says that its writer lives: what is found without one is a leftover, and goes.
struct Part {
    let descriptor: Int32
    /// Nil for a file without a name.
    private let name: String?

    /// - Parameters:
    ///   - target: the real path that the file is to have.
    ///   - path: what errors call it.
    init(of target: String, for path: String) throws(FileError) {
        PartName.removeLeftovers(of: target)
        // Without /proc it could not be given a name.
        let nameless =
            PathKind("/proc/self/fd") != .folder
            ? -1 : withPath(folder(of: target)) { open($0, tmpfile | O_WRONLY | O_CLOEXEC, 0o666) }
        if nameless >= 0 {
            descriptor = nameless
            name = nil
            return
        }
        var tries = 0
        while true {
            let name = PartName.new(for: target)
            let file = withPath(name) { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
            if file < 0, errno == EEXIST, tries < 100 {
                tries += 1
                continue
            }
            guard file >= 0 else { throw FileError(writing: path) }
            flock(file, LOCK_EX | LOCK_NB)
            self.name = name
            descriptor = file
            return
        }
    }

    /// Gives the file its name. Whoever cleans up may have taken the new file for a leftover, before it was locked or
    /// linked; then it gets another name.
    /// - Returns: false, and `errno`, where that cannot be.
    func becomes(_ target: String) -> Bool {
        guard let name else {
            flock(descriptor, LOCK_EX | LOCK_NB)
            for _ in 0..<100 {
                let name = PartName.new(for: target)
                guard link(to: name) else {
                    if errno == EEXIST { continue }
                    return false
                }
                if renamed(name, to: target) { return true }
                guard errno == ENOENT else {
                    let code = errno
                    withPath(name) { _ = unlink($0) }
                    errno = code
                    return false
                }
            }
            return false
        }
        return renamed(name, to: target)
    }

    /// Takes away what has a name.
    func discard() {
        guard let name else { return }
        let code = errno
        withPath(name) { _ = unlink($0) }
        errno = code
    }

    func close() { _ = closed(descriptor) }

    private func renamed(_ name: String, to target: String) -> Bool {
        withPath(name) { name in withPath(target) { rename(name, $0) } } == 0
    }

    private func link(to name: String) -> Bool {
        withPath(name) { linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, $0, AT_SYMLINK_FOLLOW) } == 0
    }
}

private func closed(_ descriptor: Int32) -> Int32 { close(descriptor) }

/// `O_TMPFILE`, a macro that Swift does not see: __O_TMPFILE | O_DIRECTORY. The same on x86 and ARM but for the latter.
private let tmpfile: Int32 = 0o20_000_000 | O_DIRECTORY

/// Names of what is being written: ".NAME.RANDOM.naxdse-part" beside it.
enum PartName {
    private static let ending = ".naxdse-part"

    static func new(for target: String) -> String {
        let random = String(UInt64.random(in: .min ... .max), radix: 36)
        return prefix(of: target) + random + ending
    }

    private static func prefix(of target: String) -> String {
        let folder = folder(of: target)
        // A name may have 255 bytes; of a long one the beginning tells enough.
        var name = lastComponent(of: target)
        while name.utf8.count > 200 { name.removeLast() }
        let start = target.contains("/") ? (folder == "/" ? "/" : folder + "/") : ""
        return "\(start).\(name)."
    }

    /// Removes what dead processes left of the same target; what has a lock is being written.
    static func removeLeftovers(of target: String) {
        let start = lastComponent(of: prefix(of: target))
        let folder = folder(of: target)
        for name in names(inFolder: folder) where name.hasPrefix(start) && name.hasSuffix(ending) {
            let random = name.dropFirst(start.count).dropLast(ending.count)
            guard random.allSatisfy({ $0.isLetter || $0.isNumber }) else { continue }
            let path = folder + "/" + name
            let descriptor = withPath(path) { open($0, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK) }
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { removeTree(path) }
            close(descriptor)
        }
    }
}

/// Removes a file, or a folder with all that is in it; links are not followed.
func removeTree(_ path: String) {
    var open = [path]
    var folders: [String] = []
    while let next = open.popLast() {
        if withPath(next, { unlink($0) }) == 0 { continue }
        guard PathKind(next) == .folder else { continue }
        folders.append(next)
        open += names(inFolder: next).map { next + "/" + $0 }
    }
    for folder in folders.reversed() { withPath(folder) { _ = rmdir($0) } }
}
