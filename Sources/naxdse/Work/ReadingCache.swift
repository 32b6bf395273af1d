import System

/// What was read from files, for as long as the files say the same.
///
/// A program that answers many requests reads each hardware file once: at each use, the digests of all files that led to the value are
/// compared with those on the disk, which takes a fraction of reading them as XML.
final class ReadingCache {
    private struct Entry {
        var value: Any
        var files: [InputFile]
    }

    private var entries: [String: Entry] = [:]
    /// Oldest first.
    private var order: [String] = []
    /// Values that are kept at most.
    private let capacity = 64

    /// The value that reading gives; without reading where that is known. Errors are not kept.
    /// - Parameter key: what is read and how; one key always gives one type.
    func value<T>(_ key: String, _ read: () throws -> T) throws -> T {
        if let entry = entries[key], let value = entry.value as? T, entry.files.allSatisfy(Self.isUnchanged) {
            for file in entry.files { ReadLog.current?.note(file.path, sha256: file.sha256) }
            return value
        }
        let (value, files) = try ReadLog.recording { try read() }
        // A folder stands for files that the log does not name.
        if !files.contains(where: { $0.path.hasSuffix("/") }) {
            if entries.updateValue(Entry(value: value, files: files), forKey: key) == nil { order.append(key) }
            if order.count > capacity { entries[order.removeFirst()] = nil }
        }
        return value
    }

    private static func isUnchanged(_ file: InputFile) -> Bool { InputFile(hashing: file.path)?.sha256 == file.sha256 }
}
