import CTensorsABI

extension Backend {
    /// Starts the random generators of all devices from a seed: the same seed, the same numbers on the same device.
    ///
    /// Copies of a backend share their generators; a backend that was opened by a call of its own has others, so that
    /// what runs beside it in the same process changes no number here.
    public func seed(_ seed: UInt64) throws(TensorError) {
        try check("seed", table.pointee.seed(generators.pointer, seed))
    }

    /// Where a device's generator stands, to go on from exactly there later.
    public func randomState(of device: Device) throws(TensorError) -> [UInt8] {
        try make("random_state") { $0.random_state(generators.pointer, device.code) }.values(of: UInt8.self)
    }

    /// Puts a device's generator where it stood.
    public func setRandomState(of device: Device, to state: [UInt8]) throws(TensorError) {
        let bytes = try tensor(state, [state.count])
        try check(
            "set_random_state", bytes,
            status: table.pointee.set_random_state(generators.pointer, device.code, bytes.pointer))
    }
}

/// The random generators of one opened backend.
final class Generators {
    let pointer: OpaquePointer
    private let table: UnsafePointer<naxdse_tensors>

    /// Generators that begin with a seed of 0; nil where there is no memory for them.
    init?(_ table: UnsafePointer<naxdse_tensors>) {
        guard let pointer = table.pointee.generators(0) else { return nil }
        self.pointer = pointer
        self.table = table
    }

    deinit { table.pointee.release_generators(pointer) }
}
