import Diagnostics
import Foundation
import Testing

@testable import Networks

/// Damaged models give errors, not crashes: as many as the environment variable NAXDSE_FUZZ_INPUTS says.
@Test func damagedModelsGiveErrorsNotCrashes() throws {
    let count = ProcessInfo.processInfo.environment["NAXDSE_FUZZ_INPUTS"].flatMap { Int($0) } ?? 1000
    let seeds = try [TestModel.many(), TestModel.attention(), TestModel.shapes()].map { try [UInt8]($0.bytes()) }
    for seed in seeds { _ = try ONNXReader("model.onnx").read(bytes: Data(seed)) }
    var random = SplitMix(state: 7)
    var accepted = 0
    for index in 0..<count {
        let bytes = random.damaged(seeds[index % seeds.count])
        do throws(InvalidInput) {
            let model = try ONNXReader("model.onnx").read(bytes: Data(bytes))
            accepted += 1
            for name in model.weights.names where (model.weights.shape(of: name)?.elementCount ?? 0) < 10_000 {
                _ = try model.weights.tensor(name)
            }
        } catch {
            #expect(!error.diagnostics.isEmpty)
        }
    }
    // Some damage goes unnoticed (names, values); if none did, or all, nothing was tested.
    #expect(accepted > 0 && accepted < count)
}

extension TestModel {
    /// One of every layer with a window, and activations.
    static func many() -> TestModel {
        var model = TestModel(opset: 13, input: [1, 2, 8, 8])
        model.weight("a.weight", [4, 2, 3, 3])
        model.weight("n", [4])
        model.weight("low", [], [0])
        model.weight("high", [], [6])
        model.integers("pads", [0, 0, 1, 0, 0, 0, 0, 1])
        model.node(
            "Conv", ["x", "a.weight", "n"], "a",
            ints: ["pads": [1, 1, 1, 1], "strides": [1, 2], "dilations": [1, 1]])
        model.node("BatchNormalization", ["a", "n", "n", "n", "n"], "b", float: ["epsilon": 1e-3])
        model.node("Clip", ["b", "low", "high"], "c")
        model.node(
            "MaxPool", ["c"], "d", ints: ["kernel_shape": [2, 2], "strides": [2, 1]], text: ["auto_pad": "SAME_UPPER"])
        model.node("Pad", ["d", "pads"], "e")
        model.node("Split", ["e"], "f", "g", int: ["axis": 1])
        model.node("Concat", ["g", "f"], "h", int: ["axis": 1])
        model.node("GlobalAveragePool", ["h"], "i")
        model.node("Flatten", ["i"], "j")
        model.weight("k.weight", [3, 4])
        model.node("Gemm", ["j", "k.weight"], "k", int: ["transB": 1])
        model.node("Softmax", ["k"], "y", int: ["axis": 1])
        return model
    }

    /// A product of two tensors, with transpositions and reshapes.
    static func attention() -> TestModel {
        var model = TestModel(opset: 17, input: [1, 4, 6])
        model.weight("w", [6, 18])
        model.weight("norm", [6])
        model.weight("scale", [], [0.7])
        model.integers("split", [1, 4, 3, 2, 3])
        model.integers("join", [0, 0, -1])
        model.integers("first", [0], dims: [])
        model.node("LayerNormalization", ["x", "norm", "norm"], "n", int: ["axis": -1])
        model.node("MatMul", ["n", "w"], "a")
        model.node("Reshape", ["a", "split"], "b")
        model.node("Transpose", ["b"], "c", ints: ["perm": [2, 0, 3, 1, 4]])
        model.node("Split", ["c"], "q", "k", "v", int: ["axis": 0])
        model.node("Transpose", ["k"], "t", ints: ["perm": [0, 1, 2, 4, 3]])
        model.node("Mul", ["q", "scale"], "s")
        model.node("MatMul", ["s", "t"], "m")
        model.node("Softmax", ["m"], "p", int: ["axis": -1])
        model.node("MatMul", ["p", "v"], "o")
        model.node("Gather", ["o", "first"], "g", int: ["axis": 0])
        model.node("Transpose", ["g"], "u", ints: ["perm": [0, 2, 1, 3]])
        model.node("Reshape", ["u", "join"], "r")
        model.node("Add", ["r", "x"], "y")
        return model
    }

    /// A reshape whose extents are worked out by a chain of operators.
    static func shapes() -> TestModel {
        var model = TestModel(opset: 14, input: [1, 3, 4, 4])
        model.integers("i", [0, 1], dims: [2])
        model.integers("two", [2])
        model.integers("minus", [-1])
        model.node("Shape", ["x"], "s")
        model.node("Gather", ["s", "i"], "a", int: ["axis": 0])
        model.node("ConstantOfShape", ["two"], "ones")
        model.node("Cast", ["ones"], "zeros", int: ["to": 7])
        model.node("Add", ["a", "zeros"], "b")
        model.node("Equal", ["b", "minus"], "e")
        model.node("Where", ["e", "b", "b"], "w")
        model.node("Slice", ["w", "minus", "two"], "l")
        model.node("Mul", ["l", "two"], "m")
        model.node("Div", ["m", "two"], "d")
        model.node("Concat", ["d", "minus"], "t", int: ["axis": 0])
        model.node("Reshape", ["x", "t"], "r")
        model.node("Relu", ["r"], "y")
        return model
    }
}

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Some bytes changed, swapped, doubled or cut off.
    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &self)
            switch Int.random(in: 0..<6, using: &self) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &self)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 2: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &self)!
            case 3: bytes.swapAt(place, Int.random(in: bytes.indices, using: &self))
            case 4: bytes.insert(bytes[place], at: place)
            default:
                // Most of the file stays, so that the damage is met late as well.
                if Int.random(in: 0..<8, using: &self) == 0 {
                    bytes.removeSubrange(place...)
                } else {
                    bytes.remove(at: place)
                }
            }
        }
        return bytes
    }
}
