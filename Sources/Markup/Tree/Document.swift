/// A document with everything it includes in place.
public struct Document: Hashable, Sendable {
    public let root: Element
    /// The file itself, then what it includes, in the order of reading.
    public let files: [InputFile]

    public init(root: Element, files: [InputFile]) {
        self.root = root
        self.files = files
    }
}

/// A file that was read, for provenance.
public struct InputFile: Hashable, Sendable {
    public let path: String
    /// SHA-256 of its bytes in hexadecimal, as `sha256sum` prints it.
    public let sha256: String

    public init(path: String, sha256: String) {
        self.path = path
        self.sha256 = sha256
    }

    /// A file of any size and sort; nil where it cannot be read.
    public init?(hashing path: String) {
        guard let sha256 = fileDigest(path) else { return nil }
        self.init(path: path, sha256: sha256)
    }
}
