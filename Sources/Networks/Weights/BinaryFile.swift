import Markup

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A binary file, mapped into memory where the system can.
struct BinaryFile: Sendable {
    let path: String
    let data: Data

    /// - Throws: when the file does not exist, cannot be read, or is no regular file.
    init(_ path: String) throws(InvalidInput) {
        guard FileSystem.exists(path) else {
            throw Self.failure(path, "there is no such file", "check the path")
        }
        guard FileSystem.isRegularFile(path) else {
            throw Self.failure(path, "this is not a file", "give the path of a file")
        }
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        } catch {
            throw Self.failure(path, "the file cannot be read", "check its permissions")
        }
        self.path = path
    }

    private static func failure(_ path: String, _ problem: String, _ hint: String) -> InvalidInput {
        InvalidInput([Diagnostic(at: SourceLocation(file: path), problem, hint: hint)])
    }
}
