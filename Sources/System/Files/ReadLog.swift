import Synchronization

/// A file that was read, for provenance.
public struct InputFile: Hashable, Sendable, Codable {
    /// As the user gave it, or relative to it for included files; one that ends in "/" stands for files below it.
    public var path: String
    /// SHA-256 of its bytes in hexadecimal, as `sha256sum` prints it; of many files, of the lines that `sha256sum`
    /// prints for them in the folder, in the order of their names.
    public var sha256: String

    public init(path: String, sha256: String) {
        self.path = path
        self.sha256 = sha256
    }

    /// A file of any size; nil where it cannot be read.
    public init?(hashing path: String) {
        var digest = SHA256()
        guard (try? RegularFile.read(path, as: .state) { digest.update(UnsafeRawBufferPointer($0)) }) != nil else {
            return nil
        }
        self.init(path: path, sha256: digest.finish())
    }
}

/// The log of every file that was read, with its digest: what results take their provenance from, and what no output
/// may replace.
///
/// ```swift
/// let (network, files) = try ReadLog.recording { try ONNXReader("deit.onnx").read() }
/// files.map(\.path)           // deit.onnx, and deit.onnx.data beside it
/// ```
///
/// The functions of this module that read files write to it; a reader that goes through them cannot forget to. A log
/// inside another passes on what it is told. Work on other threads is logged where it takes the log with it.
public final class ReadLog: Sendable {
    /// The log that reading is told to here, or nil where nobody asks.
    @TaskLocal public static var current: ReadLog?

    private struct State {
        var files: [InputFile] = []
        var known: Set<InputFile> = []
        /// Real paths of files that no output may replace.
        var protected: Set<String> = []
        /// Digests by name, of folders that stand for many files.
        var folders: [String: [String: String]] = [:]
    }

    private let outer: ReadLog?
    private let state = Mutex(State())

    /// - Parameter outer: the log that is told too.
    public init(inside outer: ReadLog? = nil) { self.outer = outer }

    /// What a file is read for.
    public enum Use: Hashable, Sendable {
        /// It decides the result: it is logged, and nothing replaces it.
        case input
        /// The command keeps it itself, and writes it again: a run's checkpoint, a package's manifest.
        case state
    }

    /// The files that were read as inputs, in the order of reading, each once; folders of many files last.
    public var files: [InputFile] {
        state.withLock { state in
            state.files
                + state.folders.sorted { $0.key < $1.key }.map { folder, digests in
                    let lines = digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined()
                    return InputFile(path: folder + "/", sha256: System.sha256(Array(lines.utf8)))
                }
        }
    }

    /// Whether a file of that real path was read, so that it may not be replaced.
    public func protects(_ realPath: String) -> Bool {
        state.withLock { $0.protected.contains(realPath) } || outer?.protects(realPath) == true
    }

    /// Notes a file that was read.
    /// - Parameter folder: stands for the file and all others below it, where they are many.
    public func note(_ path: String, sha256: String, as use: Use = .input, under folder: String? = nil) {
        outer?.note(path, sha256: sha256, as: use, under: folder)
        guard use != .state else { return }
        let real = realPath(path)
        state.withLock { state in
            if let real { state.protected.insert(real) }
            guard use == .input else { return }
            if let folder, path.hasPrefix(folder + "/") {
                state.folders[folder, default: [:]][String(path.dropFirst(folder.count + 1))] = sha256
                return
            }
            let file = InputFile(path: path, sha256: sha256)
            if state.known.insert(file).inserted { state.files.append(file) }
        }
    }

    /// What some work gives, and the inputs that it read.
    public static func recording<Outcome, Failure: Error>(
        _ work: () throws(Failure) -> Outcome
    ) throws(Failure) -> (outcome: Outcome, files: [InputFile]) {
        let log = ReadLog(inside: current)
        let outcome = $current.withValue(log) { Result { () throws(Failure) in try work() } }
        return (try outcome.get(), log.files)
    }
}
