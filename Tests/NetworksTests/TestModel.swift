import Diagnostics
import Foundation

@testable import Networks

/// A small ONNX model, put together node by node.
///
///     var model = TestModel(opset: 13, input: [1, 3, 8, 8])
///     model.weight("w", [4, 3, 3, 3])
///     model.node("Conv", ["x", "w"], "y", ints: ["pads": [1, 1, 1, 1]])
///     let imported = try model.read()
///
/// The input is called x, and the output is that of the last node.
struct TestModel {
    var message = Onnx_ModelProto()

    init(opset: Int64 = 17, input: [Int64] = [1, 3, 8, 8]) {
        message.irVersion = 8
        var version = Onnx_OperatorSetIdProto()
        version.version = opset
        message.opsetImport = [version]
        addInput("x", input.map { .dimValue($0) })
    }

    mutating func addInput(_ name: String, _ dims: [Onnx_TensorShapeProto.Dimension.OneOf_Value]) {
        var value = Onnx_ValueInfoProto()
        value.name = name
        value.type.tensorType.elemType = 1
        value.type.tensorType.shape.dim = dims.map { dim in
            var dimension = Onnx_TensorShapeProto.Dimension()
            dimension.value = dim
            return dimension
        }
        message.graph.input.append(value)
    }

    /// A weight of the given extents; its values count up from 0 unless they are given.
    mutating func weight(_ name: String, _ dims: [Int64], _ values: [Float]? = nil) {
        var tensor = Onnx_TensorProto()
        tensor.name = name
        tensor.dims = dims
        tensor.dataType = 1
        tensor.floatData = values ?? (0..<dims.reduce(1, *)).map { Float($0) }
        message.graph.initializer.append(tensor)
    }

    /// A list of integers.
    mutating func integers(_ name: String, _ values: [Int64], dims: [Int64]? = nil) {
        var tensor = Onnx_TensorProto()
        tensor.name = name
        tensor.dims = dims ?? [Int64(values.count)]
        tensor.dataType = 7
        tensor.int64Data = values
        message.graph.initializer.append(tensor)
    }

    mutating func node(
        _ operation: String, _ inputs: [String], _ outputs: String..., ints: KeyValuePairs<String, [Int64]> = [:],
        int: KeyValuePairs<String, Int64> = [:], float: KeyValuePairs<String, Float> = [:],
        text: KeyValuePairs<String, String> = [:]
    ) {
        var node = Onnx_NodeProto()
        node.name = "node_" + (outputs.first ?? "")
        node.opType = operation
        node.input = inputs
        node.output = outputs
        for (name, values) in ints { node.attribute.append(attribute(name, .ints) { $0.ints = values }) }
        for (name, value) in int { node.attribute.append(attribute(name, .int) { $0.i = value }) }
        for (name, value) in float { node.attribute.append(attribute(name, .float) { $0.f = value }) }
        for (name, value) in text { node.attribute.append(attribute(name, .string) { $0.s = Data(value.utf8) }) }
        message.graph.node.append(node)
        setOutput(outputs.first ?? "")
    }

    mutating func setOutput(_ name: String) {
        var value = Onnx_ValueInfoProto()
        value.name = name
        message.graph.output = [value]
    }

    private func attribute(
        _ name: String, _ type: Onnx_AttributeProto.AttributeType, _ fill: (inout Onnx_AttributeProto) -> Void
    ) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        attribute.name = name
        attribute.type = type
        fill(&attribute)
        return attribute
    }

    func bytes() throws -> Data { try message.serializedBytes() }

    /// Imports it as `model.onnx`.
    func read() throws -> ImportedModel {
        try ONNXReader("model.onnx").read(bytes: bytes())
    }

    /// The names and shapes of the layers, one line each: "conv convolution 4×8×8".
    func layers() throws -> [String] {
        try read().network.layers.map { "\($0.name) \($0.operation.word) \($0.output)" }
    }

    /// Everything that is wrong with it, one line a diagnostic.
    func errors() throws -> [String] {
        let bytes = try bytes()
        do throws(InvalidInput) {
            _ = try ONNXReader("model.onnx").read(bytes: bytes)
            return []
        } catch {
            return error.diagnostics.map(\.description)
        }
    }
}
