import Mapping
import Networks

/// Which results of a network are stored as integers: those that a layer with weights or a product
/// of tensors reads, and those that another stage reads. Training rounds them where the chip does.
struct Storage: Sendable {
    /// For each layer, bits of its result where it is stored; nil otherwise.
    let bits: [Int?]
    /// For each layer, whether its result is never negative.
    let isNonNegative: [Bool]

    /// - Parameter inputBits: for each stage, bits of the values it reads.
    init(_ network: Network, _ graph: StageGraph, inputBits: [Int]) {
        let layers = network.layers
        // What only moves elements passes on what it reads: rounding belongs to the layer that computed it.
        var source = Array(layers.indices)
        for (index, layer) in layers.enumerated() where layer.operation.passesElements {
            let sources = Set(layer.inputs.map { source[$0] })
            if sources.count == 1 { source[index] = sources.first! }
        }
        var bits = [Int?](repeating: nil, count: layers.count)
        for (index, layer) in layers.enumerated() {
            let isProduct = if case .matmul = layer.operation { true } else { false }
            let stage = graph.stageOfLayer[index]
            for input in layer.inputs where layer.isStationary || isProduct || graph.stageOfLayer[input] != stage {
                bits[source[input]] = max(bits[source[input]] ?? 0, inputBits[stage])
            }
        }
        self.bits = bits
        var positive = [Bool](repeating: false, count: layers.count)
        for (index, layer) in layers.enumerated() {
            let inputs = !layer.inputs.isEmpty && layer.inputs.allSatisfy { positive[$0] }
            positive[index] = switch layer.operation {
            case .input, .constant, .convolution, .linear, .layerNorm, .batchNorm: false
            case .activation(let activation): activation.isNonNegative || (inputs && activation.keepsSign)
            case .scale(let factor, let offset): inputs && factor >= 0 && offset >= 0
            case .matmul, .pool, .globalPool, .mean, .add, .multiply, .concat, .flatten, .reshape, .transpose, .slice, .gather,
                .expand, .overlapAdd, .quantise:
                inputs
            case .pad(_, _, _, let value): inputs && value >= 0
            case .reduce(_, _): inputs
            case .argMax: true
            case .interpolate, .arithmetic, .select, .embedding: false
            }
        }
        isNonNegative = positive
    }
}

extension Layer.Operation {
    /// Whether every element of the result is one of the inputs', or 0.
    fileprivate var passesElements: Bool {
        switch self {
        case .flatten, .reshape, .transpose, .slice, .pad, .concat, .gather, .expand, .globalPool(.maximum): true
        case .pool(let pool): pool.kind == .maximum
        default: false
        }
    }
}

extension Activation {
    fileprivate var isNonNegative: Bool {
        switch self {
        case .relu, .relu6, .sigmoid, .hardSigmoid, .softmax: true
        case .function(let function): function.isNonNegative
        case .clip(let minimum, _): minimum >= 0
        case .leakyRelu, .elu, .tanh, .gelu, .silu, .hardSwish, .logSoftmax: false
        }
    }

    /// Whether what is not negative stays so.
    fileprivate var keepsSign: Bool {
        switch self {
        case .leakyRelu, .elu, .tanh, .gelu, .silu, .hardSwish: true
        case .function(let function): function.keepsSign
        default: false
        }
    }
}
