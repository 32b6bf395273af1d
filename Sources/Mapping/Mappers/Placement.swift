/// Crossbars of one shape of use: `count` of them have `rows` × `columns` cells in use.
public struct Block: Hashable, Sendable {
    /// Crossbars that are used like this.
    public var count: Int
    /// Word lines that are driven.
    public var rows: Int
    /// Bit lines that are converted.
    public var columns: Int

    /// - Parameter count: crossbars that are used like this; rows and columns are those of one.
    public init(count: Int, rows: Int, columns: Int) {
        self.count = count
        self.rows = rows
        self.columns = columns
    }
}

/// Where the bit slices of a weight, and the two sides of a pair, lie.
public enum SliceOrder: Hashable, Sendable {
    /// In neighbouring columns of one crossbar.
    case sideBySide
    /// In crossbars of their own.
    case apart
}

/// One copy of a layer's weights on crossbars of one kind: all that the cost model reads of a mapping.
public struct Placement: Hashable, Sendable {
    /// Crossbars by their use.
    public let blocks: [Block]
    /// Distinct pieces of the input vector; each is delivered to `crossbars / inputBlocks` crossbars.
    public let inputBlocks: Int
    /// Row blocks whose results are added to one output.
    public let partialSums: Int
    /// Where the slices of a weight lie.
    public let sliceOrder: SliceOrder
    /// Values in, M·groups, and out, N·groups, of one MVM.
    public let inputs: Int
    /// See ``inputs``.
    public let outputs: Int
    /// Bit streams of one input.
    public let streams: Int
    /// Reads of the fullest crossbar for one bit stream: ⌈rows used/rows active at once⌉.
    public let passes: Int

    /// Crossbars of one copy.
    public let crossbars: Int
    /// Σ rows driven over the crossbars.
    public let rows: Int
    /// Σ columns converted over the crossbars, each as often as its crossbar has passes.
    public let conversions: Int
    /// Σ columns over the crossbars.
    public let columns: Int
    /// Σ rows × columns over the crossbars: the cells that are read.
    public let cells: Int
    /// Cells that hold a weight.
    public let weightCells: Int
    /// Columns of the widest block.
    public let widestBlock: Int
    /// Rows of the tallest block.
    public let tallestBlock: Int
    /// Where the encoding needs the sum of the inputs, the columns beside the weights', one for each row block, which
    /// sum its inputs.
    public let reference: Reference?

    /// The reference columns of one copy: one in one crossbar of each row block; groups that share a crossbar have one
    /// each.
    public struct Reference: Hashable, Sendable {
        /// Σ reference columns over the crossbars.
        public let columns: Int
        /// Σ rows over the columns.
        public let cells: Int
        /// Each as often as its crossbar has passes.
        public let conversions: Int
        /// Columns that the busiest crossbar converts, its reference columns included.
        public let widestBlock: Int
    }

    /// Columns that the busiest crossbar converts in one pass.
    public var mostConverted: Int { reference?.widestBlock ?? widestBlock }

    /// Sums up the blocks. ``MapperPlugin`` checks that they fit their crossbars.
    ///
    /// - Parameter sliceOrder: read by the simulation alone; costs do not depend on it.
    public init(
        _ request: PlacementRequest, blocks: [Block], inputBlocks: Int, partialSums: Int,
        sliceOrder: SliceOrder = .sideBySide
    ) {
        let kind = request.kind
        let matrix = request.matrix
        var crossbars = 0, rows = 0, conversions = 0, columns = 0, cells = 0, passes = 1, widest = 0, tallest = 0
        for block in blocks {
            let blockPasses = (block.rows + kind.activeRows - 1) / kind.activeRows
            crossbars += block.count
            rows += block.count * block.rows
            columns += block.count * block.columns
            conversions += block.count * block.columns * blockPasses
            cells += block.count * block.rows * block.columns
            passes = max(passes, blockPasses)
            widest = max(widest, block.columns)
            tallest = max(tallest, block.rows)
        }
        self.blocks = blocks
        self.inputBlocks = inputBlocks
        self.partialSums = partialSums
        self.sliceOrder = sliceOrder
        inputs = matrix.rows * matrix.groups
        outputs = matrix.columns * matrix.groups
        streams = request.streams
        self.passes = passes
        self.crossbars = crossbars
        self.rows = rows
        self.conversions = conversions
        self.columns = columns
        self.cells = cells
        weightCells = matrix.elements * request.columnsPerWeight
        widestBlock = widest
        tallestBlock = tallest
        reference =
            request.encoding.needsInputSum
            ? Self.reference(
                blocks, inputBlocks: inputBlocks, rowBlocks: partialSums * matrix.groups, widest: widest, kind) : nil
    }

    /// A row block's reference column lies in the crossbar of it that has the fewest columns in use.
    private static func reference(
        _ blocks: [Block], inputBlocks: Int, rowBlocks: Int, widest: Int, _ kind: CrossbarShape
    ) -> Reference {
        // Groups that are packed into one crossbar.
        let packed = max(1, (rowBlocks + inputBlocks - 1) / inputBlocks)
        var left = inputBlocks, cells = 0, conversions = 0, most = widest, taken = 0
        while left > 0 {
            // The blocks with the fewest columns of those that have more than the last ones.
            var fewest = Int.max
            for block in blocks where block.columns > taken { fewest = min(fewest, block.columns) }
            guard fewest < .max else { break }
            for block in blocks where block.columns == fewest && left > 0 {
                let count = min(left, block.count)
                left -= count
                cells += packed * count * block.rows
                conversions += packed * count * ((block.rows + kind.activeRows - 1) / kind.activeRows)
            }
            taken = fewest
            most = max(most, fewest + packed)
        }
        return Reference(columns: packed * inputBlocks, cells: cells, conversions: conversions, widestBlock: most)
    }

    /// Crossbars that one piece of the input vector drives: those of one row block of one group.
    public var crossbarsPerInputBlock: Int { max(1, crossbars / inputBlocks) }
}
