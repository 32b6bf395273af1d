import Diagnostics

/// Why a study cannot be stored or read.
public struct StorageError: Error, Hashable, CustomStringConvertible {
    /// What went wrong, for a caller that can do something about it.
    public enum Kind: Hashable, Sendable {
        /// The file is damaged, or no study file at all.
        case damaged
        /// Another process holds the file for longer than is waited.
        case locked
        case readOnly
        /// The disk, or the user's share of it, is full.
        case full
        /// The file cannot be opened or read: absent, a folder, no permission, a failing disk.
        case inaccessible
        /// A later version of the tool made the file.
        case newer
        case noSuchStudy
        case studyExists
    }

    /// The sort of error; ``message`` and ``hint`` say the particulars.
    public var kind: Kind
    /// What is wrong.
    public var message: String
    /// What would be right.
    public var hint: String

    /// - Parameter hint: what would be right.
    public init(_ kind: Kind, _ message: String, hint: String) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    public var description: String { "\(message); \(hint)" }

    static func damagedTrials(_ range: Range<Int>) -> StorageError {
        StorageError(
            .damaged, "trials \(range.lowerBound) to \(range.upperBound - 1) are damaged: their checksum is wrong",
            hint: "restore the study file from a copy, or run the study again from its seed")
    }
}

extension StorageError: BadInput {
    public var faults: [Fault] { [Fault(message, remedy: hint)] }
}
