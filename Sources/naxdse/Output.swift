#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif
import Reports
import System

/// Where results and messages go.
enum Output {
    /// Writes a result to standard output.
    /// - Throws: `FileError` when not all of it could be written (a full disk).
    static func write(_ text: String) throws(FileError) {
        try AtomicFile.write(text, to: 1, named: "standard output")
    }

    /// Writes a message to standard error, on lines of its own.
    static func printError(_ text: String) {
        try? AtomicFile.write(text + "\n", to: 2, named: "standard error")
    }
}
