import CoSearch
import Diagnostics
import Tensors

/// The library that trains, and the device.
package struct TrainingBackend {
    package let backend: Backend
    package let device: Device

    /// - Throws: `InputError` where there is no library, or it has no such device.
    package init(device name: String, threads: Int?) throws {
        guard let device = Device(name) else {
            throw InputError(
                "there is no device '\(name)'", hint: "use cpu, cuda, or cuda:1 for the second CUDA device")
        }
        do { backend = try Backend.open() } catch { throw InputError(error.problem, hint: error.hint) }
        guard backend.has(device) else {
            throw InputError(
                "\(backend.summary) has no device '\(device)'",
                hint: backend.cudaDevices > 0
                    ? "it has \(backend.cudaDevices) CUDA devices, numbered from 0"
                    : "use cpu, or build the library for the torch of a Python environment with CUDA: Scripts/build-torch-backend --python"
            )
        }
        self.device = device
        try backend.configure(threads: threads)
    }
}
