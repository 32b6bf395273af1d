import System

/// A document with everything it includes in place.
public struct Document: Hashable, Sendable {
    /// The outermost element.
    public let root: Element
    /// The file itself, then what it includes, in the order of reading.
    public let files: [InputFile]

    /// - Parameter files: the file itself, then what it includes.
    public init(root: Element, files: [InputFile]) {
        self.root = root
        self.files = files
    }
}
