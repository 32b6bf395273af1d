/// What an ONNX file leaves open, and what of it is wanted.
public struct ImportOptions: Hashable, Sendable {
    /// What the first extent of the inputs is.
    public enum Batch: Hashable, Sendable {
        /// A batch of 1, or an open one.
        case one
        /// A batch of any size, read as 1.
        case any
        /// An extent like the others: it has to be known, and all of it is one inference.
        case none
    }

    /// Open extents: by their name in the file, by axis (`"2"`), or by input and axis (`"image:2"`).
    public var extents: [String: Int]
    /// Whether the first extent of the inputs is a batch, and of how many.
    public var batch: Batch
    /// The tensors that the network ends in, any that a node computes; none for the graph's own outputs.
    public var outputs: [String]
    /// Inputs that are always the same, by name: one number for all elements, or as many as the input has.
    public var constants: [String: [Double]]

    /// As an ordinary file with a batch of 1 needs it.
    public init(
        extents: [String: Int] = [:], batch: Batch = .one, outputs: [String] = [], constants: [String: [Double]] = [:]
    ) {
        self.extents = extents
        self.batch = batch
        self.outputs = outputs
        self.constants = constants
    }
}
