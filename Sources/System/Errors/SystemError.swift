import Glibc

/// Why the system refused something: its `errno`.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What callers have a remedy of their own for.
    public enum Kind: Hashable, Sendable {
        /// Nothing is at the path.
        case missing
        /// It may not be read, written or executed by this user.
        case forbidden
        /// It is no program that the system can run.
        case notExecutable
        case nameTooLong
        /// Symbolic links that lead to each other.
        case endlessLinks
        case exists
        case other
    }

    /// The value of `errno`.
    public var code: Int32

    /// - Parameter code: a value of `errno`.
    public init(code: Int32) { self.code = code }

    /// What the last call of the system left behind.
    static var last: SystemError { SystemError(code: errno) }

    /// Which of the reasons that callers know it is.
    public var kind: Kind {
        switch code {
        case ENOENT, ENOTDIR: .missing
        case EACCES, EPERM: .forbidden
        case ENOEXEC: .notExecutable
        case ENAMETOOLONG: .nameTooLong
        case ELOOP: .endlessLinks
        case EEXIST: .exists
        default: .other
        }
    }

    /// In the system's words: "No such file or directory".
    public var reason: String { String(cString: strerror(code)) }

    public var description: String { reason }
}
