import Diagnostics

/// The weights of a network by name, read from their file when asked for.
///
/// ```swift
/// let model = try ONNXReader("lenet.onnx").read()
/// let kernel = try model.weights.tensor("conv1.weight")     // nil when there is none
/// ```
///
/// Names are `LAYER.weight` and `LAYER.bias`, as in PyTorch; a batch-norm also has
/// `LAYER.running_mean` and `LAYER.running_var`, a constant has its layer's name alone.
///
/// | layer | weight |
/// |---|---|
/// | convolution | output channels × input channels per group × height × width |
/// | linear | output features × input features |
/// | batch-norm, layer-norm | channels, or features |
public struct Weights: Sendable {
    struct Entry: Sendable {
        let shape: Shape
        let load: @Sendable () throws(InvalidInput) -> Tensor
    }

    /// In the order of the layers, or of the file.
    public private(set) var names: [String] = []
    private var entries: [String: Entry] = [:]

    /// No weights.
    public init() {}

    /// The shape of a tensor, without reading its values; nil when there is none of that name.
    public func shape(of name: String) -> Shape? { entries[name]?.shape }

    /// Reads a tensor; nil when there is none of that name.
    ///
    /// - Throws: when its values cannot be read any more.
    public func tensor(_ name: String) throws(InvalidInput) -> Tensor? {
        guard let entry = entries[name] else { return nil }
        return try entry.load()
    }

    /// Gives the tensors of one layer to another as well.
    mutating func rename(of layer: String, to other: String) {
        for name in names where name.hasPrefix(layer + ".") {
            guard let entry = entries[name] else { continue }
            add(other + name.dropFirst(layer.count), shape: entry.shape, load: entry.load)
        }
    }

    /// Adds a tensor; a name that is taken keeps its first tensor, and false is returned.
    @discardableResult
    mutating func add(
        _ name: String, shape: Shape, load: @escaping @Sendable () throws(InvalidInput) -> Tensor
    ) -> Bool {
        guard entries[name] == nil else { return false }
        names.append(name)
        entries[name] = Entry(shape: shape, load: load)
        return true
    }
}
