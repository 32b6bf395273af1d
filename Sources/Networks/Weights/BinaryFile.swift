import Diagnostics
import FoundationEssentials
import System

/// A binary file, mapped into memory.
struct BinaryFile: Sendable {
    let path: String
    let data: Data

    /// - Throws: when the file does not exist, cannot be read, or is no regular file.
    init(_ path: String) throws(InvalidInput) {
        let file: MappedFile
        do throws(ReadingError) {
            file = try MappedFile(path)
        } catch {
            switch error {
            case .system where error.isOfMissingFile:
                throw Self.failure(path, "there is no such file", "check the path")
            case .folder, .notRegular: throw Self.failure(path, "this is not a file", "give the path of a file")
            default: throw Self.failure(path, "the file \(error.reason)", "check its permissions")
            }
        }
        // The mapping lives as long as its bytes are held.
        data =
            file.count == 0
            ? Data()
            : Data(
                bytesNoCopy: UnsafeMutableRawPointer(mutating: file.bytes.baseAddress!), count: file.count,
                deallocator: .custom { _, _ in withExtendedLifetime(file) {} })
        self.path = path
    }

    private static func failure(_ path: String, _ problem: String, _ hint: String) -> InvalidInput {
        InvalidInput([Diagnostic(at: SourceLocation(file: path), problem, hint: hint)])
    }
}
