import Diagnostics
import System

/// Largest file of numbers that is read, in bytes: a 4096×4096 crossbar at 24 characters a cell, twice.
package let gridSizeLimit = 800 << 20

/// The bytes of a regular file.
///
/// - Parameter content: what is wanted, for messages.
/// - Throws: a diagnostic at its first character when there is none, or it cannot be read.
package func bytesOfFile(
    _ path: String, of content: String = "comma-separated values", limit: Int = gridSizeLimit
) throws(InvalidInput) -> [UInt8] {
    do throws(ReadingError) {
        return try RegularFile.bytes(of: path, limit: limit)
    } catch {
        let (message, hint) =
            error == .tooLarge
            ? ("is larger than \(limit >> 20) MiB", "give a smaller one")
            : (error.reason, "give the path of a file of \(content) that can be read")
        throw InvalidInput([Diagnostic(at: SourceLocation(file: path, line: 1, column: 1), message, hint: hint)])
    }
}
