import Mapping
import Networks

/// Which results of a network are stored as integers: those that a layer with weights or a product
/// of tensors reads, and those that another stage reads. Training rounds them where the chip does.
struct Storage: Sendable {
    /// For each layer, bits of its result where it is stored; nil otherwise.
    let bits: [Int?]
    /// For each layer who asks for that: layers that read it, or what passes on its elements, and with how many bits.
    private let demands: [[(reader: Int, bits: Int)]]
    /// For each layer the one that computed its elements: itself, but where it only moves them.
    private let source: [Int]
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
        var demands = [[(reader: Int, bits: Int)]](repeating: [], count: layers.count)
        for (index, layer) in layers.enumerated() {
            let isProduct = if case .matmul = layer.operation { true } else { false }
            let stage = graph.stageOfLayer[index]
            for input in layer.inputs where layer.isStationary || isProduct || graph.stageOfLayer[input] != stage {
                demands[source[input]].append((index, inputBits[stage]))
            }
        }
        bits = demands.map { $0.map(\.bits).max() }
        (self.demands, self.source) = (demands, source)
        var positive = [Bool](repeating: false, count: layers.count)
        for (index, layer) in layers.enumerated() {
            let inputs = !layer.inputs.isEmpty && layer.inputs.allSatisfy { positive[$0] }
            positive[index] =
                switch layer.operation {
                case .input, .constant, .convolution, .linear, .layerNorm, .batchNorm: false
                case .activation(let activation): activation.isNonNegative || (inputs && activation.keepsSign)
                case .scale(let factor, let offset): inputs && factor >= 0 && offset >= 0
                case .matmul, .pool, .globalPool, .mean, .add, .multiply, .concat, .flatten, .reshape, .transpose,
                    .slice, .gather,
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

extension Storage {
    /// The same where some blocks are left out: what they read is stored where somebody else reads it, or what the
    /// block gave was.
    ///
    /// - Parameter blocks: of each the layers, the one that it reads and the last one.
    func bits(leavingOut blocks: [(layers: Set<Int>, input: Int, output: Int)]) -> [Int?] {
        guard !blocks.isEmpty else { return bits }
        let gone = blocks.reduce(into: Set<Int>()) { $0.formUnion($1.layers) }
        var bits = demands.map { demands in demands.lazy.filter { !gone.contains($0.reader) }.map(\.bits).max() }
        // Last blocks first, since one may read another.
        for block in blocks.sorted(by: { $0.output > $1.output }) {
            guard let own = bits[block.output] else { continue }
            let place = source[block.input]
            bits[place] = max(bits[place] ?? 0, own)
        }
        return bits
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
