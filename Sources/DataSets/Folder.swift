import Diagnostics
import System

/// A folder and the files in it.
struct Folder: Sendable {
    let path: String
    /// The log at the time, for images that other threads read later.
    private let log = ReadLog.current
    /// The folder that stands for this one's files in the log, where there are many.
    private let root: String?

    /// - Parameter root: nil where each file is logged by itself.
    init(_ path: String, under root: String? = nil) {
        self.path = path
        self.root = root
    }

    var exists: Bool { PathKind(path) == .folder }

    func has(_ file: String) -> Bool { PathKind(path + "/" + file) == .file }

    func folder(_ name: String) -> Folder { Folder(path + "/" + name, under: root) }

    /// The same, as one entry of the log with all that is read in it.
    var asWhole: Folder { Folder(path, under: path) }

    /// Names in the folder, in ascending order; none when it cannot be read.
    var names: [String] { System.names(inFolder: path).filter { !$0.hasPrefix(".") } }

    /// Bytes of a file.
    ///
    /// - Throws: when it cannot be read.
    func bytes(of file: String) throws(InvalidInput) -> [UInt8] {
        let whole = path + "/" + file
        do throws(ReadingError) { return try RegularFile.bytes(of: whole, to: log, under: root) } catch {
            throw DataSet.failure(whole, "the file \(error.reason)", "check that it is there and may be read")
        }
    }

    /// A file whose bytes are read when they are asked for.
    func mapped(_ file: String) throws(InvalidInput) -> MappedFile {
        let whole = path + "/" + file
        do throws(ReadingError) { return try MappedFile(whole, to: log) } catch {
            throw DataSet.failure(whole, "the file \(error.reason)", "check that it is there and may be read")
        }
    }

    /// Words of the lines of a text file, cut at tabs and spaces.
    func lines(of file: String) throws(InvalidInput) -> [[String]] {
        String(decoding: try bytes(of: file), as: UTF8.self).split(whereSeparator: \.isNewline).map { line in
            line.split { $0 == "\t" || $0 == " " }.map(String.init)
        }
    }
}
