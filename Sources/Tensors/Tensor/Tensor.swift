import CTensorsABI

/// An array of numbers of any number of axes, on a device, that may remember how it was computed.
///
/// A tensor is a reference: `copy(from:)`, `requireGradient()` and the optimisers change it for all who hold
/// it. Everything else gives a new tensor. Operations throw ``TensorError``; one `try` covers an
/// expression: `try (x * 2 + bias).relu()`. Memory is freed when the last reference, and the last
/// result that needs it for its gradient, is gone.
///
/// Not `Sendable`: hand elements from thread to thread as arrays, and keep each tensor in one.
public final class Tensor {
    let pointer: OpaquePointer
    /// The library that its operations are done by.
    public let backend: Backend
    /// Extents, the last varying fastest; none for a single number.
    public let shape: [Int]
    /// Of its elements.
    public let type: ElementType
    /// Where its elements are.
    public let device: Device

    /// Takes over a handle.
    init(_ pointer: OpaquePointer, of backend: Backend) {
        self.pointer = pointer
        self.backend = backend
        var info = naxdse_tensor_info()
        let status = backend.table.pointee.info(pointer, &info)
        guard status == 0, let type = ElementType(rawValue: info.type) else {
            preconditionFailure("a backend makes tensors of at most 8 axes and of the types in its table")
        }
        shape = withUnsafeBytes(of: &info.extents) { bytes in
            bytes.assumingMemoryBound(to: Int64.self).prefix(Int(info.rank)).map { Int($0) }
        }
        self.type = type
        device = Device(code: info.device)
    }

    deinit { backend.table.pointee.release(pointer) }

    /// Number of axes.
    public var rank: Int { shape.count }
    /// Number of elements.
    public var count: Int { shape.reduce(1, *) }
}

/// Calls the body with the numbers as the table of functions takes them.
func withExtents<Result>(_ numbers: [Int], _ body: (UnsafePointer<Int64>?, Int32) -> Result) -> Result {
    numbers.map(Int64.init).withUnsafeBufferPointer { body($0.baseAddress, Int32($0.count)) }
}
