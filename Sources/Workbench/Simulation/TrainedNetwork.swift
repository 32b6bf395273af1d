import Diagnostics
import Networks
import Reports
import Simulation
import System

/// A network with its weights, as the command line names them.
package struct TrainedNetwork {
    package let network: FoldedNetwork
    package let files: [InputFile]

    /// - Parameters:
    ///   - name: an ONNX file, or what ``Inputs/network(_:)`` finds.
    ///   - weights: a safetensors file; nil for the weights of the ONNX file.
    /// - Throws: when a file cannot be read, and when weights are missing or do not fit.
    package init(_ name: String, weights: String?, _ bench: Workbench) throws {
        let isModel = name.hasSuffix(".onnx")
        guard isModel || weights != nil else {
            throw InputError(
                "'\(name)' comes without weights", hint: "give an ONNX file, or weights with --weights FILE.safetensors"
            )
        }
        (network, files) = try ReadLog.recording {
            let model = isModel ? try bench.model(name) : nil
            let tensors = try weights.map { try SafetensorsReader($0).read() } ?? model?.weights ?? Weights()
            return try FoldedNetwork(model?.network ?? bench.network(name).network) { try tensors.tensor($0) }
        }
    }
}
