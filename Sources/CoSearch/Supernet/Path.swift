import Hardware
import Mapping
import Networks
import Optimisation
import Tensors

/// One way to compute a layer with weights: a candidate, as far as training sees it.
public struct Path: Hashable, Sendable {
    /// Nil for a linear layer.
    public var kernel: Extent?
    /// Bits of weights and stored results.
    public var precision: Precision
    /// What its crossbars do to its products.
    public var effects: CrossbarEffects

    /// - Parameter kernel: nil for a linear layer.
    public init(kernel: Extent?, precision: Precision, effects: CrossbarEffects = .ideal) {
        self.kernel = kernel
        self.precision = precision
        self.effects = effects
    }
}

/// A network with one path for each candidate of each layer with weights.
public struct SupernetPlan: Sendable {
    /// The network with all blocks, and the most channels of each convolution.
    public let network: Network
    /// Its stages, by which ``paths`` are numbered.
    public let graph: StageGraph
    /// For each stage of the graph (a layer with weights each), its paths, in the order of the candidates.
    public let paths: [[Path]]
    /// What may be chosen about the network itself beside the paths.
    public var shapes: [ShapeChoice] = []
    /// Layers that add zero channels to a shortcut: as many as its stages' channels leave to it.
    var shortcuts: Set<Int> = []
    /// Kernels of a layer share their weights: a smaller one is the middle of the largest (as in once-for-all networks,
    /// arXiv 1908.09791).
    public var nestsKernels = false

    /// - Precondition: there is at least one path a stage, with a kernel where the layer is a convolution.
    public init(_ network: Network, paths: (Int, Layer) throws -> [Path]) throws {
        self.network = network
        let graph = try StageGraph(network)
        self.graph = graph
        self.paths = try graph.stages.enumerated().map { try paths($0, network.layers[$1.anchor]) }
        precondition(self.paths.allSatisfy { !$0.isEmpty }, "every layer has a path")
    }

    /// The network alone, each layer with one path.
    public init(_ network: Network, precision: Precision, effects: CrossbarEffects = .ideal) throws {
        try self.init(network) { _, layer in
            [Path(kernel: layer.convolution?.kernel, precision: precision, effects: effects)]
        }
    }

    /// The network with the kernels of the chosen paths, and those paths alone; with all blocks and channels.
    public func chosen(_ choices: [Int]) throws -> SupernetPlan {
        var network = network
        for (stage, choice) in zip(graph.stages, zip(paths, choices)) {
            guard let kernel = choice.0[choice.1].kernel else { continue }
            network = try network.changingKernel(of: network.layers[stage.anchor].name, to: kernel)
        }
        return try SupernetPlan(network) { stage, _ in [paths[stage][choices[stage]]] }
    }

    /// Numbers of candidates of each layer, then of the choices about the network.
    public var options: [Int] { paths.map(\.count) + shapes.map(\.options) }
}
