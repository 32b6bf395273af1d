import Circuit
import Markup
import Networks
import Reports

/// A network with its weights, as the command line names them.
struct TrainedNetwork {
    let network: FoldedNetwork
    let files: [InputFile]

    /// - Parameters:
    ///   - name: an ONNX file, or what ``Inputs/network(_:)`` finds.
    ///   - weights: a safetensors file; nil for the weights of the ONNX file.
    /// - Throws: when a file cannot be read, and when weights are missing or do not fit.
    init(_ name: String, weights: String?, _ inputs: Inputs) throws {
        let isModel = name.hasSuffix(".onnx")
        guard isModel || weights != nil else {
            throw InputError("'\(name)' comes without weights", hint: "give an ONNX file, or weights with --weights FILE.safetensors")
        }
        let model = isModel ? try ONNXReader(name).read() : nil
        let read = try model.map { (network: $0.network, files: [InputFile]()) } ?? inputs.network(name)
        let tensors = try weights.map { try SafetensorsReader($0).read() } ?? model?.weights ?? Weights()
        network = try FoldedNetwork(read.network) { try tensors.tensor($0) }
        let given = ([isModel ? name : nil, weights] as [String?]).compactMap { $0 }
        files = read.files + given.compactMap { InputFile(hashing: $0) }
    }
}
