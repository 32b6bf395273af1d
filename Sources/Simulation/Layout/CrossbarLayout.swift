import Circuit
import Hardware
import Mapping
import Networks

/// Where each weight slice of a layer lies: one copy of its matrix, crossbar by crossbar.
///
/// The mapper's ``Placement`` says how many crossbars use how many rows and columns; the layout is the one arrangement
/// that follows from it. A crossbar's used rows start at row 0, its used columns at column 0.
public struct CrossbarLayout: Hashable, Sendable {
    /// Crossbars that take the same piece of the input.
    public let rowBlocks: [RowBlock]

    /// Crossbars that take the same piece of the input.
    public struct RowBlock: Hashable, Sendable {
        /// For each row, the element of the input vector that drives it: group · M + row of the matrix.
        public let rows: [Int]
        /// Those that the rows drive, each with other columns.
        public let crossbars: [Crossbar]
    }

    /// The used columns of one crossbar.
    public struct Crossbar: Hashable, Sendable {
        /// From column 0 on.
        public let columns: [Column]
    }

    /// One bit line: a slice of the weights of one output.
    public struct Column: Hashable, Sendable {
        /// group · N + column of the matrix.
        public let output: Int
        /// Index into ``CellSlices/factors``.
        public let slice: Int
    }

    /// - Throws: ``CircuitError`` when the placement's blocks are not those of this arrangement.
    public init(_ stage: MappedStage, layer: String) throws(CircuitError) {
        let matrix = stage.matrix
        let placement = stage.placement
        let slices = stage.encoding.columns(weightBits: stage.precision.weights, cellBits: stage.cellBits)
        // Several groups to a crossbar, along its diagonal.
        let packed = matrix.groups > 1 && placement.partialSums == 1 ? max(1, placement.tallestBlock / matrix.rows) : 1
        var blocks: [RowBlock] = []
        for first in stride(from: 0, to: matrix.groups, by: packed) {
            let groups = first..<min(first + packed, matrix.groups)
            let columns = Self.columns(groups, matrix, slices, placement.sliceOrder)
            let crossbars = columns.flatMap { run in
                stride(from: 0, to: run.count, by: placement.widestBlock).map {
                    Crossbar(columns: Array(run[$0..<min($0 + placement.widestBlock, run.count)]))
                }
            }
            let rows = Array(groups.lowerBound * matrix.rows..<groups.upperBound * matrix.rows)
            for start in stride(from: 0, to: rows.count, by: placement.tallestBlock) {
                blocks.append(
                    RowBlock(
                        rows: Array(rows[start..<min(start + placement.tallestBlock, rows.count)]), crossbars: crossbars
                    ))
            }
        }
        rowBlocks = blocks
        guard blocks.count == placement.inputBlocks, Self.counts(blocks) == Self.counts(placement.blocks) else {
            throw CircuitError(
                "layer '\(layer)': its mapper placed \(placement.crossbars) crossbars that cannot be laid out as full row and column blocks with the rest at the end",
                remedy: "simulate with a mapper that cuts the matrix so, such as dense or one-slice")
        }
    }

    /// Columns in runs that are cut into crossbars: all slices of a weight in one run, or one run for each slice.
    private static func columns(
        _ groups: Range<Int>, _ matrix: MatrixShape, _ slices: Int, _ order: SliceOrder
    ) -> [[Column]] {
        let outputs = groups.lowerBound * matrix.columns..<groups.upperBound * matrix.columns
        return switch order {
        case .sideBySide: [outputs.flatMap { output in (0..<slices).map { Column(output: output, slice: $0) } }]
        case .apart: (0..<slices).map { slice in outputs.map { Column(output: $0, slice: slice) } }
        }
    }

    private static func counts(_ blocks: [RowBlock]) -> [Block] {
        counts(
            blocks.flatMap { block in
                block.crossbars.map { Block(count: 1, rows: block.rows.count, columns: $0.columns.count) }
            })
    }

    /// Crossbars by their use, in a fixed order.
    private static func counts(_ blocks: [Block]) -> [Block] {
        var merged: [Block] = []
        for block in blocks.sorted(by: { ($0.rows, $0.columns) < ($1.rows, $1.columns) }) {
            if let last = merged.last, last.rows == block.rows, last.columns == block.columns {
                merged[merged.count - 1].count += block.count
            } else {
                merged.append(block)
            }
        }
        return merged
    }
}
