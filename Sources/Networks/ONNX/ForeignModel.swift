import System

/// A file that others keep trained models in, and that is no ONNX.
package enum ForeignModel {
    case pyTorch, safetensors, keras, tensorFlow, tensorFlowLite

    /// A file as a whole; nil where it cannot be read, too.
    package init?(file path: String) {
        guard let beginning = try? RegularFile.beginning(of: path, count: 512) else { return nil }
        self.init(path: path, beginning: beginning)
    }

    /// By what the file begins with, and else by the ending of its name; nil for any other.
    /// - Parameter beginning: its first bytes, some hundreds of them.
    package init?(path: String, beginning: some Collection<UInt8>) {
        let bytes = Array(beginning.prefix(512))
        let name = path.lowercased()
        func begins(_ mark: [UInt8], at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: mark) }
        func ends(in endings: String...) -> Bool { endings.contains { name.hasSuffix($0) } }
        if begins(Self.archive), bytes.indices.contains(where: { begins(Array("/data.pkl".utf8), at: $0) }) {
            self = .pyTorch
        } else if begins(Self.pickle) {
            self = .pyTorch
        } else if begins(Self.hdf5) {
            self = .keras
        } else if begins(Array("TFL3".utf8), at: 4) {
            self = .tensorFlowLite
        } else if bytes.count > 8, bytes[8] == UInt8(ascii: "{"), bytes[4..<8].allSatisfy({ $0 == 0 }) {
            // The length of a header in 8 bytes, and the header in JSON.
            self = .safetensors
        } else if ends(in: ".pt", ".pth", ".pt2", ".ckpt", ".torchscript") {
            self = .pyTorch
        } else if ends(in: ".safetensors") {
            self = .safetensors
        } else if ends(in: ".keras", ".h5", ".hdf5") {
            self = .keras
        } else if ends(in: ".pb") {
            self = .tensorFlow
        } else if ends(in: ".tflite") {
            self = .tensorFlowLite
        } else {
            return nil
        }
    }

    /// A ZIP, as torch.save writes since PyTorch 1.6, with NAME/data.pkl as its first entry.
    private static let archive: [UInt8] = [0x50, 0x4B, 3, 4]
    /// torch.save before: a pickle that begins with PyTorch's magic number, 0x1950A86A20F9469CFC6C.
    private static let pickle: [UInt8] = [
        0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
    ]
    private static let hdf5: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

    package var words: String {
        switch self {
        case .pyTorch: "a file of PyTorch"
        case .safetensors: "a file of weights without a network"
        case .keras: "a file of Keras"
        case .tensorFlow: "a file of TensorFlow"
        case .tensorFlowLite: "a file of TensorFlow Lite"
        }
    }

    package var remedy: String {
        switch self {
        case .pyTorch: "export the model to ONNX: torch.onnx.export(model, example_input, \"model.onnx\")"
        case .safetensors: "name the network, and give the weights with --weights where a command takes them"
        case .keras, .tensorFlow, .tensorFlowLite: "convert it to ONNX: python -m tf2onnx.convert … --output model.onnx"
        }
    }
}
