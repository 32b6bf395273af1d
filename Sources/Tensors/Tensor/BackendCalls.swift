import CTensorsABI

extension Backend {
    /// The tensor that a function of the table made; the error names the operands' shapes.
    func make(
        _ operation: StaticString, _ operands: Tensor?..., by body: (naxdse_tensors) -> OpaquePointer?
    ) throws(TensorError) -> Tensor {
        // The body reads the operands' pointers: they live until it has returned.
        try withExtendedLifetime(operands) { () throws(TensorError) in
            guard let pointer = body(table.pointee) else { throw failure(operation, operands.compactMap(\.self)) }
            return Tensor(pointer, of: self)
        }
    }

    /// Throws what the library says where the status is not 0.
    func check(_ operation: StaticString, _ operands: Tensor?..., status: Int32) throws(TensorError) {
        guard status == 0 else { throw failure(operation, operands.compactMap(\.self)) }
    }

    func check(_ operation: StaticString, _ status: Int32) throws(TensorError) {
        guard status == 0 else { throw failure(operation, []) }
    }

    private func failure(_ operation: StaticString, _ operands: [Tensor]) -> TensorError {
        // Read before anything else is called: the next call may change it.
        let message = String(cString: table.pointee.error()!)
        return TensorError(operation: "\(operation)", shapes: operands.map(\.shape), problem: message)
    }
}
