import Diagnostics
import System

/// A text file as a whole, for formats other than XML.
public struct TextFile: Sendable {
    /// Lines without their ends.
    public let lines: [String]
    /// Its path and digest.
    public let file: InputFile

    /// - Throws: when it cannot be read, is larger than 8 MiB, or is not UTF-8.
    public init(_ path: String) throws(InvalidInput) {
        do throws(FileProblem) {
            let bytes = try fileBytes(path)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw FileProblem(message: "'\(path)' is not UTF-8 text", hint: "name a text file")
            }
            lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
            file = InputFile(path: path, sha256: sha256(bytes))
        } catch {
            throw InvalidInput([Diagnostic(at: SourceLocation(file: path), error.message, hint: error.hint)])
        }
    }
}
