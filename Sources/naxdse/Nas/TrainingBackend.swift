import CoSearch
import Markup
import Tensors

/// The library that trains, and the device.
struct TrainingBackend {
    let backend: Backend
    let device: Device

    /// - Throws: `InputError` where there is no library, or it has no such device.
    init(_ options: DeviceOptions) throws {
        guard let device = Device(options.device) else {
            throw InputError("there is no device '\(options.device)'", hint: "use cpu, cuda, or cuda:1 for the second CUDA device")
        }
        do { backend = try Backend.open() } catch { throw InputError(error.problem, hint: error.hint) }
        guard backend.has(device) else {
            throw InputError(
                "\(backend.summary) has no device '\(device)'",
                hint: backend.cudaDevices > 0
                    ? "it has \(backend.cudaDevices) CUDA devices, numbered from 0"
                    : "use cpu, or build the library for the torch of a Python environment with CUDA: Scripts/build-torch-backend --python")
        }
        self.device = device
        try backend.configure(threads: options.threads)
    }
}

extension TensorError: BadInput {
    var faults: [Fault] {
        [Fault("training failed: \(description)", remedy: "use a smaller --batch where memory ran out, and `naxdse nas resume`")]
    }
}

extension SafeTensorsError: BadInput {
    var faults: [Fault] { [Fault(problem, remedy: hint, at: SourceLocation(file: path))] }
}

extension CheckpointError: BadInput {
    var faults: [Fault] { [Fault(problem, remedy: hint, at: SourceLocation(file: path))] }
}
