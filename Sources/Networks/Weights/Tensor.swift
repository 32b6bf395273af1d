/// Learnt numbers of one layer, in single precision whatever the file holds them in.
///
/// The last extent varies fastest, as in PyTorch and ONNX.
public struct Tensor: Hashable, Sendable {
    /// As the file has it, without a batch.
    public let shape: Shape
    /// As many as the shape has elements.
    public let values: [Float]

    /// - Precondition: there are as many values as the shape has elements.
    public init(shape: Shape, values: [Float]) {
        precondition(shape.elementCount == values.count, "a tensor of \(shape) has \(shape.elementCount) values")
        self.shape = shape
        self.values = values
    }
}
