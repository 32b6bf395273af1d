import Diagnostics
import Testing

@testable import Networks

@Test func aConvolutionTakesItsNameFromItsWeights() throws {
    var model = TestModel()
    model.weight("features.0.weight", [4, 3, 3, 3])
    model.weight("features.0.bias", [4])
    model.node(
        "Conv", ["x", "features.0.weight", "features.0.bias"], "y", ints: ["pads": [1, 1, 1, 1], "strides": [2, 2]])
    let imported = try model.read()
    #expect(imported.network.layers.map(\.name) == ["x", "features.0"])
    #expect(imported.network.layers[1].output == .map(channels: 4, height: 4, width: 4))
    #expect(imported.network.layers[1].convolution?.bias == true)
    #expect(imported.weights.names == ["features.0.weight", "features.0.bias"])
    let bias = try #require(try imported.weights.tensor("features.0.bias"))
    #expect(bias == Tensor(shape: .vector(4), values: [0, 1, 2, 3]))
    #expect(try imported.weights.tensor("features.1.bias") == nil)
}

/// Output ⌈n/stride⌉, the odd row of padding at the end (UPPER) or the beginning (LOWER).
@Test func automaticPaddingIsWorkedOut() throws {
    for (mode, padding) in [
        ("SAME_UPPER", Padding(top: 0, left: 0, bottom: 1, right: 1)),
        ("SAME_LOWER", Padding(top: 1, left: 1, bottom: 0, right: 0)),
        ("VALID", 0),
    ] {
        var model = TestModel()
        model.weight("w", [4, 3, 3, 3])
        model.node("Conv", ["x", "w"], "y", ints: ["strides": [2, 2]], text: ["auto_pad": mode])
        let layer = try model.read().network.layers[1]
        #expect(layer.convolution?.padding == padding)
        #expect(layer.output.height == (mode == "VALID" ? 3 : 4))
    }
}

@Test func aConvolutionAlongOneAxisHasAHeightOfOne() throws {
    var model = TestModel(input: [1, 3, 8])
    model.weight("w", [6, 1, 3])
    model.node("Conv", ["x", "w"], "y", ints: ["pads": [1, 1]], int: ["group": 3])
    model.weight("v", [5, 6, 1])
    model.node("Conv", ["y", "v"], "z")
    #expect(
        try model.layers() == [
            "x input 3×8", "x.reshape reshape 3×1×8", "node_y convolution 6×1×8", "node_z convolution 5×1×8",
        ])
}

@Test func weightsOfALinearLayerHaveTheOutputsFirst() throws {
    var model = TestModel(input: [1, 3])
    model.weight("w", [3, 2])
    model.node("MatMul", ["x", "w"], "y")
    let imported = try model.read()
    #expect(try imported.weights.tensor("node_y.weight") == Tensor(shape: Shape([2, 3]), values: [0, 2, 4, 1, 3, 5]))
}

@Test func aVectorAddedToAProductIsItsBias() throws {
    var model = TestModel(input: [1, 4, 3])
    model.weight("w", [3, 2])
    model.weight("b", [2])
    model.node("MatMul", ["x", "w"], "y")
    model.node("Add", ["b", "y"], "z")
    let network = try model.read().network
    #expect(network.layers.count == 2)
    #expect(network.layers[1].operation == .linear(Linear(outputFeatures: 2, bias: true)))
    #expect(network.parameters == 8)
}

@Test func aVectorAddedToAProductThatIsReadElsewhereStaysALayer() throws {
    var model = TestModel(input: [1, 4, 3])
    model.weight("w", [3, 2])
    model.weight("b", [2])
    model.node("MatMul", ["x", "w"], "y")
    model.node("Add", ["y", "b"], "z")
    model.node("Mul", ["y", "z"], "out")
    #expect(
        try model.layers() == [
            "x input 4×3", "node_y linear 4×2", "b constant 1×2", "node_z add 4×2", "node_out multiply 4×2",
        ])
}

@Test func weightsOnTheLeftMultiplyTheTransposed() throws {
    var model = TestModel(input: [1, 4, 3])
    model.weight("w", [5, 4])
    model.node("MatMul", ["w", "x"], "y")
    #expect(
        try model.layers() == [
            "x input 4×3", "node_y transpose 3×4", "node_y.2 linear 3×5", "node_y.3 transpose 5×3",
        ])
}

/// Shape, Gather, Concat and Reshape as exporters write `x.view(x.size(0), -1)`.
@Test func shapesAreWorkedOutWhileReading() throws {
    var model = TestModel(input: [1, 3, 4, 4])
    model.integers("zero", [0], dims: [])
    model.integers("rest", [-1])
    model.integers("first", [0])
    model.node("Shape", ["x"], "shape")
    model.node("Gather", ["shape", "zero"], "batch")
    model.node("Unsqueeze", ["batch", "first"], "list")
    model.node("Concat", ["list", "rest"], "target", int: ["axis": 0])
    model.node("Reshape", ["x", "target"], "flat")
    model.weight("w", [10, 48])
    model.node("Gemm", ["flat", "w"], "y", int: ["transB": 1])
    #expect(try model.layers() == ["x input 3×4×4", "x.flatten flatten 48", "node_y linear 10"])
}

@Test func theBatchMayStandAnywhere() throws {
    // Tokens first, as PyTorch's attention has them.
    var model = TestModel(input: [1, 5, 8])
    model.weight("w", [8, 8])
    model.weight("v", [8, 8])
    model.node("Transpose", ["x"], "t", ints: ["perm": [1, 0, 2]])
    model.node("MatMul", ["t", "w"], "y")
    model.node("Transpose", ["y"], "u", ints: ["perm": [1, 0, 2]])
    model.node("Add", ["u", "x"], "z")
    #expect(try model.layers() == ["x input 5×8", "node_y linear 5×8", "node_z add 5×8"])
}

@Test func aClassTokenIsExpandedAndJoined() throws {
    var model = TestModel(input: [1, 4, 3])
    model.weight("cls_token", [1, 1, 3])
    model.integers("target", [1, -1, -1].map { $0 < 0 ? 1 : $0 })
    model.node("Expand", ["cls_token", "target"], "token")
    model.node("Concat", ["token", "x"], "y", int: ["axis": 1])
    let imported = try model.read()
    #expect(imported.network.layers.map(\.output) == [Shape([4, 3]), Shape([1, 3]), Shape([5, 3])])
    #expect(imported.weights.names == ["cls_token"])
}

@Test func numbersScaleAndShift() throws {
    var model = TestModel()
    model.weight("two", [], [2])
    model.node("Div", ["x", "two"], "a")
    model.node("Sub", ["two", "a"], "b")
    model.node("Sub", ["b", "two"], "c")
    model.node("Neg", ["c"], "d")
    #expect(
        try model.read().network.layers.dropFirst().map(\.operation) == [
            .scale(factor: 0.5, offset: 0), .scale(factor: -1, offset: 2), .scale(factor: 1, offset: -2),
            .scale(factor: -1, offset: 0),
        ])
}

@Test func clipsWithKnownBoundsHaveNamesOfTheirOwn() throws {
    var model = TestModel(opset: 11)
    model.weight("zero", [], [0])
    model.weight("six", [], [6])
    model.weight("one", [], [1])
    model.node("Clip", ["x", "zero", "six"], "a")
    model.node("Clip", ["a", "zero"], "b")
    model.node("Clip", ["b", "zero", "one"], "c")
    model.node("Clip", ["c"], "d")
    #expect(try model.read().network.layers.map(\.operation.word) == ["input", "relu6", "relu", "clip"])
    var old = TestModel(opset: 9)
    old.node("Clip", ["x"], "a", float: ["min": 0, "max": 6])
    #expect(try old.read().network.layers.map(\.operation.word) == ["input", "relu6"])
}

@Test func geluIsRecognisedInAnyOrder() throws {
    for order in 0..<4 {
        var model = TestModel(opset: 13)
        model.weight("root", [], [order == 3 ? 0.70710677 : 1.4142135])
        model.weight("one", [], [1])
        model.weight("half", [], [0.5])
        model.node(order == 3 ? "Mul" : "Div", ["x", "root"], "a")
        model.node("Erf", ["a"], "b")
        model.node("Add", order == 1 ? ["one", "b"] : ["b", "one"], "c")
        switch order {
        case 0, 3:
            model.node("Mul", ["x", "c"], "d")
            model.node("Mul", ["d", "half"], "y")
        case 1:
            model.node("Mul", ["half", "c"], "d")
            model.node("Mul", ["x", "d"], "y")
        default:
            model.node("Mul", ["x", "half"], "d")
            model.node("Mul", ["d", "c"], "y")
        }
        #expect(try model.layers() == ["x input 3×8×8", "node_y gelu 3×8×8"])
    }
}

@Test func gatedActivationsAreRecognised() throws {
    var model = TestModel(opset: 13)
    model.weight("zero", [], [0])
    model.weight("three", [], [3])
    model.weight("six", [], [6])
    model.node("Sigmoid", ["x"], "a")
    model.node("Mul", ["x", "a"], "silu")
    model.node("HardSigmoid", ["silu"], "b", float: ["alpha": 1 / 6])
    model.node("Mul", ["b", "silu"], "hard")
    model.node("Add", ["hard", "three"], "c")
    model.node("Clip", ["c", "zero", "six"], "d")
    model.node("Mul", ["hard", "d"], "e")
    model.node("Div", ["e", "six"], "y")
    #expect(
        try model.layers() == [
            "x input 3×8×8", "node_silu silu 3×8×8", "node_hard hard-swish 3×8×8", "node_y hard-swish 3×8×8",
        ])
}

@Test func layerNormOfOldOpsetsIsRecognised() throws {
    var model = TestModel(opset: 13, input: [1, 4, 8])
    model.weight("two", [], [2])
    model.weight("eps", [], [1e-6])
    model.weight("norm.weight", [8])
    model.weight("norm.bias", [8])
    model.node("ReduceMean", ["x"], "mean", ints: ["axes": [-1]])
    model.node("Sub", ["x", "mean"], "d")
    model.node("Pow", ["d", "two"], "s")
    model.node("ReduceMean", ["s"], "v", ints: ["axes": [-1]])
    model.node("Add", ["v", "eps"], "e")
    model.node("Sqrt", ["e"], "r")
    model.node("Div", ["d", "r"], "q")
    model.node("Mul", ["q", "norm.weight"], "m")
    model.node("Add", ["m", "norm.bias"], "y")
    let imported = try model.read()
    #expect(imported.network.layers[1].operation == .layerNorm(LayerNorm(epsilon: 1e-6)))
    #expect(imported.network.layers.map(\.name) == ["x", "norm"])
    #expect(imported.weights.names == ["norm.weight", "norm.bias"])
}

@Test func softmaxAlongAnotherAxisIsTurnedThereAndBack() throws {
    var model = TestModel(opset: 13, input: [1, 4, 8])
    model.node("Softmax", ["x"], "y", int: ["axis": 1])
    #expect(
        try model.layers() == ["x input 4×8", "node_y transpose 8×4", "node_y.2 softmax 8×4", "node_y.3 transpose 4×8"])
    var old = TestModel(opset: 9, input: [1, 4, 8])
    old.node("Softmax", ["x"], "y")
    #expect(try old.layers() == ["x input 4×8", "x.flatten flatten 32", "node_y softmax 32"])
}

@Test func slicesSplitsAndGathersCut() throws {
    var model = TestModel(opset: 13, input: [1, 6, 8, 8])
    model.integers("starts", [0, 1])
    model.integers("ends", [.max, -1])
    model.integers("axes", [2, 3])
    model.integers("steps", [2, 1])
    model.integers("index", [1], dims: [])
    model.node("Slice", ["x", "starts", "ends", "axes", "steps"], "a")
    model.node("Split", ["a"], "b", "c", int: ["axis": 1])
    model.node("Gather", ["c", "index"], "d", int: ["axis": 1])
    model.node("Add", ["c", "b"], "e")
    model.node("ReduceMean", ["e"], "f", ints: ["axes": [1]], int: ["keepdims": 0])
    model.node("Mul", ["d", "f"], "y")
    let network = try model.read().network
    #expect(
        network.layers.map(\.output.description) == [
            "6×8×8", "6×4×8", "6×4×6", "3×4×6", "3×4×6", "1×4×6", "3×4×6", "4×6", "4×6", "4×6",
        ])
}

@Test func deadEndsAreLeftOut() throws {
    var model = TestModel()
    model.node("NotAnOperator", ["x"], "unused")
    model.node("Relu", ["x"], "y")
    #expect(try model.layers() == ["x input 3×8×8", "node_y relu 3×8×8"])
}

@Test func poolingKeepsItsRules() throws {
    var model = TestModel()
    model.node("MaxPool", ["x"], "a", ints: ["kernel_shape": [3, 3], "strides": [2, 2]], int: ["ceil_mode": 1])
    model.node("AveragePool", ["a"], "b", ints: ["kernel_shape": [2, 2], "pads": [1, 1, 1, 1]])
    model.node("GlobalMaxPool", ["b"], "c")
    #expect(
        try model.read().network.layers.dropFirst().map(\.operation) == [
            .pool(Pooling(.maximum, window: 3, stride: 2, roundsUp: true)),
            .pool(Pooling(.average, window: 2, stride: 1, padding: 1, countsPadding: false)), .globalPool(.maximum),
        ])
}

@Test func openExtentsCanBeGiven() throws {
    var model = TestModel()
    model.message.graph.input = []
    model.addInput("x", [.dimParam("batch"), .dimValue(3), .dimParam("height"), .dimValue(8)])
    model.node("Relu", ["x"], "y")
    #expect(try model.errors() == ["model.onnx: error: input 'x' leaves an extent open; give it: --extent height=N"])
    for key in ["height", "2", "x:2"] {
        let network = try ONNXReader("model.onnx", options: ImportOptions(extents: [key: 6])).read(bytes: model.bytes())
            .network
        #expect(network.layers[0].output == .map(channels: 3, height: 6, width: 8))
    }
    #expect(throws: InvalidInput.self) {
        try ONNXReader("model.onnx", options: ImportOptions(extents: ["height": 6, "depth": 6])).read(
            bytes: model.bytes())
    }
}

/// −1 and an extent without a name are open too; the batch among them is 1.
@Test func extentsThatAreOpenWithoutANameAreGivenByTheirAxis() throws {
    var model = TestModel()
    model.message.graph.input = []
    model.addInput("x", [.dimValue(-1), .dimValue(3), .dimValue(0), .dimParam("")])
    model.node("Relu", ["x"], "y")
    #expect(
        try model.errors() == [
            "model.onnx: error: input 'x' leaves 2 extents open; give them: --extent 2=N --extent 3=N"
        ])
    let network = try ONNXReader("model.onnx", options: ImportOptions(extents: ["2": 6, "3": 5])).read(
        bytes: model.bytes()
    ).network
    #expect(network.layers[0].output == .map(channels: 3, height: 6, width: 5))
}

@Test func aBatchOfAnySizeIsReadAsOneOnRequest() throws {
    var model = TestModel(input: [8, 3, 4, 4])
    model.node("Relu", ["x"], "y")
    let one = try ONNXReader("model.onnx", options: ImportOptions(batch: .any)).read(bytes: model.bytes()).network
    #expect(one.layers[0].output == .map(channels: 3, height: 4, width: 4))
    let all = try ONNXReader("model.onnx", options: ImportOptions(batch: .none)).read(bytes: model.bytes()).network
    #expect(all.layers[0].output == Shape([8, 3, 4, 4]))
}

@Test func aNetworkEndsWhereTheUserSays() throws {
    var model = TestModel()
    model.node("Relu", ["x"], "a")
    model.node("Tanh", ["a"], "b")
    model.node("NonZero", ["b"], "y")
    let network = try ONNXReader("model.onnx", options: ImportOptions(outputs: ["b"])).read(bytes: model.bytes())
        .network
    #expect(network.layers.map(\.name) == ["x", "node_a", "node_b"])
}

@Test func partsOfASplitThatNothingReadsAreNoOutputs() throws {
    var model = TestModel(input: [1, 6, 4, 4])
    model.node("Split", ["x"], "a", "b", "c", int: ["axis": 1])
    model.node("Add", ["a", "b"], "y")
    let network = try model.read().network
    #expect(network.outputs == [network.layers.count - 1])
}

@Test func layersThatReadTheSameInitialiserShareIt() throws {
    var model = TestModel(input: [1, 4, 8])
    model.weight("w", [8, 8])
    model.weight("b", [8])
    model.node("MatMul", ["x", "w"], "a")
    model.node("Add", ["a", "b"], "c")
    model.node("Relu", ["c"], "d")
    model.node("MatMul", ["d", "w"], "e")
    model.node("Add", ["e", "b"], "y")
    let network = try model.read().network
    let layers = network.stationaryLayers.map { network.layers[$0] }
    #expect(layers.map(\.weights) == ["node_a", "node_a"])
    #expect(network.parameters == 72)
    #expect(network.multiplyAccumulates == 2 * 4 * 64)
}

/// Windows of a transposed convolution: MACs are those of PyTorch's counter, H·W of the input times all weights.
@Test func aTransposedConvolutionIsAConvolutionOfKernelOneAndASum() throws {
    var model = TestModel(input: [1, 6, 5, 5])
    model.weight("up.weight", [6, 2, 3, 3])
    model.node(
        "ConvTranspose", ["x", "up.weight"], "y",
        ints: ["strides": [2, 2], "pads": [1, 1, 1, 1], "output_padding": [1, 1]], int: ["group": 2])
    let network = try model.read().network
    #expect(network.layers.map(\.output.description) == ["6×5×5", "36×5×5", "4×10×10"])
    #expect(network.multiplyAccumulates == 5 * 5 * 6 * 2 * 9)
}

/// A product with as many rows as columns: C of one number per row is no bias.
@Test func onlyNumbersByColumnAreBiases() throws {
    for (dims, isBias) in [([4], true), ([1, 4], true), ([4, 1], false), ([], false)] as [([Int64], Bool)] {
        var model = TestModel(input: [4, 3])
        model.weight("w", [4, 3])
        model.weight("c", dims)
        model.node("Gemm", ["x", "w", "c"], "y", int: ["transB": 1])
        let network = try ONNXReader("model.onnx", options: ImportOptions(batch: .none)).read(bytes: model.bytes())
            .network
        #expect(network.layers[1].operation == .linear(Linear(outputFeatures: 4, bias: isBias)))
    }
}
