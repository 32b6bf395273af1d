import CTensorsABI

extension Tensor {
    /// Makes this a variable: ``backward(keepingGraph:)`` of what is computed from it gives it a gradient.
    @discardableResult
    public func requireGradient(_ required: Bool = true) throws(TensorError) -> Tensor {
        try backend.check(
            "require_gradient", self, status: backend.table.pointee.require_gradient(pointer, required ? 1 : 0))
        return self
    }

    /// Whether a gradient passes through it.
    public var requiresGradient: Bool {
        var info = naxdse_tensor_info()
        return backend.table.pointee.info(pointer, &info) == 0 && info.requires_gradient != 0
    }

    /// Adds the gradient of this one number to the gradients of all variables that it was computed from.
    ///
    /// - Parameter keepingGraph: keep what is needed to do so again.
    public func backward(keepingGraph: Bool = false) throws(TensorError) {
        try backend.check("backward", self, status: backend.table.pointee.backward(pointer, keepingGraph ? 1 : 0))
    }

    /// The gradient that has arrived at this variable, or nil where none has.
    public func gradient() throws(TensorError) -> Tensor? {
        var result: OpaquePointer?
        try backend.check("gradient", self, status: backend.table.pointee.gradient(pointer, &result))
        return result.map { Tensor($0, of: backend) }
    }

    /// Forgets the gradient that has arrived at this variable, before the next one is computed.
    public func clearGradient() throws(TensorError) {
        try backend.check("clear_gradient", self, status: backend.table.pointee.clear_gradient(pointer))
    }

    /// The same elements, as a constant.
    public func detached() throws(TensorError) -> Tensor {
        try backend.make("detach", self) { $0.detach(self.pointer) }
    }
}

extension Backend {
    /// Does the body without remembering how results are computed.
    ///
    /// The setting is the thread's own, so the body cannot wait for anything.
    public func withoutGradients<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result
    {
        let before = table.pointee.set_gradient_mode(0)
        defer { _ = table.pointee.set_gradient_mode(before) }
        return try body()
    }

    /// Does the body with matrix products and convolutions in bfloat16 where `enabled`: half the memory, several times
    /// the speed on a GPU that has it. Sums, normalisation and losses stay in float32.
    ///
    /// Compute the loss inside, call ``Tensor/backward(keepingGraph:)`` outside.
    public func withAutocast<Result>(
        on device: Device, _ enabled: Bool = true, _ body: () throws(TensorError) -> Result
    ) throws(TensorError) -> Result {
        guard enabled else { return try body() }
        try check("set_autocast", table.pointee.set_autocast(device.code, 1))
        // A failure here would be the same as above, which has just succeeded.
        defer { _ = table.pointee.set_autocast(device.code, 0) }
        return try body()
    }
}
