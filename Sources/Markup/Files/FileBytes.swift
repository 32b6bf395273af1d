import Registration
import System

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
    /// Attributes of one element, namespace declarations among them.
    static let attributes = 1000
    /// Namespace declarations of one element.
    static let namespaces = 20
    /// Elements of one file that include others.
    static let includes = 1000
    /// Things that are told of one file: who reads them mends the first.
    static let complaints = 200
}

/// Why a file could not be read: what is wrong and what would be right.
struct FileProblem: Error {
    var message: String
    var hint: String
}

/// The bytes of a regular file.
///
/// - Throws: when there is none, when it is a folder or device, may not be read, or is larger than ``Limits/fileSize``.
func fileBytes(_ path: String, as use: ReadLog.Use = .input) throws(FileProblem) -> [UInt8] {
    do throws(ReadingError) {
        return try RegularFile.bytes(of: path, limit: Limits.fileSize, as: use)
    } catch {
        throw FileProblem(error, path)
    }
}

extension FileProblem {
    fileprivate init(_ error: ReadingError, _ path: String) {
        switch (error, error.systemKind) {
        case (.pathWithNUL, _):
            self.init(message: "the path holds a NUL character", hint: "give the path of an XML file")
        case (.folder, _):
            self.init(message: "'\(path)' is a folder", hint: "name an XML file in it")
        case (.notRegular, _):
            self.init(message: "'\(path)' is not a regular file", hint: "save its content to a file and name that")
        case (.tooLarge, _):
            self.init(
                message: "'\(path)' is larger than \(Limits.fileSize >> 20) MiB",
                hint: "split it into files that include each other")
        case (.system, .missing):
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let near = nearest(to: name, in: names(inFolder: folder(of: path)))
            let start = path.contains("/") ? folder(of: path) + (folder(of: path) == "/" ? "" : "/") : ""
            self.init(
                message: "there is no file '\(path)'",
                hint: near.map { "did you mean '\(start)\($0)'?" } ?? "give the path of an XML file")
        case (.system, .forbidden):
            self.init(message: "'\(path)' may not be read", hint: "give yourself permission to read it")
        case (.system, .nameTooLong):
            self.init(message: "the path is too long", hint: "give the path of an XML file")
        case (.system, .endlessLinks):
            self.init(message: "'\(path)' is a symbolic link to itself", hint: "let it point at an XML file")
        case (.system, _):
            self.init(message: "'\(path)' \(error.reason)", hint: "give the path of an XML file")
        }
    }
}
