import Networks

/// A stage with its place on the architecture.
public struct MappedStage: Sendable {
    /// Index of the crossbar kind in the architecture.
    public var kind: Int
    public var matrix: MatrixShape
    public var precision: Precision
    public var encoding: Encoding
    public var cellBits: Int
    /// Copies of the weights that work at once.
    public var copies: Int
    /// One copy.
    public var placement: Placement
    /// Crossbars that are kept free beside each piece of the input vector, so that no other shares its DACs.
    public var spare = 0
    /// Energy of an array read relative to one with evenly used input codes and conductance levels;
    /// see ``MappedNetwork/applying(_:_:)``.
    public var readActivity = 1.0

    public init(
        kind: Int, matrix: MatrixShape, precision: Precision, encoding: Encoding, cellBits: Int, copies: Int,
        placement: Placement, spare: Int = 0
    ) {
        self.kind = kind
        self.matrix = matrix
        self.precision = precision
        self.encoding = encoding
        self.cellBits = cellBits
        self.copies = copies
        self.placement = placement
        self.spare = spare
    }

    /// Crossbars of all copies, those that are kept free included.
    public var crossbars: Int { (placement.crossbars + placement.inputBlocks * spare) * copies }
}

/// A network on an architecture: each stage on crossbars of one kind.
public struct MappedNetwork: Sendable {
    public var network: Network
    public var graph: StageGraph
    public var dataflow: Dataflow
    /// One for each stage of the graph.
    public var stages: [MappedStage]
    /// The name of the mapping.
    public var name: String

    public init(network: Network, graph: StageGraph, dataflow: Dataflow, stages: [MappedStage], name: String) {
        self.network = network
        self.graph = graph
        self.dataflow = dataflow
        self.stages = stages
        self.name = name
    }

    /// Crossbars of each kind.
    public func crossbars(kinds: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: kinds)
        for stage in stages { counts[stage.kind] += stage.crossbars }
        return counts
    }
}
