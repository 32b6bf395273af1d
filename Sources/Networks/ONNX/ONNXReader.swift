import Diagnostics
import FoundationEssentials
import SwiftProtobuf

/// Reads a network and its weights from an ONNX file.
///
/// ```swift
/// let model = try ONNXReader("resnet18.onnx").read()
/// model.network.multiplyAccumulates          // 1 814 073 344
/// ```
///
/// Each operator is read as its version in the file's operator set means it, from 7 to the newest there is; an
/// attribute or input that is not honoured is an error. The batch (1 or symbolic) is dropped; what depends on constants
/// alone is worked out; branches and functions are put in place; GELU, SiLU, hard-swish and layer-norm that are spelt
/// out in several nodes become one layer; running statistics stay weights of their batch-norm. Tensors beside the file
/// are found in its own folder only.
public struct ONNXReader {
    /// Operator sets that are understood: the newest is the newest that there is, of ONNX 1.23.
    public static let opsets = 7...28

    public let path: String
    private let options: ImportOptions

    /// - Parameters:
    ///   - path: the ONNX file; also the network's name, without folder and ending.
    ///   - options: what the file leaves open, and what of it is wanted.
    public init(_ path: String, options: ImportOptions = ImportOptions()) {
        self.path = path
        self.options = options
    }

    /// Reads the file.
    ///
    /// - Throws: everything in the file that cannot be imported, with the names of its nodes.
    public func read() throws(InvalidInput) -> ImportedModel {
        try read(bytes: try BinaryFile(path).data)
    }

    /// Reads a model from memory; tensors beside it are looked for beside ``path``.
    func read(bytes: Data) throws(InvalidInput) -> ImportedModel {
        let location = SourceLocation(file: path)
        if let other = ForeignModel(path: path, beginning: bytes) {
            throw failure("this is \(other.words), and no ONNX file", other.remedy)
        }
        let model: Onnx_ModelProto
        do {
            model = try Onnx_ModelProto(serializedBytes: bytes)
        } catch {
            throw failure("this is not an ONNX model, or it is damaged", "export it again, or copy the whole file")
        }
        guard model.hasGraph, model.irVersion > 0 else {
            throw failure("this is not an ONNX model: it has no graph", "export it again, or copy the whole file")
        }
        let opset = try opset(of: model)
        var graph = GraphImport(opset: opset, location: location)
        let inlined: Onnx_GraphProto
        do throws(ImportFailure) {
            inlined = try FunctionInlining(model).graph()
        } catch {
            throw failure(error.problem, error.hint)
        }
        graph.add(inlined, folder: folder, options: options)
        guard graph.problems.isEmpty else { throw InvalidInput(graph.toldProblems()) }
        let network: Network
        do {
            network = try Network(name: name, nodes: graph.nodes)
        } catch {
            throw failure(error.problem, error.remedy)
        }
        let producer = [model.producerName, model.producerVersion].filter { !$0.isEmpty }.joined(separator: " ")
        return ImportedModel(network: network, weights: graph.weights, opset: opset, producer: producer)
    }

    private func opset(of model: Onnx_ModelProto) throws(InvalidInput) -> Int {
        guard let entry = model.opsetImport.first(where: { $0.domain.isEmpty || $0.domain == "ai.onnx" }) else {
            throw failure("the model names no operator set", "export it again")
        }
        guard let opset = Int(exactly: entry.version), Self.opsets.contains(opset) else {
            throw failure(
                "the model uses operator set \(entry.version)",
                "operators are known from set \(Self.opsets.lowerBound) to \(Self.opsets.upperBound): export with opset_version=18, or use onnx.version_converter"
            )
        }
        return opset
    }

    private func failure(_ problem: String, _ hint: String) -> InvalidInput {
        InvalidInput([Diagnostic(at: SourceLocation(file: path), problem, hint: hint)])
    }

    private var folder: String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    private var name: String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        guard let dot = file.lastIndex(of: "."), dot > file.startIndex else { return file }
        return String(file[..<dot])
    }
}
