import Hardware
import Networks

/// A stage with its place on the architecture.
public struct MappedStage: Sendable {
    /// Index of the crossbar kind in the architecture.
    public var kind: Int
    /// The weights of one copy, and for how many positions they are multiplied.
    public var matrix: MatrixShape
    /// Bits of weights, inputs, sums and conversions.
    public var precision: Precision
    /// How signed weights lie in cells.
    public var encoding: Encoding
    /// Bits used of each cell.
    public var cellBits: Int
    /// Copies of the weights that work at once.
    public var copies: Int
    /// One copy.
    public var placement: Placement
    /// Crossbars that are kept free beside each piece of the input vector, so that no other shares its DACs.
    public var spare = 0
    /// The stage before it on whose crossbars its weights lie, as they are the same: the two take turns. Nil for
    /// crossbars of its own.
    public var sharesWith: Int?
    /// Energy of an array read relative to one with evenly used input codes and conductance levels;
    /// see ``MappedNetwork/applying(_:_:)``.
    public var readActivity = 1.0
    /// Mean code of the inputs relative to the largest, which the data's part of a DAC's energy goes with.
    public var meanInput = CrossbarKind.evenInput
    /// Mean product of input and level relative to the largest, which that of an ADC goes with.
    public var meanProduct = CrossbarKind.evenProduct

    /// With evenly used codes and levels, on crossbars of its own: else see the properties.
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
    /// Those that no stage before it has: none where it shares its weights.
    public var ownCrossbars: Int { sharesWith == nil ? crossbars : 0 }
}

/// A network on an architecture: each stage on crossbars of one kind.
public struct MappedNetwork: Sendable {
    /// What is mapped, kernels and channels as they were chosen.
    public var network: Network
    /// The network as stages, each with one layer that holds weights.
    public var graph: StageGraph
    /// Whether stages wait for each other's ends or all work at once.
    public var dataflow: Dataflow
    /// One for each stage of the graph.
    public var stages: [MappedStage]
    /// The name of the mapping.
    public var name: String

    /// - Parameter stages: one for each stage of the graph, in its order.
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
        for stage in stages { counts[stage.kind] += stage.ownCrossbars }
        return counts
    }

    /// For each stage the number of crossbars of its kind that lie before its own.
    public func offsets(kinds: Int) -> [Int] {
        var next = [Int](repeating: 0, count: kinds), offsets: [Int] = []
        for stage in stages {
            offsets.append(stage.sharesWith.map { offsets[$0] } ?? next[stage.kind])
            next[stage.kind] += stage.ownCrossbars
        }
        return offsets
    }

    /// Gives a stage, and those that share its weights, so many copies.
    public mutating func setCopies(_ copies: Int, of index: Int) {
        stages[index].copies = copies
        for other in stages.indices where stages[other].sharesWith == index { stages[other].copies = copies }
    }
}

extension MappedStage {
    /// The largest sum that a column can have in one read: of the rows of its own group that are driven at once, each
    /// at its highest input and level. Where columns are flipped, no column's cells sum to more than half of that over
    /// all of its rows; the column that sums the inputs has cells of level 1.
    ///
    /// The one rule of what an ADC has to tell apart, for costs and for simulation.
    public func largestSum(on kind: CrossbarShape) -> Int {
        let shape = kind.holding(
            encoding,
            columnsPerWeight: encoding.columns(weightBits: precision.weights, cellBits: cellBits) + kind.carryColumns)
        let rows = min(placement.tallestBlock, matrix.rows), active = min(rows, shape.activeRows)
        var level = encoding.highestLevel(weightBits: precision.weights, cellBits: cellBits)
        // Slices that are joined count by their weights.
        if kind.accumulation.slices { level = (1 << min(40, encoding.storedBits(weightBits: precision.weights))) - 1 }
        var cells = active * level
        if encoding == .flipped { cells = min(cells, rows * level / 2) }
        if encoding.needsInputSum { cells = max(cells, active) }
        let bits = kind.dacBits * (kind.streamsPerConversion(precision).max() ?? 1)
        let largest = cells.multipliedReportingOverflow(by: (1 << min(40, bits)) - 1)
        guard !largest.overflow, largest.partialValue <= .max / 4 else { return .max / 2 }
        // A sum that may be negative has as many codes below 0 as above.
        return largest.partialValue * (hasSignedSums(on: kind.accumulation) ? 2 : 1)
    }

    /// Whether a conversion's sum may be negative: by the encoding, as the sides of a pair are subtracted before it, or
    /// as rows are driven up or down.
    public func hasSignedSums(on accumulation: CrossbarKind.Accumulation) -> Bool {
        encoding.hasSignedSums || accumulation.pairs && encoding.sides > 1 || precision.inputForm == .signMagnitude
    }

    /// Bits of an ADC that lose nothing: the fewest with 2^b ≥ the largest sum + 1.
    public func losslessBits(on kind: CrossbarShape) -> Int { Int.bitWidth - largestSum(on: kind).leadingZeroBitCount }
}
