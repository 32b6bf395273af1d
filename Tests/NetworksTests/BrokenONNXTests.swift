import Diagnostics
import Foundation
import Testing

@testable import Networks

// Each kind of broken model with its exact diagnostic.

private func error(_ text: String) -> [String] { ["model.onnx: error: \(text)"] }

@Test func anUnsupportedOperatorIsToldWithItsNodeAndOpset() throws {
    var model = TestModel(opset: 11)
    model.node("Bernoulli", ["x"], "a")
    model.node("Relu", ["a"], "b")
    model.node("Loop", ["b"], "c")
    model.node("NonZero", ["x"], "e")
    model.node("Add", ["c", "e"], "y")
    // All of them, and nothing for the nodes between that only lack an input.
    #expect(
        try model.errors() == [
            "model.onnx: error: node 'node_a' (Bernoulli, opset 11): the operator is not supported; replace it by operators that docs/networks.md lists, or end the network before it with --network-output NAME",
            "model.onnx: error: node 'node_c' (Loop, opset 11): what it does depends on the input; export a network with a fixed graph of layers (torch.export, or tracing)",
            "model.onnx: error: node 'node_e' (NonZero, opset 11): what it gives depends on the input in number or place; end the network before it: --network-output NAME of the tensor that it reads",
        ])
}

/// A model of a thousand layers with one operator too many is one line, not a thousand.
@Test func aCauseIsToldOnceWithTheNumberOfItsNodes() throws {
    var model = TestModel()
    for index in 0..<40 { model.node("Bernoulli", ["x"], "b\(index)") }
    model.node("Sum", (0..<40).map { "b\($0)" }, "y")
    #expect(
        try model.errors()
            == error(
                "node 'node_b0' (Bernoulli, opset 17): the operator is not supported (and 39 more such nodes); replace it by operators that docs/networks.md lists, or end the network before it with --network-output NAME"
            ))
}

@Test func anAttributeAnInputOrAnOutputThatIsNotHonouredIsAnError() throws {
    var attribute = TestModel()
    attribute.node("Relu", ["x"], "y", float: ["slope": 0.5])
    #expect(
        try attribute.errors()
            == error(
                "node 'node_y' (Relu, opset 17): its attribute 'slope' is not understood; leave it out, or replace the operator by others"
            ))
    var input = TestModel()
    input.node("Relu", ["x", "x"], "y")
    #expect(try input.errors() == error("node 'node_y' (Relu, opset 17): it has 2 inputs; 1 are wanted"))
    var output = TestModel()
    output.node("MaxPool", ["x"], "a", "places", ints: ["kernel_shape": [2, 2]])
    output.node("Identity", ["places"], "y")
    #expect(
        try output.errors()
            == error(
                "node 'node_a' (MaxPool, opset 17): its output number 2, 'places', is read; only its first 1 can be"))
    var training = TestModel()
    for name in ["s", "b", "m", "v"] { training.weight(name, [3]) }
    training.node("BatchNormalization", ["x", "s", "b", "m", "v"], "y", int: ["training_mode": 1])
    #expect(
        try training.errors()
            == error(
                "node 'node_y' (BatchNormalization, opset 17): it is in training mode, with the statistics of its input; export the model for inference: model.eval()"
            ))
}

@Test func aConstantOutputIsAnError() throws {
    var model = TestModel()
    model.node("Shape", ["x"], "y")
    #expect(
        try model.errors()
            == error(
                "the output 'y' is constant: it does not depend on the input; export the network with the output that it computes"
            ))
}

@Test func aForeignDomainIsTold() throws {
    var model = TestModel()
    model.node("Sampling", ["x"], "y")
    model.message.graph.node[0].domain = "com.microsoft"
    #expect(
        try model.errors()
            == error(
                "node 'node_y' (Sampling, opset 17): operators of the domain 'com.microsoft' as this one are not supported; export with the standard operators alone (for PyTorch without custom operators)"
            ))
}

@Test func anOpsetOutsideTheRangeIsTold() throws {
    for opset: Int64 in [6, 29, -1, .max] {
        var model = TestModel(opset: opset)
        model.node("Relu", ["x"], "y")
        #expect(
            try model.errors()
                == error(
                    "the model uses operator set \(opset); operators are known from set 7 to 28: export with opset_version=18, or use onnx.version_converter"
                ))
    }
    var none = TestModel()
    none.node("Relu", ["x"], "y")
    none.message.opsetImport = []
    #expect(try none.errors() == error("the model names no operator set; export it again"))
}

@Test func whatIsNoModelIsTold() throws {
    for (bytes, problem) in [
        (Data("not a model".utf8), "this is not an ONNX model, or it is damaged"),
        (Data(), "this is not an ONNX model: it has no graph"),
        (try Data(TestModel().bytes().dropLast(3)), "this is not an ONNX model, or it is damaged"),
    ] {
        #expect(
            throws: InvalidInput([
                Diagnostic(
                    at: SourceLocation(file: "model.onnx"), problem, hint: "export it again, or copy the whole file")
            ])
        ) {
            try ONNXReader("model.onnx").read(bytes: bytes)
        }
    }
}

@Test func aMissingFileAndAFolderAreTold() throws {
    for (path, problem, hint) in [
        ("/nowhere/model.onnx", "there is no such file", "check the path"),
        (FileManager.default.temporaryDirectory.path, "this is not a file", "give the path of a file"),
    ] {
        #expect(throws: InvalidInput([Diagnostic(at: SourceLocation(file: path), problem, hint: hint)])) {
            try ONNXReader(path).read()
        }
    }
}

@Test func aMisspeltTensorGetsTheNearest() throws {
    var model = TestModel()
    model.node("Relu", ["x"], "hidden")
    model.node("Relu", ["hiden"], "y")
    #expect(
        try model.errors()
            == error(
                "node 'node_y' (Relu, opset 17): it reads 'hiden', which no node before it computes; did you mean 'hidden'?"
            ))
}

@Test func anOutputThatNothingComputesIsTold() throws {
    var model = TestModel()
    model.node("Relu", ["x"], "logits")
    model.setOutput("logit")
    #expect(
        try model.errors()
            == error(
                "no node computes the graph's output 'logit'; did you mean 'logits'?"))
    model.message.graph.output = []
    #expect(try model.errors() == error("the graph has no output; export the whole network, to its output"))
    model.message.graph.input = []
    #expect(
        try model.errors() == error("the graph has no input that varies; export the whole network, from its input on"))
}

@Test func tensorsWithTheWrongNumberOfElementsAreToldAllAtOnce() throws {
    var model = TestModel()
    model.weight("w", [4, 3, 3, 3], [1, 2, 3])
    model.weight("v", [-1], [])
    model.weight("u", [1 << 20, 1 << 20], [])
    model.weight("b", [4])
    model.message.graph.initializer[3].dataType = 8
    model.node("Conv", ["x", "w", "b"], "y")
    #expect(
        try model.errors() == [
            "model.onnx: error: tensor 'w': its 108 elements of 4 bytes take 432 bytes, but there are 12; the file is damaged: export the model again",
            "model.onnx: error: tensor 'v': it has an extent of -1; extents are 0 to 68719476736",
            "model.onnx: error: tensor 'u': it has more than 68719476736 elements; export the model again",
            "model.onnx: error: tensor 'b': its elements have the type string, which is not supported; export the model in float32",
        ])
}

@Test func externalDataStaysInTheFolderOfTheModel() throws {
    for (location, problem) in [
        (
            "../secret",
            "its data is said to be in '../secret', outside the model's folder; keep a model's files in one folder"
        ),
        (
            "/etc/passwd",
            "its data is said to be in '/etc/passwd', outside the model's folder; keep a model's files in one folder"
        ),
        (
            "a/../../b",
            "its data is said to be in 'a/../../b', outside the model's folder; keep a model's files in one folder"
        ),
        ("link", "its data is said to be in 'link', outside the model's folder; keep a model's files in one folder"),
        ("absent", "its data is in 'absent', which does not exist; copy that file beside the model"),
        ("", "its external data has no location; export the model again"),
        (
            "short",
            "its data, 432 bytes from byte 8, goes beyond the end of 'short', which has 100; copy the whole file beside the model"
        ),
        ("folder", "its data is in 'folder', but this is not a file; copy that file beside the model"),
    ] {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("naxdse-\(UUID().uuidString)")
        let folder = root.appendingPathComponent("model")
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("folder"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        try Data(count: 1000).write(to: root.appendingPathComponent("secret"))
        try Data(count: 100).write(to: folder.appendingPathComponent("short"))
        try FileManager.default.createSymbolicLink(
            at: folder.appendingPathComponent("link"), withDestinationURL: root.appendingPathComponent("secret"))
        var model = TestModel()
        model.weight("w", [4, 3, 3, 3], [])
        model.message.graph.initializer[0].dataLocation = .external
        model.message.graph.initializer[0].externalData = [("location", location), ("offset", "8"), ("length", "432")]
            .map { key, value in
                var entry = Onnx_StringStringEntryProto()
                entry.key = key
                entry.value = value
                return entry
            }
        model.node("Conv", ["x", "w"], "y")
        let path = folder.appendingPathComponent("model.onnx")
        try model.bytes().write(to: path)
        let thrown = #expect(throws: InvalidInput.self) { try ONNXReader(path.path).read() }
        #expect(thrown?.description == "\(path.path): error: tensor 'w': \(problem)")
    }
}

@Test func weightsThatDoNotFitTheirInputAreTold() throws {
    var model = TestModel()
    model.weight("w", [4, 5, 3, 3])
    model.node("Conv", ["x", "w"], "y")
    #expect(
        try model.errors()
            == error(
                "node 'node_y' (Conv, opset 17): its weights are for 5 channels in 1 groups, but its input has 3; input channels are groups × 5"
            ))
    var linear = TestModel(input: [1, 7])
    linear.weight("w", [3, 2])
    linear.node("MatMul", ["x", "w"], "y")
    #expect(
        try linear.errors()
            == error(
                "node 'node_y' (MatMul, opset 17): it multiplies tensors with the extents [1, 7] and [3, 2]; "
                    + "the last extent of the first has to be the second to last of the second"))
}

@Test func aKernelLargerThanItsInputIsTold() throws {
    var model = TestModel()
    model.weight("w", [4, 3, 9, 9])
    model.node("Conv", ["x", "w"], "y")
    #expect(
        try model.errors()
            == error(
                "node 'node_y' (Conv, opset 17): a kernel of 9 does not fit into 3×8×8 with padding 0; use a smaller kernel or more padding"
            ))
}

@Test func attributesOutOfRangeAreTold() throws {
    for (ints, problem) in [
        (["strides": [0, 1]], "its stride is [0, 1]; 1 to 4096 are supported"),
        (["pads": [1, 1]], "its pads has 2 numbers; 4 are wanted"),
        (["pads": [-1, 0, 0, 0]], "its pads are [-1, 0, 0, 0]; 0 to 4096 are supported"),
        (["dilations": [1, .max]], "its dilation is [1, 9223372036854775807]; 1 to 4096 are supported"),
        (["kernel_shape": [5, 5]], "its kernel_shape is [5, 5], but its weights have [3, 3]; they have to agree"),
    ] as [(KeyValuePairs<String, [Int64]>, String)] {
        var model = TestModel()
        model.weight("w", [4, 3, 3, 3])
        model.node("Conv", ["x", "w"], "y", ints: ints)
        #expect(try model.errors() == error("node 'node_y' (Conv, opset 17): \(problem)"))
    }
    var wrong = TestModel()
    wrong.node("Softmax", ["x"], "y", float: ["axis": 1])
    #expect(
        try wrong.errors()
            == error(
                "node 'node_y' (Softmax, opset 17): its attribute axis has the wrong type; an integer is wanted"))
    var axis = TestModel()
    axis.node("Softmax", ["x"], "y", int: ["axis": 4])
    #expect(
        try axis.errors()
            == error(
                "node 'node_y' (Softmax, opset 17): axis 4 does not exist in a tensor with 4 axes; the axes are -4 to 3"
            ))
}

@Test func reshapesOfTheWrongSizeAreTold() throws {
    for target: [Int64] in [[5, -1], [-1, -1], [1 << 40, 1 << 40], [-2], [1, 3, 8, 8, 0]] {
        var model = TestModel()
        model.integers("target", target)
        model.node("Reshape", ["x", "target"], "y")
        #expect(
            try model.errors()
                == error(
                    "node 'node_y' (Reshape, opset 17): it reshapes [1, 3, 8, 8] to \(target); the extents have to have the same product; one may be -1"
                ))
    }
}

@Test func weightsComputedByTheNetworkAreTold() throws {
    var model = TestModel()
    model.node("Relu", ["x"], "w")
    model.node("Conv", ["x", "w"], "y")
    #expect(
        try model.errors()
            == error(
                "node 'node_y' (Conv, opset 17): its weights, 'w', are computed by the network; only constant weights are supported: export with fixed extents, or simplify with onnxsim"
            ))
}

@Test func aBatchOfSeveralIsTold() throws {
    var model = TestModel(input: [4, 3, 8, 8])
    model.node("Relu", ["x"], "y")
    #expect(
        try model.errors()
            == error(
                "input 'x' has a batch of 4; give --batch to read it as a batch of 1, or --no-batch where the first extent is no batch"
            ))
}

@Test func largeComputedConstantsAreRefused() throws {
    var model = TestModel()
    model.integers("shape", [1 << 30])
    model.node("ConstantOfShape", ["shape"], "c")
    model.node("Add", ["x", "c"], "y")
    #expect(
        try model.errors()
            == error(
                "node 'node_c' (ConstantOfShape, opset 17): a constant of more than 16777216 elements is computed from others; simplify the model before importing it, with onnxsim or onnxruntime's optimiser"
            ))
}

/// Each is small enough; of thousands one would wait for minutes.
@Test func manyLargeComputedConstantsAreRefused() throws {
    var model = TestModel()
    model.integers("shape", [1 << 24])
    model.node("ConstantOfShape", ["shape"], "c0")
    for number in 0..<20 { model.node("Neg", ["c\(number)"], "c\(number + 1)") }
    model.node("Add", ["x", "c20"], "y")
    #expect(
        try model.errors()
            == error(
                "node 'node_c17' (Neg, opset 17): constants of more than 268435456 elements in all are computed from others; simplify the model before importing it, with onnxsim or onnxruntime's optimiser"
            ))
}

@Test func overflowsInShapesAreTold() throws {
    for (operation, second): (String, Int64) in [("Mul", 4), ("Add", .max), ("Div", 0), ("Mod", 0), ("Pow", 9)] {
        var model = TestModel()
        model.integers("a", [.max])
        model.integers("b", [second])
        model.node(operation, ["a", "b"], "c")
        model.node("Reshape", ["x", "c"], "y")
        #expect(
            try model.errors()
                == error(
                    "node 'node_c' (\(operation), opset 17): its integers overflow, or it divides by 0; export the model again"
                ))
    }
}

@Test func aTensorComputedTwiceIsTold() throws {
    var model = TestModel()
    model.node("Relu", ["x"], "y")
    model.node("Tanh", ["x"], "y")
    #expect(try model.errors() == error("node 'node_y': another node computes 'y' already; export the model again"))
}

/// Movements by the ten thousand, one after another: what followed them one inside the other would run out of stack.
@Test(.timeLimit(.minutes(60)), arguments: ["Transpose", "Transpose Reshape", "Identity", "Unsqueeze Squeeze", "Cast"])
func chainsOnAConstantAreFollowedWithoutRecursion(operations: String) throws {
    var model = TestModel(input: [1, 6])
    model.integers("start", [1, 2, 3], dims: [1, 3])
    model.integers("shape13", [1, 3])
    model.integers("axis", [0])
    var last = "start"
    let kinds = operations.split(separator: " ").map(String.init)
    // Put together apart from the model, which each node would copy.
    var nodes: [Onnx_NodeProto] = []
    for number in 0..<20_000 {
        let kind = kinds[number % kinds.count]
        var part = TestModel()
        switch kind {
        case "Transpose": part.node(kind, [last], "t\(number)", ints: ["perm": [1, 0]])
        case "Reshape": part.node(kind, [last, "shape13"], "t\(number)")
        case "Cast": part.node(kind, [last], "t\(number)", int: ["to": 7])
        case "Identity": part.node(kind, [last], "t\(number)")
        default: part.node(kind, [last, "axis"], "t\(number)")
        }
        nodes += part.message.graph.node
        last = "t\(number)"
    }
    model.message.graph.node = nodes
    model.integers("flat", [3])
    model.node("Reshape", [last, "flat"], "target")
    model.node("Reshape", ["x", "target"], "reshaped")
    model.node("Relu", ["reshaped"], "y")
    let imported = try model.read()
    // The input's and the activation's: a reshape takes no layer of its own.
    #expect(imported.network.layers.map(\.output) == [Shape([6]), Shape([6])])
}

@Test func transposesOfAWeightInARowAreOne() throws {
    let numbers = Constant(.reals([0, 1, 2, 3, 4, 5]), dims: [2, 3])
    let back = try numbers.transposed([1, 0]).transposed([1, 0])
    #expect(back.dims == [2, 3] && back.floats() == [0, 1, 2, 3, 4, 5])
    var constant = numbers
    for _ in 0..<101 {
        constant = try constant.transposed([1, 0]).reshaped([3, 2]).transposed([1, 0]).reshaped([2, 3])
    }
    var plain: [Float] = [0, 1, 2, 3, 4, 5]
    for _ in 0..<101 {
        plain = Strides.transposed([2, 3], [1, 0]).map { plain[$0] }
        plain = Strides.transposed([3, 2], [1, 0]).map { plain[$0] }
    }
    #expect(constant.floats() == plain)
}
