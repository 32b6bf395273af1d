import System

/// What a result was made from: the version of the tool, and the files that were read, with their SHA-256.
public struct Provenance: Hashable, Sendable {
    public var version: String
    public var inputs: [InputFile]

    public init(version: String, inputs: [InputFile]) {
        self.version = version
        var seen: Set<InputFile> = []
        self.inputs = inputs.filter { seen.insert($0).inserted }
    }

    /// `version`, and `inputs` with `path` and `sha256` of each.
    public var json: JSON {
        [
            "version": .string(version),
            "inputs": .array(inputs.map { ["path": .string($0.path), "sha256": .string($0.sha256)] }),
        ]
    }
}
