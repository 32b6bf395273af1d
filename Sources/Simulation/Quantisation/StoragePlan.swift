import Mapping
import Networks

/// Which tensors of a network are stored as integer codes, with how many bits, and which of them can be negative.
///
/// A stage passes its results through its digital layers as they come and stores them at the end
/// (``Mapping/Stage``); what is stored, and what a layer with weights or a product of two tensors
/// reads, are codes. Everything else is never stored. Layers that only move elements or take maxima give codes of
/// the format that they read.
struct StoragePlan: Sendable {
    /// For each layer, bits of its output if it is turned into codes there; nil otherwise.
    let bits: [Int?]
    /// For each layer, whether its output is never negative whatever the input.
    let isNonNegative: [Bool]

    /// - Parameter inputBits: for each stage of the graph, bits of an input value.
    init(_ folded: FoldedNetwork, _ graph: StageGraph, inputBits: [Int]) {
        let network = folded.network
        let layers = network.layers
        let roots = Self.roots(network)
        var bits = [Int?](repeating: nil, count: layers.count)
        for (index, layer) in layers.enumerated() {
            let isProduct = if case .matmul = layer.operation { true } else { false }
            let stage = graph.stageOfLayer[index]
            for input in layer.inputs where layer.isStationary || isProduct || graph.stageOfLayer[input] != stage {
                bits[roots[input]] = max(bits[roots[input]] ?? 0, inputBits[stage])
            }
        }
        self.bits = bits
        var positive = [Bool](repeating: false, count: layers.count)
        for (index, layer) in layers.enumerated() {
            let inputs = layer.inputs.allSatisfy { positive[$0] }
            positive[index] =
                switch layer.operation {
                case .input, .convolution, .linear, .layerNorm, .batchNorm: false
                case .constant: folded.constants[index]?.allSatisfy { $0 >= 0 } ?? false
                case .activation(let activation): activation.isNonNegative || (inputs && activation.keepsSign)
                case .scale(let factor, let offset): inputs && factor >= 0 && offset >= 0
                case .matmul, .pool, .globalPool, .mean, .add, .multiply, .concat, .flatten, .reshape, .transpose,
                    .slice, .gather,
                    .expand, .overlapAdd, .reduce:
                    inputs
                case .quantise(let format): inputs || format.zero <= format.lowest
                case .pad(_, _, _, let value): inputs && value >= 0
                case .argMax: true
                case .interpolate(let interpolation): inputs && interpolation.weights.allSatisfy { $0 >= 0 }
                case .arithmetic(let arithmetic): arithmetic.isNonNegative(inputs)
                case .select: layer.inputs.dropFirst().allSatisfy { positive[$0] }
                case .embedding: folded.constants[index]?.allSatisfy { $0 >= 0 } ?? false
                }
        }
        isNonNegative = positive
    }

    /// For each layer, the one whose codes it passes on: itself when it computes something.
    private static func roots(_ network: Network) -> [Int] {
        var roots = Array(network.layers.indices)
        for (index, layer) in network.layers.enumerated() {
            let passes =
                switch layer.operation {
                case .flatten, .reshape, .transpose, .slice, .pad, .concat, .gather, .expand, .globalPool(.maximum):
                    true
                case .pool(let pool): pool.kind == .maximum
                default: false
                }
            let sources = Set(layer.inputs.map { roots[$0] })
            if passes, sources.count == 1, let source = sources.first { roots[index] = source }
        }
        return roots
    }
}

extension Activation {
    /// Whether numbers that are not negative stay so.
    fileprivate var keepsSign: Bool {
        switch self {
        case .leakyRelu, .elu, .tanh, .gelu, .silu, .hardSwish: true
        case .function(let function): function.keepsSign
        default: false
        }
    }
}

extension Arithmetic {
    /// Whether no result is negative, where none of the inputs is or where some may be.
    fileprivate func isNonNegative(_ inputs: Bool) -> Bool {
        switch self {
        case .less, .lessOrEqual, .equal, .and, .or, .exclusiveOr: true
        case .divide, .power, .maximum, .minimum, .modulo, .remainder, .slope: inputs
        case .subtract: false
        }
    }
}
