import CTensorsABI

/// A library that computes with tensors, opened at run time.
///
/// ```swift
/// let backend = try Backend.open()
/// let x = try backend.normal([8, 3, 32, 32], on: .cpu)
/// let w = try backend.normal([16, 3, 3, 3], on: .cpu)
/// let y = try x.convolved(with: w, padding: 1).relu()
/// ```
///
/// naxdse itself links no such library: it works without one until training is asked for. What the
/// functions do is written in `Sources/CTensorsABI/include/naxdse-tensors.h`; `Backends/Torch`
/// implements them with libtorch.
///
/// A backend may be shared: its table of functions never changes and is never unloaded, and its random
/// generators lock themselves. Tensors are not `Sendable`: one thread works with a tensor at a time.
public struct Backend: @unchecked Sendable {
    // Unchecked for these pointers alone: what the first leads to is constant for as long as the process lives,
    // and the library guards what the other leads to.
    let table: UnsafePointer<naxdse_tensors>
    let generators: Generators
    /// The file it was opened from.
    public let path: String

    /// - Throws: when the table is not of the version that this program was built for.
    init(table: UnsafePointer<naxdse_tensors>, path: String) throws(BackendError) {
        let version = table.pointee.version, size = Int(table.pointee.size)
        guard version == NAXDSE_TENSORS_VERSION, size == MemoryLayout<naxdse_tensors>.size else {
            throw BackendError(
                "\(path) has version \(version) of the functions (\(size) bytes of table), and version "
                    + "\(NAXDSE_TENSORS_VERSION) (\(MemoryLayout<naxdse_tensors>.size) bytes) is needed",
                hint: "build it again from the same sources: Scripts/build-torch-backend")
        }
        guard let generators = Generators(table) else {
            throw BackendError(
                "\(path) gives no random generators: \(String(cString: table.pointee.error()!))",
                hint: "free some memory")
        }
        self.table = table
        self.generators = generators
        self.path = path
    }

    /// What computes, with its version: "libtorch 1.13.0 on the CPU".
    public var summary: String { String(cString: table.pointee.describe()!) }

    /// How many CUDA devices can be used.
    public var cudaDevices: Int { Int(table.pointee.cuda_devices()) }

    /// Whether tensors can be on a device.
    public func has(_ device: Device) -> Bool {
        switch device {
        case .cpu: true
        case .cuda(let index): index < cudaDevices
        }
    }

    /// How the library works, for the whole process.
    ///
    /// - Parameters:
    ///   - threads: within one operation; nil leaves what is.
    ///   - deterministic: only convolution algorithms that give the same bits every time.
    ///   - reducedProducts: float32 products on a GPU may use the shorter TF32 mantissa.
    public func configure(
        threads: Int? = nil, deterministic: Bool = true, reducedProducts: Bool = false
    ) throws(TensorError) {
        try check(
            "configure", table.pointee.configure(Int32(threads ?? 0), deterministic ? 1 : 0, reducedProducts ? 1 : 0))
    }
}
