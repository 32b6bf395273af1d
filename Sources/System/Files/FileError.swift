import Glibc

/// Why a file could not be written.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Of the file that could not be written.
    public var path: String
    /// What the system says.
    public var reason: String
    /// What would be right.
    public var hint: String

    /// - Parameter hint: what would be right.
    public init(_ path: String, _ reason: String, hint: String) {
        self.path = path
        self.reason = reason
        self.hint = hint
    }

    /// The file was read as an input.
    public init(replacingInput path: String) {
        self.init(path, "this command reads that file", hint: "write to another file")
    }

    /// The reason is the system's last error, `errno`.
    public init(writing path: String) {
        let code = errno
        self.path = path
        reason = String(cString: strerror(code))
        hint =
            switch code {
            case ENOENT: "make its folder first"
            case EEXIST, ENOTEMPTY, ENOTDIR: "give a path where nothing is yet"
            case EACCES, EPERM, EROFS: "write to a folder that is yours"
            case EISDIR: "give the name of a file in it"
            case ENOSPC, EDQUOT: "free some space"
            default: "write it elsewhere"
            }
    }

    public var description: String { "\(path): error: cannot be written: \(reason); \(hint)" }
}
