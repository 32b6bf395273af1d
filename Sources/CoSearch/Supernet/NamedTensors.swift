import Tensors

/// Tensors by name, in the order in which they were added.
public struct NamedTensors {
    /// In the order in which they were added.
    public private(set) var names: [String] = []
    private var tensors: [String: Tensor] = [:]

    init() {}

    /// In the order of the names.
    public var all: [Tensors.Tensor] { names.map { tensors[$0]! } }
    /// In the order of the names.
    public var pairs: [(name: String, tensor: Tensors.Tensor)] { names.map { ($0, tensors[$0]!) } }

    /// The tensor of a name that was added.
    subscript(name: String) -> Tensor {
        guard let tensor = tensors[name] else { preconditionFailure("the network has no tensor '\(name)'") }
        return tensor
    }

    mutating func add(_ name: String, _ make: () throws(TensorError) -> Tensor) throws(TensorError) {
        guard tensors[name] == nil else { return }
        tensors[name] = try make()
        names.append(name)
    }
}
