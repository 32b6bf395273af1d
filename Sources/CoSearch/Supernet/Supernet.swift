import Mapping
import Networks
import Tensors

/// A network whose layers have several paths, with the tensors that it learns.
///
/// ```swift
/// let net = try Supernet(plan, on: .cpu, of: backend)
/// let logits = try net.logits(batch, draw.layers, .training)
/// ```
///
/// Paths of one kernel share their weights, whatever their crossbars; a batch-norm that folds into its layer is part
/// of the path: scale and shift belong to the kernel, statistics to the path.
///
/// Tensors have the names that `simulate` reads, `LAYER.weight`, `BN.running_mean`, …; where there are several
/// kernels, `@5` follows for the kernel, and `/2` for the path where there are several of one kernel.
/// What a chip stores is rounded with a range, `LAYER.range`, the moving maximum of its magnitude.
public final class Supernet {
    public let plan: SupernetPlan
    public let backend: Backend
    public let device: Tensors.Device
    /// What gradients change.
    public internal(set) var parameters = NamedTensors()
    /// What training moves otherwise: running statistics and ranges.
    public internal(set) var buffers = NamedTensors()
    let storage: Storage
    /// Gains of the weights, by layer and path; only where they change something.
    var gains: [PathKey: Tensor] = [:]
    let stageOfAnchor: [Int: Int]
    /// For each layer of a block that may be left out, the block.
    let blockOfLayer: [Int: BlockOfPlan]
    /// For each layer whose output's channels vary, which of the plan's shapes they are.
    let widthOfLayer: [Int?]

    /// Of the pass at hand: bits of the results that are stored, and for the last layer of each block that is left out
    /// the one that stands for it.
    var storedBits: [Int?]
    var standIns: [Int: Int] = [:]

    /// A block that may be left out: the layer that it reads and its last one, its place among the choices, and with
    /// which of them it is there.
    struct BlockOfPlan {
        var layers: Set<Int>
        var input, output, choice: Int
        var isThere: [Bool]
    }

    struct PathKey: Hashable {
        var stage: Int
        var path: Int
    }

    public var network: Network { plan.network }

    /// Draws first weights from the backend's random generator: normal with variance 2/inputs for
    /// convolutions (He et al., arXiv 1502.01852), uniform within ±1/√inputs for linear layers.
    public init(_ plan: SupernetPlan, on device: Tensors.Device, of backend: Backend) throws(TensorError) {
        guard plan.network.sharing.isEmpty else {
            throw TensorError(
                operation: "supernet", shapes: [], problem: "layers that share their weights cannot be trained")
        }
        self.plan = plan
        self.backend = backend
        self.device = device
        stageOfAnchor = Dictionary(uniqueKeysWithValues: plan.graph.stages.enumerated().map { ($1.anchor, $0) })
        var blocks: [Int: BlockOfPlan] = [:], widths = [Int?](repeating: nil, count: plan.network.layers.count)
        for (number, shape) in plan.shapes.enumerated() {
            switch shape {
            case .channels(let layers, _): for layer in layers { widths[layer] = number }
            case .block(let block, let isThere):
                let entry = BlockOfPlan(
                    layers: Set(block.layers), input: block.input, output: block.output,
                    choice: plan.paths.count + number, isThere: isThere)
                for layer in block.layers { blocks[layer] = entry }
            }
        }
        (blockOfLayer, widthOfLayer) = (blocks, widths)
        storage = Storage(plan.network, plan.graph, inputBits: plan.paths.map { $0.map(\.precision.inputs).max()! })
        storedBits = storage.bits
        for (index, layer) in plan.network.layers.enumerated() {
            if let stage = stageOfAnchor[index] {
                try addWeights(layer, stage)
            } else {
                try addOther(layer, index)
            }
            if storage.bits[index] != nil {
                try buffers.add("\(layer.name).range") { () throws(TensorError) in try backend.zeros([1], on: device) }
            }
        }
        for parameter in parameters.all { try parameter.requireGradient() }
    }

    private func addWeights(_ layer: Layer, _ stage: Int) throws(TensorError) {
        let (backend, device) = (backend, device)
        for (number, path) in plan.paths[stage].enumerated() {
            let suffix = plan.suffixes(stage, number)
            let shape = weightShape(layer, path.kernel)
            let inputs = shape.dropFirst().reduce(1, *)
            try parameters.add("\(layer.name).weight\(plan.weightSuffix(stage, number))") { () throws(TensorError) in
                let shape = weightShape(layer, plan.storedKernel(stage, number)),
                    inputs = shape.dropFirst().reduce(1, *)
                return path.kernel == nil
                    ? try backend.uniform(shape, in: Self.bound(inputs), on: device)
                    : try backend.normal(shape, deviation: (2 / Double(inputs)).squareRoot(), on: device).channelsLast()
            }
            if layer.hasBias {
                try parameters.add("\(layer.name).bias\(suffix.kernel)") { () throws(TensorError) in
                    try backend.uniform([shape[0]], in: Self.bound(inputs), on: device)
                }
            }
            if let norm = plan.foldedNorm(of: plan.graph.stages[stage].anchor) {
                try addNorm(norm.layer.name, shape[0], shared: suffix.kernel, own: suffix.path)
            }
            if path.effects.changesWeights {
                let groups = layer.convolution?.groups ?? 1
                let values = try backend.tensor(
                    path.effects.gains(outputs: shape[0], inputs: inputs, groups: groups), shape, on: device)
                gains[PathKey(stage: stage, path: number)] = path.kernel == nil ? values : try values.channelsLast()
            }
        }
    }

    private func addNorm(_ name: String, _ channels: Int, shared: String, own: String) throws(TensorError) {
        let (backend, device) = (backend, device)
        try parameters.add("\(name).weight\(shared)") { () throws(TensorError) in
            try backend.ones([channels], on: device)
        }
        try parameters.add("\(name).bias\(shared)") { () throws(TensorError) in
            try backend.zeros([channels], on: device)
        }
        try buffers.add("\(name).running_mean\(own)") { () throws(TensorError) in
            try backend.zeros([channels], on: device)
        }
        try buffers.add("\(name).running_var\(own)") { () throws(TensorError) in
            try backend.ones([channels], on: device)
        }
    }

    private func addOther(_ layer: Layer, _ index: Int) throws(TensorError) {
        let (backend, device) = (backend, device)
        switch layer.operation {
        case .batchNorm where network.foldTarget(of: index) == nil:
            try addNorm(layer.name, layer.output.channels, shared: "", own: "")
        case .layerNorm:
            try parameters.add("\(layer.name).weight") { () throws(TensorError) in
                try backend.ones([layer.output.features], on: device)
            }
            try parameters.add("\(layer.name).bias") { () throws(TensorError) in
                try backend.zeros([layer.output.features], on: device)
            }
        case .constant(let shape):
            try parameters.add(layer.name) { () throws(TensorError) in
                try backend.normal(shape.dimensions, deviation: 0.02, on: device)
            }
        default: break
        }
    }

    private func weightShape(_ layer: Layer, _ kernel: Extent?) -> [Int] {
        guard let matrix = layer.matrix else { preconditionFailure("a stage's anchor has a matrix") }
        guard let convolution = layer.convolution, let kernel else { return [matrix.columns, matrix.rows] }
        return [convolution.outputChannels, matrix.rows / convolution.kernel.area, kernel.height, kernel.width]
    }

    private static func bound(_ inputs: Int) -> Range<Double> {
        let bound = 1 / Double(inputs).squareRoot()
        return -bound..<bound
    }
}

extension Layer {
    var hasBias: Bool {
        switch operation {
        case .convolution(let convolution): convolution.bias
        case .linear(let linear): linear.bias
        default: false
        }
    }
}
