import CTensorsABI

extension Backend {
    /// Starts the random generators of all devices from a seed: the same seed, the same numbers on the same device.
    public func seed(_ seed: UInt64) throws(TensorError) { try check("seed", table.pointee.seed(seed)) }

    /// Where a device's generator stands, to go on from exactly there later.
    public func randomState(of device: Device) throws(TensorError) -> [UInt8] {
        try make("random_state") { $0.random_state(device.code) }.values(of: UInt8.self)
    }

    /// Puts a device's generator where it stood.
    public func setRandomState(of device: Device, to state: [UInt8]) throws(TensorError) {
        let bytes = try tensor(state, [state.count])
        try check("set_random_state", bytes, status: table.pointee.set_random_state(device.code, bytes.pointer))
    }
}
