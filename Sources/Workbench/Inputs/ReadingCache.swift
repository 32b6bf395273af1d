import Synchronization
import System

/// What was read from files, for as long as the files say the same.
///
/// A program that answers many requests reads each hardware file once: at each use, the digests of all files that led
/// to the value are compared with those on the disk, which takes a fraction of reading them as XML.
package final class ReadingCache: Sendable {
    private struct Entry {
        var value: any Sendable
        var files: [InputFile]
    }

    private struct Entries {
        var byKey: [String: Entry] = [:]
        /// Oldest first.
        var order: [String] = []

        /// - Parameter capacity: values that are kept at most.
        mutating func keep(_ entry: Entry, for key: String, capacity: Int) {
            if byKey.updateValue(entry, forKey: key) == nil { order.append(key) }
            if order.count > capacity { byKey[order.removeFirst()] = nil }
        }
    }

    private let entries = Mutex(Entries())
    private let capacity = 64

    package init() {}

    /// The value that reading gives; without reading where that is known. Errors are not kept.
    /// - Parameter key: what is read and how; one key always gives one type.
    package func value<T: Sendable>(_ key: String, _ read: () throws -> T) throws -> T {
        let known = entries.withLock { $0.byKey[key] }
        if let known, let value = known.value as? T, known.files.allSatisfy(Self.isUnchanged) {
            for file in known.files { ReadLog.current?.note(file.path, sha256: file.sha256) }
            return value
        }
        let (value, files) = try ReadLog.recording { try read() }
        // A folder stands for files that the log does not name.
        if !files.contains(where: { $0.path.hasSuffix("/") }) {
            entries.withLock { $0.keep(Entry(value: value, files: files), for: key, capacity: capacity) }
        }
        return value
    }

    private static func isUnchanged(_ file: InputFile) -> Bool { InputFile(hashing: file.path)?.sha256 == file.sha256 }
}
