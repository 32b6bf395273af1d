/// A network that was read from an ONNX file, with its weights.
public struct ImportedModel: Sendable {
    /// Its name is the file's, without folder and ending.
    public let network: Network
    /// Read from the file when asked for; named after the network's layers.
    public let weights: Weights
    /// Version of the operator set that the file uses.
    public let opset: Int
    /// The program that wrote the file, with its version: "pytorch 2.4.0".
    public let producer: String
}
