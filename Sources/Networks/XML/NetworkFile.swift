import System

/// What a network file holds.
public struct NetworkFile: Hashable, Sendable {
    /// With all shapes inferred.
    public let network: Network
    /// Empty when the file has none.
    public let description: String
    /// The publication or code that the network follows; empty when the file names none.
    public let source: String
    /// What was read, for provenance.
    public let files: [InputFile]
}
